/* A spare monitor or a tablet as a board: one tap or click fills the screen, another one gives it back, and the screen
   stays lit where the browser can do that (a secure address). Old browsers know none of it and lose nothing. Plain ES5. */
(function (root) {
  "use strict";

  var document = root.document;
  var element = document.documentElement;
  var fill = element.requestFullscreen || element.webkitRequestFullscreen || element.mozRequestFullScreen || element.msRequestFullscreen;
  var leave = document.exitFullscreen || document.webkitExitFullscreen || document.mozCancelFullScreen || document.msExitFullscreen;

  function filled() {
    return document.fullscreenElement || document.webkitFullscreenElement || document.mozFullScreenElement || document.msFullscreenElement;
  }

  /** What a browser refuses here, it refuses for its own reasons. */
  function tried(answer) {
    if (answer && answer.then) { answer.then(null, function () { return null; }); }
  }

  function turn() {
    if (filled()) {
      if (leave) { tried(leave.call(document)); }
    } else if (fill) {
      tried(fill.call(element));
    }
  }

  /** The browser lets go of the light whenever the page is out of sight. */
  function stayLit() {
    var lock = root.navigator.wakeLock;
    if (lock && document.visibilityState === "visible") { tried(lock.request("screen")); }
  }

  document.addEventListener("click", turn, false);
  document.addEventListener("visibilitychange", stayLit, false);
  stayLit();
}(this));
