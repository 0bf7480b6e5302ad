// The rating tablet: the line to the office, the visit, the views and the presses, put together.
import { watchKeys } from "./keys.js";
import { onlyTaps, watchPresses } from "./pressing.js";
import { post } from "./sending.js";
import { build, hasBar, keyOf, who } from "./views.js";
import { Visit } from "./visit.js";
import { currentLanguage, make, page, speak, words } from "./wording.js";

const TICK_MS = 250;
const TRY_FOR_MS = 15000;
const LANGUAGE_KEPT_MS = 30000;
const COUNTDOWN_FROM_S = 10;
const OLD_MS = 6 * 3600 * 1000;
const LOOK_AT_AGE_MS = 5 * 60000;

const byId = (id) => document.getElementById(id);
const line = { listening: null };
const visit = new Visit(page.counter, page.low, () => line.listening?.now() ?? Date.now());
const drawn = { key: "", bar: null, strip: null, painted: null, chosen: null, touched: -Infinity, ticket: null };

// --- drawing

function draw() {
  const now = performance.now();
  const unsent = visit.lapse(now);
  if (unsent) void post(`/api/v1/tickets/${unsent.ticket}/rating/reasons`, { reasons: unsent.reasons }, TRY_FOR_MS);
  const view = visit.view(now);
  backToUsualLanguage(view, now);
  drawFrame(view);
  const key = keyOf(view, visit.counter, currentLanguage());
  if (key !== drawn.key) begin(view, key);
  touchUp(view, now);
}

/** Each person is met in the office's own language. */
function backToUsualLanguage(view, now) {
  const ticket = view.ticket ?? view.window?.ticket ?? null;
  const another = ticket !== drawn.ticket && !(drawn.ticket === null && now - drawn.touched < LANGUAGE_KEPT_MS);
  if ((another || (ticket === null && now - drawn.touched > LANGUAGE_KEPT_MS)) && !visit.sending) speak();
  drawn.ticket = ticket;
}

function drawFrame(view) {
  const counter = visit.counter;
  const bar = hasBar(view) && counter ? JSON.stringify([counter.clerk, counter.number, currentLanguage()]) : "";
  if (bar !== drawn.bar) {
    drawn.bar = bar;
    byId("who").replaceChildren(...(bar ? who(counter).filter(Boolean) : []));
    byId("who").hidden = !bar;
  }
  drawStrip(view);
  byId("training").hidden = !visit.state?.day.training;
  byId("training").textContent = words("Training: nothing here counts");
  byId("lost").hidden = !visit.away;
  byId("lost-text").textContent = words("Connection lost. It will come back by itself.");
}

/** While somebody still rates, the next number stands in a strip above the faces. */
function drawStrip(view) {
  const number = ["faces", "thanks", "reasons"].includes(view.name) ? visit.nextNumber : null;
  const key = `${number}|${currentLanguage()}`;
  if (key === drawn.strip) return;
  drawn.strip = key;
  byId("strip").hidden = !number;
  byId("strip").replaceChildren(...(number ? [make("span", {}, words("Next number")), make("b", {}, number), make("span", {}, words("please come to counter {n}", { n: page.counter }))] : []));
}

function begin(view, key) {
  drawn.key = key;
  drawn.painted = null;
  const shown = build(view, visit.counter);
  byId("view").replaceChildren(shown);
  document.body.dataset.view = view.name;
  document.body.dataset.painted = "no";
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (drawn.key !== key) return;
    drawn.painted = performance.now();
    document.body.dataset.painted = "yes";
  }));
}

function touchUp(view, now) {
  const shown = byId("view").firstElementChild;
  shown.classList.toggle("is-sending", Boolean(visit.sending));
  for (const control of shown.querySelectorAll("[data-level]")) {
    const chosen = visit.sending ? visit.sending.level === Number(control.dataset.level) : view.level === Number(control.dataset.level);
    control.classList.toggle("is-chosen", chosen);
  }
  byId("changing")?.classList.toggle("is-over", !view.mayChange);
  for (const control of byId("changing")?.querySelectorAll("[data-press]") ?? []) control.disabled = !view.mayChange;
  const left = byId("left");
  if (left) left.textContent = countdown(view, now);
}

function countdown(view, now) {
  const ms = view.name === "faces" ? Date.parse(view.window.closes_at) - visit.clock() : view.ends - now;
  const seconds = Math.ceil(ms / 1000);
  return seconds > 0 && seconds <= COUNTDOWN_FROM_S ? words("Closes by itself in {n} s", { n: seconds }) : "";
}

// --- pressing

const PRESSED = {
  language: (control) => speak(control.dataset.code),
  level: (control, channel) => rate(Number(control.dataset.level), channel),
  decline,
  reason: pick,
  tell: () => tell([...visit.given.picked]),
  skip: () => visit.told(performance.now()),
};

/** `channel`: tablet for a finger, box for a key. */
function onPress(control, channel = "tablet") {
  drawn.touched = performance.now();
  if (visit.sending) return;
  PRESSED[control.dataset.press](control, channel);
  draw();
}

/** How long the faces had really been there, in ms; 0 before they were painted. */
const age = () => (drawn.painted === null ? 0 : Math.max(0, Math.round(performance.now() - drawn.painted)));

function rate(level, channel) {
  const view = visit.view(performance.now());
  if (!view.window || level === view.level) return;
  const ticket = view.window.ticket;
  const body = { level, channel, question: view.question.id, ...(view.name === "faces" && { age_ms: age() }) };
  visit.send(view, level);
  void post(`/api/v1/tickets/${ticket}/rating`, body, TRY_FOR_MS).then((answer) => settle(answer));
}

function settle({ ok, code, status, body }) {
  if (status === 401) location.reload();
  if (ok) visit.taken(body, performance.now());
  else visit.notTaken(code, performance.now());
  draw();
}

function decline() {
  const view = visit.view(performance.now());
  if (view.name !== "faces") return;
  visit.send(view, null);
  void post(`/api/v1/tickets/${view.window.ticket}/rating/decline`, {}, TRY_FOR_MS).then((answer) => settle(answer));
}

function pick(control) {
  const picked = visit.given.picked;
  const reason = control.dataset.reason;
  if (!picked.delete(reason)) picked.add(reason);
  control.setAttribute("aria-pressed", String(picked.has(reason)));
  document.querySelector('[data-press="tell"]').disabled = picked.size === 0;
}

function tell(reasons) {
  void post(`/api/v1/tickets/${visit.given.window.ticket}/rating/reasons`, { reasons }, TRY_FOR_MS);
  visit.told(performance.now());
}

// --- beginning

/** After work a page of the morning starts anew, when it can be had: an update of the office reaches the tablet so. */
async function startAnewWhenOld() {
  if (performance.now() < OLD_MS || visit.away || visit.view(performance.now()).name !== "closed") return;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

watchPresses(document.body, onPress);
watchKeys(document.body, onPress);
onlyTaps(document.body);
line.listening = globalThis.motcua.listen(page.as, {
  state(state) { visit.hearState(state); draw(); },
  fact(fact) {
    if (fact.kind === "screen.restart_asked" && fact.fact.screen === `rate:${page.counter}`) { location.reload(); return; }
    if (visit.hearFact(fact)) draw();
  },
  away() { visit.away = true; draw(); },
  back() { visit.away = false; draw(); },
  refused() { location.reload(); },
});
draw();
setInterval(draw, TICK_MS);
setInterval(startAnewWhenOld, LOOK_AT_AGE_MS);
