/* The board above a counter: its number, what it serves, and who is called there now (plain ES5). */
(function (root) {
  "use strict";

  var motcua = root.motcua;
  var byId = motcua.byId;
  var words = motcua.words;
  var TICK_MS = 250;
  var FLASH_MS = 6000;
  var HALF_FLASH_MS = 500;
  var FRESH_MS = 10000;
  var view = { state: null, heardAt: null, calledAt: null, callTime: 0 };

  function counterNow() { return view.state ? motcua.counterOf(view.state, motcua.page.counter) : null; }

  function onState(state) {
    view.state = state;
    view.heardAt = line.now();
    state.recent_calls.forEach(function (call) {
      if (call.counter === motcua.page.counter) { noteCall(Date.parse(call.called_at)); }
    });
    draw();
  }

  /** A fresh call flashes once; `time` in ms of the office's clock. */
  function noteCall(time) {
    if (time <= view.callTime) { return; }
    view.callTime = time;
    if (line.now() - time < FRESH_MS) { view.calledAt = motcua.ticks(); }
  }

  function onFact(fact) {
    var counter = counterNow();
    if (!counter || fact.fact.counter !== motcua.page.counter) { return; }
    if (fact.kind === "ticket.called" || fact.kind === "ticket.recalled") {
      counter.ticket = { number: fact.fact.number, state: fact.fact.state };
      noteCall(Date.parse(fact.at));
      draw();
    }
  }

  function saying(counter) {
    if (!counter) { return words("This counter is not in use"); }
    if (view.state.day.status !== "open") { return words("The office is closed now"); }
    if (counter.ticket) { return counter.ticket.state === "serving" ? words("Serving number") : words("Now calling number"); }
    if (counter.status === "paused") { return words("This counter takes a short break"); }
    return counter.status === "open" ? words("Please wait for your number") : words("This counter is closed");
  }

  function serves(counter) {
    var names = view.state.services.filter(function (service) { return counter.services.indexOf(service.id) >= 0; });
    return names.map(function (service) {
      return motcua.page.language === "vi" ? service.name : service.name_en || service.name;
    }).join(" · ");
  }

  /** "A 7 · 10–20 min    B 2 · 3–8 min": who waits for this counter, and how long somebody new would. */
  function waits(counter) {
    var some = view.state.services.filter(function (service) {
      return counter.services.indexOf(service.id) >= 0 && service.waiting > 0;
    });
    return some.map(function (service) {
      return [service.prefix + " " + service.waiting, motcua.waitOf(service)].join(" · ");
    }).join("\u2003");
  }

  function draw() {
    var counter = counterNow();
    motcua.tell(byId("title-word"), words("Counter"));
    motcua.put(byId("title-number"), String(motcua.page.counter));
    if (!view.state) { return; }
    motcua.put(byId("own"), motcua.ownName(counter));
    motcua.put(byId("serves"), counter ? serves(counter) : "");
    motcua.put(byId("waits"), counter && counter.status === "open" ? waits(counter) : "");
    motcua.show(byId("waits-line"), byId("waits").textContent !== "");
    motcua.show(byId("training"), view.state.day.training);
    motcua.tell(byId("saying"), saying(counter));
    var number = counter && counter.ticket ? counter.ticket.number : "";
    motcua.put(byId("number"), number);
    motcua.show(byId("number"), number !== "");
    if (number) { motcua.fit(byId("number"), 36, 9); }
    drawFlash(number);
    motcua.mark(document.body, "ready", true);
  }

  function drawFlash(number) {
    var shown = view.calledAt === null ? FLASH_MS : motcua.ticks() - view.calledAt;
    motcua.mark(byId("now"), "lit", number !== "" && shown < FLASH_MS && Math.floor(shown / HALF_FLASH_MS) % 2 === 0);
  }

  function drawAway(away) {
    motcua.show(byId("away"), away);
    if (!away) { return; }
    motcua.tell(byId("away-text"), view.heardAt === null ? words("No connection. Trying again by itself.")
      : words("Connection lost. These numbers are from {time}.", { time: motcua.clock(view.heardAt) }));
  }

  var line = motcua.listen(motcua.page.as, {
    state: onState,
    fact: onFact,
    away: function () { drawAway(true); },
    back: function () { drawAway(false); },
    refused: motcua.shutOut
  });
  motcua.tell(byId("training-text"), words("Training: these numbers do not count"));
  motcua.freshAtNight(line, function () { return !view.state || view.state.day.status !== "open"; });
  draw();
  setInterval(draw, TICK_MS);
}(this));
