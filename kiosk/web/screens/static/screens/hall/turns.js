/* Whose number stands large in the hall, and for how long. Plain ES5, knows no element of the page; `at` are
   milliseconds of one steady clock, given by whoever asks.

   Calls stand in a line and are shown one after the other. Each stays at least 4 s, or as long as its announcement takes.
   The rule that surprises: the voice leads. Whoever is being announced stands large, even when the screen was about to
   show somebody else, because people look up when they hear a number. */
(function (root) {
  "use strict";

  var motcua = root.motcua = root.motcua || {};
  var LEAST_MS = 4000;
  var FLASH_MS = 6000;
  var HALF_FLASH_MS = 500;
  var FRESH_MS = 20000;
  var VOICE_PATIENCE_MS = 12000;
  var VOICE_GRACE_MS = 3000;
  var VOICE_REMEMBERED_MS = 900000;
  var LONGEST_LINE = 40;
  var KEPT_KEYS = 60;

  motcua.Turns = function () {
    this.current = null;
    this.line = [];
    this.keys = [];
    this.voiceAt = null;
  };

  var turns = motcua.Turns.prototype;

  /** A call as everybody here knows it; `age`: how long ago it was, in ms. */
  motcua.callOf = function (ticket, number, counter, recall, time) {
    return { ticket: ticket, number: number, counter: counter, recall: recall, key: ticket + "@" + time };
  };

  /** Somebody is called, or called again. Old news (after a lost connection) is not played again. */
  turns.hear = function (call, age, at) {
    if (!this.isNews(call) || age > FRESH_MS) { return; }
    if (this.current && this.current.call.ticket === call.ticket) {
      this.show(call, at);
      return;
    }
    this.take(call.ticket);
    this.line.push(call);
    if (this.line.length > LONGEST_LINE) { this.line.shift(); }
    this.advance(at);
  };

  turns.isNews = function (call) {
    if (this.keys.indexOf(call.key) >= 0) { return false; }
    this.keys.push(call.key);
    if (this.keys.length > KEPT_KEYS) { this.keys.shift(); }
    return true;
  };

  /** Out of the line; the call, or null. */
  turns.take = function (ticket) {
    for (var i = 0; i < this.line.length; i += 1) {
      if (this.line[i].ticket === ticket) { return this.line.splice(i, 1)[0]; }
    }
    return null;
  };

  turns.show = function (call, at) {
    this.current = { call: call, since: at, voice: "", until: 0 };
  };

  /** The next one when the one before had its time. */
  turns.advance = function (at) {
    if (this.line.length && !this.isHeld(at)) { this.show(this.line.shift(), at); }
  };

  turns.isHeld = function (at) {
    var shown = this.current;
    if (!shown) { return false; }
    if (shown.voice === "speaking") { return at < shown.until; }
    if (shown.voice === "done") { return false; }
    var speaks = this.voiceAt !== null && at - this.voiceAt < VOICE_REMEMBERED_MS && shown.voice !== "silent";
    return at - shown.since < (speaks ? VOICE_PATIENCE_MS : LEAST_MS);
  };

  /** The announcement of a call begins and will take `ms`. */
  turns.begins = function (call, ms, at) {
    this.voiceAt = at;
    var shown = this.current;
    if (!shown || shown.call.ticket !== call.ticket) {
      var waiting = this.take(call.ticket);
      if (shown && shown.voice === "" && at - shown.since < LEAST_MS) { this.line.unshift(shown.call); }
      this.show(waiting || call, at);
    }
    this.current.voice = "speaking";
    this.current.until = at + ms + VOICE_GRACE_MS;
  };

  turns.ends = function (ticket, at) {
    this.voiceAt = at;
    if (this.current && this.current.call.ticket === ticket) { this.current.voice = "done"; }
    this.advance(at);
  };

  /** This one will not be announced: skipped, or the loudspeaker is broken (`broken`). */
  turns.staysSilent = function (ticket, broken, at) {
    if (broken) { this.voiceAt = null; }
    if (this.current && this.current.call.ticket === ticket) { this.current.voice = "silent"; }
    this.advance(at);
  };

  /** The call was taken back. */
  turns.takenBack = function (ticket, at) {
    this.take(ticket);
    if (this.current && this.current.call.ticket === ticket) { this.current = null; }
    this.advance(at);
  };

  /**
   * What the office says about all calls: `recent` (newest first, with `age`), and the tickets that are still called.
   * Whoever is no longer called leaves the line; with nobody waiting the newest call stands large.
   */
  turns.settle = function (recent, called, at) {
    for (var i = recent.length - 1; i >= 0; i -= 1) {
      var still = called.indexOf(recent[i].call.ticket) >= 0;
      this.hear(recent[i].call, still ? recent[i].age : FRESH_MS + 1, at);
    }
    this.line = this.line.filter(function (call) { return called.indexOf(call.ticket) >= 0; });
    if (!recent.length) {
      this.current = null;
      this.line = [];
      return;
    }
    var newest = recent[0];
    var other = !this.current || this.current.call.ticket !== newest.call.ticket;
    if (other && !this.line.length && !this.isHeld(at)) { this.show(newest.call, at - newest.age); }
  };

  /** {call, lit}: who stands large now, and whether this is the bright half of a flash; null when nobody was called. */
  turns.look = function (at) {
    this.advance(at);
    if (!this.current) { return null; }
    var shown = at - this.current.since;
    var flashes = shown >= 0 && shown < FLASH_MS;
    return { call: this.current.call, flashes: flashes, lit: flashes && Math.floor(shown / HALF_FLASH_MS) % 2 === 0 };
  };
}(this));
