/* What the hall shows, written into elements that are there from the beginning (plain ES5). Decides nothing. */
(function (root) {
  "use strict";

  var motcua = root.motcua = root.motcua || {};
  var byId = motcua.byId;
  var put = motcua.put;
  var tell = motcua.tell;
  var show = motcua.show;
  var mark = motcua.mark;
  var words = motcua.words;
  var document = root.document;
  var LAST_CALLS = 6;
  var LARGEST_NUMBER_REM = 26.25;
  var NUMBER_LINE = 1.02;
  var MOST_MISSED = 16;
  var SERVICES_A_PAGE = 8;
  var PAGE_MS = 9000;
  var NOTICE_MS = 9000;
  var LONG_NOTICE = 90;

  function each(parent, tag, act) {
    var found = byId(parent).getElementsByTagName(tag);
    for (var i = 0; i < found.length; i += 1) { act(found[i], i); }
  }

  function part(element, name) {
    return element.getElementsByClassName(name)[0];
  }

  /** The texts that never change. */
  function drawFixed() {
    tell(byId("invite"), words("Now calling number"));
    tell(byId("last-title"), words("Called before"));
    tell(byId("last-counter"), words("Counter"));
    tell(byId("missed-title"), words("Missed numbers"));
    tell(byId("waiting-title"), words("Waiting"));
    tell(byId("training-text"), words("Training: these numbers do not count"));
  }

  /** The large number and where to go; without a call what the office says instead. */
  function drawNow(state, seen) {
    show(byId("calling"), Boolean(seen));
    show(byId("idle"), !seen);
    mark(document.body, "quiet", !seen && !state.recent_calls.length);
    mark(byId("now"), "lit", Boolean(seen) && seen.lit);
    byId("now").setAttribute("data-flashes", seen && seen.flashes ? "yes" : "no");
    if (!seen) {
      drawIdle(state);
      return;
    }
    var counter = motcua.counterOf(state, seen.call.counter);
    var own = motcua.ownName(counter);
    put(byId("number"), seen.call.number);
    tell(byId("to"), own ? words("please come to") : words("please come to counter"));
    put(byId("counter"), own || String(seen.call.counter));
    mark(byId("goes"), "named", own !== "");
    motcua.fit(byId("goes"), 8.125, 2.5);
    motcua.fit(byId("number"), Math.min(LARGEST_NUMBER_REM, roomForNumber()), 6);
  }

  /** How large the number may be, in rem, so that nothing around it is pushed out. */
  function roomForNumber() {
    var rem = parseFloat(document.documentElement.style.fontSize);
    var others = byId("invite").offsetHeight + byId("goes").offsetHeight;
    return Math.round((byId("now").clientHeight - others) / rem / NUMBER_LINE - 1);
  }

  function drawIdle(state) {
    var opening = state.opening;
    var gives = state.day.status === "open" && opening.opens_at === null;
    var holiday = opening.name !== "" && !opening.sessions.length;
    var closed = holiday ? words("Closed today: {name}", { name: opening.name }) : words("The office is closed now");
    tell(byId("idle-title"), gives ? words("Welcome") : closed);
    tell(byId("idle-text"), gives ? words("Please take a number at the ticket screen") : opensAgain(opening.opens_at));
  }

  /** When numbers are given again: a time of today, or one of another day. */
  function opensAgain(at) {
    if (at === null) { return words("Thank you for your visit"); }
    var parts = at.split("T");
    if (parts.length === 1) { return words("It opens again at {time}.", { time: at }); }
    return words("It opens again at {time}, {day}.", { time: parts[1], day: parts[0].split("-").reverse().join("/") });
  }

  /** The last calls beside the large one. */
  function drawLast(state, seen) {
    var calls = state.recent_calls.filter(function (call) { return !seen || call.ticket !== seen.call.ticket; });
    each("last", "li", function (row, i) {
      var call = i < LAST_CALLS ? calls[i] : null;
      var own = call ? motcua.ownName(motcua.counterOf(state, call.counter)) : "";
      mark(row, "empty", !call);
      mark(row, "named", own !== "");
      put(part(row, "of"), call ? call.number : "");
      put(part(row, "at"), own || (call ? String(call.counter) : ""));
      put(part(row, "because"), call && call.priority ? words("priority")[0] : "");
    });
  }

  /** Who did not come, newest first: as many as fit into the line, and how many more there are. */
  function drawMissed(state) {
    var missed = state.missed;
    var box = byId("missed-numbers");
    var key = missed.join(" ") + "|" + root.innerWidth + "|" + root.innerHeight;
    show(byId("missed"), missed.length > 0);
    if (!missed.length || box.getAttribute("data-fitted") === key) { return; }
    for (var most = Math.min(missed.length, MOST_MISSED); most > 0; most -= 1) {
      put(box, missed.slice(0, most).join("   "));
      put(byId("missed-more"), most < missed.length ? "+" + (missed.length - most) : "");
      if (box.scrollWidth <= box.clientWidth + 1) { break; }
    }
    box.setAttribute("data-fitted", key);
  }

  function nameOf(service, language) {
    return language === "vi" ? service.name : service.name_en || service.name;
  }

  /** People waiting for each service; more than eight services take turns. */
  function drawWaiting(state, at) {
    var pages = Math.max(1, Math.ceil(state.services.length / SERVICES_A_PAGE));
    var first = Math.floor(at / PAGE_MS) % pages * SERVICES_A_PAGE;
    each("services", "li", function (cell, i) {
      var service = i < SERVICES_A_PAGE ? state.services[first + i] : null;
      show(cell, Boolean(service));
      if (!service) { return; }
      put(part(cell, "name"), nameOf(service, motcua.page.language));
      put(part(cell, "letter"), service.prefix);
      put(part(cell, "count"), String(service.waiting));
      put(part(cell, "wait"), motcua.waitOf(service));
      var badge = "letter letter-" + service.prefix;
      if (part(cell, "letter").className !== badge) { part(cell, "letter").className = badge; }
    });
    mark(byId("services"), "many", state.services.length > 6);
  }

  /** One notice at a time; they flip, they do not scroll. */
  function drawNotice(state, at) {
    var notices = state.notices;
    show(byId("notice"), notices.length > 0);
    if (!notices.length) { return; }
    put(byId("notice-text"), notices[Math.floor(at / NOTICE_MS) % notices.length]);
    mark(byId("notice-text"), "long", byId("notice-text").textContent.length > LONG_NOTICE);
  }

  function drawHead(state) {
    put(byId("office"), state.office.name);
    put(byId("parent"), state.office.parent);
    show(byId("parent"), state.office.parent !== "");
    motcua.fit(byId("office"), root.innerWidth < root.innerHeight ? 1.625 : 2.125, 1.25);
    show(byId("training"), state.day.training);
  }

  /** The office is away: what stands here is from `since` (ms of the office's clock; null: nothing was ever heard). */
  motcua.drawAway = function (away, since) {
    show(byId("away"), away);
    if (!away) { return; }
    tell(byId("away-text"), since === null ? words("No connection. Trying again by itself.")
      : words("Connection lost. These numbers are from {time}.", { time: motcua.clock(since) }));
  };

  motcua.drawClock = function (ms) {
    put(byId("clock"), motcua.clock(ms));
    put(byId("date"), motcua.date(ms));
  };

  motcua.drawHall = function (state, seen, at) {
    drawHead(state);
    drawMissed(state);
    drawNotice(state, at);
    drawWaiting(state, at);
    drawLast(state, seen);
    drawNow(state, seen);
    mark(document.body, "ready", true);
  };

  drawFixed();
}(this));
