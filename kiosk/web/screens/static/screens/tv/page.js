/* What the pages on televisions share: the words, writing into the page, the clock, the size, and a fresh start at
   night. Plain ES5. Elements are never made anew for a new text, so a page that runs for months does not grow. */
(function (root) {
  "use strict";

  var motcua = root.motcua = root.motcua || {};
  var document = root.document;
  var page = JSON.parse(document.getElementById("page").textContent);
  var DESIGN_PX = 16;
  var LONG_SIDE = 1920;
  var SHORT_SIDE = 1080;
  var NIGHT_FROM_HOUR = 2;
  var NIGHT_TO_HOUR = 4;
  var OLD_MS = 6 * 3600 * 1000;
  var MINUTE = 60000;

  motcua.page = page;

  motcua.byId = function (id) { return document.getElementById(id); };

  /** The text in the main language and in the second one ("" without one), with {named} places filled. */
  motcua.words = function (english, values) {
    var pair = page.words[english] || [english, ""];
    return [filled(pair[0], values), filled(pair[1], values)];
  };

  function filled(text, values) {
    if (!values) { return text; }
    return text.replace(/\{(\w+)\}/g, function (whole, name) {
      return Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : whole;
    });
  }

  /** Write a text, when it is another one. */
  motcua.put = function (element, text) {
    if (element.textContent !== text) { element.textContent = text; }
  };

  /** Write both languages: the second stands in a small line of its own. */
  motcua.tell = function (element, pair) {
    var parts = element.getElementsByTagName("span");
    motcua.put(parts[0], pair[0]);
    motcua.put(parts[1], pair[1]);
    motcua.show(parts[1], pair[1] !== "" && pair[1] !== pair[0]);
  };

  motcua.show = function (element, shown) {
    if (element.hidden === shown) { element.hidden = !shown; }
  };

  motcua.mark = function (element, name, on) {
    var names = " " + element.className + " ";
    var has = names.indexOf(" " + name + " ") >= 0;
    if (has === on) { return; }
    element.className = (on ? names + name : names.replace(" " + name + " ", " ")).replace(/^\s+|\s+$/g, "");
  };

  /** Let a one-line text shrink until it fits its box; `most` and `least` in rem. */
  motcua.fit = function (element, most, least) {
    var key = element.textContent + "|" + element.clientWidth + "|" + most + "|" + root.innerHeight;
    if (element.getAttribute("data-fitted") === key) { return; }
    var size = most;
    element.style.fontSize = size + "rem";
    while (size > least && element.scrollWidth > element.clientWidth + 1) {
      size = Math.max(least, size * 0.95);
      element.style.fontSize = size + "rem";
    }
    element.setAttribute("data-fitted", key);
  };

  /** What somebody who takes a number now would wait; a dash when nobody knows, nothing where nobody has to. */
  motcua.waitOf = function (service) {
    var wait = service.wait;
    if (!wait) { return service.waiting ? "\u2013" : ""; }
    if (wait.high <= 1) { return service.waiting ? motcua.words("under 1 minute")[0] : ""; }
    return motcua.words("{n} min", { n: wait.low === wait.high ? wait.high : wait.low + "\u2013" + wait.high })[0];
  };

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function local(ms) { return new Date(ms + page.offset_minutes * MINUTE); }

  /** "08:42" of the office. */
  motcua.clock = function (ms) {
    var at = local(ms);
    return two(at.getUTCHours()) + ":" + two(at.getUTCMinutes());
  };

  /** "21/11/2026" of the office. */
  motcua.date = function (ms) {
    var at = local(ms);
    return two(at.getUTCDate()) + "/" + two(at.getUTCMonth() + 1) + "/" + at.getUTCFullYear();
  };

  /** One rem is 16 px of the design (1920×1080 or 1080×1920), whatever the screen has. */
  motcua.scale = function () {
    var wide = root.innerWidth >= root.innerHeight;
    var share = Math.min(root.innerWidth / (wide ? LONG_SIDE : SHORT_SIDE), root.innerHeight / (wide ? SHORT_SIDE : LONG_SIDE));
    document.documentElement.style.fontSize = (DESIGN_PX * share) + "px";
    motcua.mark(document.documentElement, "upright", !wide);
  };

  /** The name of a counter when it says more than its number, else "". */
  motcua.ownName = function (counter) {
    var name = counter ? counter.name.replace(/^\s+|\s+$/g, "") : "";
    var plain = name.toLowerCase().replace(/\s+/g, " ");
    var says = counter ? new RegExp("^((qu\u1ea7y|counter) ?(s\u1ed1 )?)?0*" + counter.number + "$") : null;
    return !name || says.test(plain) ? "" : name;
  };

  motcua.counterOf = function (state, number) {
    for (var i = 0; i < state.counters.length; i += 1) {
      if (state.counters[i].number === number) { return state.counters[i]; }
    }
    return null;
  };

  /**
   * Once a night the page starts anew: between two and four, when nobody is called and the office has just answered,
   * so that the television never stands before an error page. `idle()` says whether it may.
   */
  motcua.freshAtNight = function (line, idle) {
    var since = motcua.ticks();
    return setInterval(function () {
      var hour = local(line.now()).getUTCHours();
      var night = hour >= NIGHT_FROM_HOUR && hour < NIGHT_TO_HOUR;
      if (night && motcua.ticks() - since > OLD_MS && !line.isAway() && idle()) { motcua.startAnew(); }
    }, 5 * MINUTE);
  };

  /** Reload, but only when the page can be had. */
  motcua.startAnew = function () {
    motcua.get(root.location.pathname + root.location.search, page.as, function (status) {
      if (status === 200) { root.location.reload(); }
    });
  };

  /** Shut out: the door's page says what to do. */
  motcua.shutOut = function () { root.location.reload(); };

  motcua.scale();
  root.addEventListener("resize", motcua.scale, false);
}(this));
