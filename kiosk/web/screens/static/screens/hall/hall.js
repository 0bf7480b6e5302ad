/* The hall display: puts the line to the office, the turns and the drawing together (plain ES5). */
(function (root) {
  "use strict";

  var motcua = root.motcua;
  var TICK_MS = 250;
  var VOICE = { "announcement.started": 1, "announcement.ended": 1, "announcement.skipped": 1, "announcement.failed": 1 };
  var AWAY = { waiting: 1, parked: 1, no_show: 1 };
  var view = { state: null, heardAt: null, away: false };
  var turns = new motcua.Turns();

  function ageOf(time) { return line.now() - Date.parse(time); }

  function onState(state) {
    view.state = state;
    view.heardAt = line.now();
    settle(state);
    draw();
  }

  function settle(state) {
    var recent = state.recent_calls.map(function (call) {
      return { call: motcua.callOf(call.ticket, call.number, call.counter, call.recall, call.called_at), age: ageOf(call.called_at) };
    });
    var called = [];
    state.counters.forEach(function (counter) {
      if (counter.ticket && counter.ticket.state === "called") { called.push(counter.ticket.id); }
    });
    turns.settle(recent, called, motcua.ticks());
  }

  function onFact(fact) {
    if (fact.kind === "screen.restart_asked" && fact.fact.screen === "hall") { root.location.reload(); return; }
    var ticket = Number(fact.subject.split(":")[1]);
    var body = fact.fact;
    var at = motcua.ticks();
    if (fact.kind === "ticket.called" || fact.kind === "ticket.recalled") {
      turns.hear(motcua.callOf(ticket, body.number, body.counter, fact.kind === "ticket.recalled", fact.at), ageOf(fact.at), at);
    } else if (fact.kind === "ticket.undone") {
      onUndone(ticket, body, at);
    } else if (VOICE[fact.kind] && fact.subject.indexOf("ticket:") === 0) {
      onVoice(fact, ticket, at);
    } else {
      return;
    }
    draw();
  }

  /** An act was taken back: whoever is at no counter now was not called after all, and may be missed again. */
  function onUndone(ticket, body, at) {
    var state = view.state;
    if (AWAY[body.state]) { turns.takenBack(ticket, at); }
    if (!state) { return; }
    if (AWAY[body.state]) {
      state.recent_calls = state.recent_calls.filter(function (call) { return call.ticket !== ticket; });
    }
    state.missed = state.missed.filter(function (number) { return number !== body.number; });
    if (body.state === "no_show") { state.missed.unshift(body.number); }
    settle(state);
  }

  function onVoice(fact, ticket, at) {
    var body = fact.fact;
    if (ageOf(fact.at) > body.ms + 5000 || ageOf(fact.at) > 60000) { return; }
    if (fact.kind === "announcement.started") {
      turns.begins(motcua.callOf(ticket, body.number, body.counter, Boolean(body.recall), fact.at), body.ms, at);
    } else if (fact.kind === "announcement.ended") {
      turns.ends(ticket, at);
    } else if (body.reason !== "clips_missing") {
      turns.staysSilent(ticket, fact.kind === "announcement.failed", at);
    }
  }

  function draw() {
    if (view.state) { motcua.drawHall(view.state, turns.look(motcua.ticks()), motcua.ticks()); }
  }

  function tick() {
    motcua.drawClock(line.now());
    draw();
  }

  var line = motcua.listen(motcua.page.as, {
    state: onState,
    fact: onFact,
    away: function () { motcua.drawAway(true, view.heardAt); },
    back: function () { motcua.drawAway(false, null); },
    refused: motcua.shutOut
  });
  motcua.freshAtNight(line, function () { return !view.state || view.state.day.status !== "open"; });
  tick();
  setInterval(tick, TICK_MS);
}(this));
