/* The line from a screen to the office: what happens, as it happens, on browsers that may be ten years old (plain ES5).

   A look at /state every few seconds is the pulse: it tells whether the office is there, and corrects what was missed.
   The stream (EventSource) is opened after a good look and brings everything in between at once; without it, or when it
   is mute, the looks come every two seconds and are enough. Nothing here ever gives up. */
(function (root) {
  "use strict";

  var motcua = root.motcua = root.motcua || {};
  var API = "/api/v1";
  var LOOK_MS = 10000;
  var POLL_MS = 2000;
  var ANSWER_MS = 6000;
  var AGAIN_MS = 1000;
  var LONGEST_AGAIN_MS = 5000;
  var LONGEST_STREAM_PAUSE_MS = 60000;
  var LOOKS_UNTIL_AWAY = 2;
  var OLDER_STATES = 3;

  /** Milliseconds that never jump, for measuring. */
  motcua.ticks = function () {
    return root.performance && root.performance.now ? root.performance.now() : new Date().getTime();
  };

  function jitter(ms) {
    return ms * (0.75 + Math.random() / 2);
  }

  /** GET; `done(status, text)` exactly once, status 0 when no answer came in time. */
  function get(path, as, done) {
    var asking = new XMLHttpRequest();
    var timer = 0;
    function end(status, text) {
      if (!done) { return; }
      var tell = done;
      done = null;
      clearTimeout(timer);
      tell(status, text);
    }
    asking.open("GET", path, true);
    asking.setRequestHeader("X-Motcua-As", as);
    asking.onreadystatechange = function () {
      if (asking.readyState === 4) { end(asking.status, asking.responseText); }
    };
    timer = setTimeout(function () { end(0, ""); asking.abort(); }, ANSWER_MS);
    try {
      asking.send();
    } catch (error) {
      end(0, "");
    }
  }
  motcua.get = get;

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  }

  /**
   * Listen as this screen ("hall", "rate:3", …): `on.state(state)`, `on.fact(fact)`, `on.away()`, `on.back()`, and
   * `on.refused()` when this screen was shut out. Returns {now(): the office's clock in ms, close()}.
   */
  motcua.listen = function (as, on) {
    var line = {
      as: as, on: on, source: null, timer: 0, closed: false, away: false, looking: false,
      failed: 0, refused: 0, lastId: "", stream: "", known: -1, older: 0, seq: -1, behind: -1, streamFailed: 0, streamAt: 0,
      server: null, measured: 0
    };
    look(line);
    if (root.addEventListener) {
      root.addEventListener("online", function () { soon(line, 100); });
      root.addEventListener("pagehide", function () { closeStream(line); });
      root.addEventListener("pageshow", function () { soon(line, 100); });
    }
    return {
      now: function () { return serverNow(line); },
      isAway: function () { return line.away; },
      close: function () { line.closed = true; clearTimeout(line.timer); closeStream(line); }
    };
  };

  function serverNow(line) {
    return line.server === null ? new Date().getTime() : line.server + (motcua.ticks() - line.measured);
  }

  function soon(line, ms) {
    if (line.closed) { return; }
    clearTimeout(line.timer);
    line.timer = setTimeout(function () { look(line); }, ms);
  }

  function look(line) {
    if (line.looking || line.closed) { return; }
    line.looking = true;
    get(API + "/state", line.as, function (status, text) {
      line.looking = false;
      if (line.closed) { return; }
      var state = status === 200 ? parsed(text) : null;
      if (state) { looked(line, state); } else { notLooked(line, status); }
    });
  }

  function looked(line, state) {
    line.failed = 0;
    line.refused = 0;
    // The stream is mute when it has not even brought what the look before this one already knew.
    if (line.source && line.seq < line.behind && state.stream === line.stream) { loseStream(line); }
    line.behind = state.seq;
    heard(line, state);
    if (!line.source && motcua.ticks() >= line.streamAt) { openStream(line); }
    soon(line, jitter(line.source ? LOOK_MS : POLL_MS));
  }

  function notLooked(line, status) {
    if (status === 401 || status === 403) {
      line.refused += 1;
      if (line.refused >= 2) {
        line.closed = true;
        closeStream(line);
        line.on.refused();
        return;
      }
    }
    line.failed += 1;
    if (line.failed >= LOOKS_UNTIL_AWAY) {
      closeStream(line);
      if (!line.away) {
        line.away = true;
        line.on.away();
      }
    }
    soon(line, jitter(Math.min(AGAIN_MS * line.failed, LONGEST_AGAIN_MS)));
  }

  /** A state from a look or from the stream; one that is older than what was heard already only sets the clock. */
  function heard(line, state) {
    line.server = Date.parse(state.now);
    line.measured = motcua.ticks();
    if (line.away) {
      line.away = false;
      line.on.back();
    }
    if (state.stream === line.stream && state.seq < line.known) {
      line.older += 1;
      if (line.older < OLDER_STATES) { return; } // later ones too: the office itself went back, to a copy
    }
    line.older = 0;
    line.stream = state.stream;
    line.known = state.seq;
    line.on.state(state);
  }

  function openStream(line) {
    if (!root.EventSource) { return; }
    var address = API + "/live?as=" + encodeURIComponent(line.as);
    if (line.lastId) { address += "&last_event_id=" + encodeURIComponent(line.lastId); }
    var source = new root.EventSource(address);
    line.source = source;
    line.seq = -1;
    line.behind = -1;
    function taken(tell) {
      return function (event) {
        if (line.source !== source) { return; }
        var data = parsed(event.data);
        if (!data) { return; }
        line.streamFailed = 0;
        if (event.lastEventId) { line.lastId = event.lastEventId; }
        line.seq = Math.max(line.seq, data.seq);
        tell(data);
      };
    }
    source.addEventListener("state", taken(function (state) { heard(line, state); }), false);
    source.addEventListener("fact", taken(function (fact) { tellFact(line, fact); }), false);
    source.onerror = function () {
      if (line.source !== source) { return; }
      loseStream(line);
      soon(line, jitter(200));
    };
  }

  function tellFact(line, fact) {
    if (fact.stream === line.stream) { line.known = Math.max(line.known, fact.seq); }
    line.on.fact(fact);
  }

  function closeStream(line) {
    if (line.source) { line.source.close(); }
    line.source = null;
  }

  /** Closed now, opened again by a later look: at once the first time, ever later when it never says anything. */
  function loseStream(line) {
    closeStream(line);
    line.streamAt = motcua.ticks() + Math.min(500 * Math.pow(2, line.streamFailed), LONGEST_STREAM_PAUSE_MS);
    line.streamFailed += 1;
  }
}(this));
