// Draws the console from what `desk` knows. Every part is drawn again as a whole except the keys, which stay the same
// elements, so that a pressed key does not jump.
import { fill, format, make, page, picture, serverNow, words } from "../page.js";
import { desk } from "./desk.js";
import { drawKeys } from "./keypad.js";
import { drawLine } from "./line.js";
import { drawFoot } from "./foot.js";
import { drawStrip } from "./strip.js";
import { bands } from "./bands.js";
import { reasonText } from "./reasons.js";
import { visitKeys, visitLine } from "./visit.js";

const place = (id) => document.getElementById(id);
const before = { current: "", figures: "" };

export function drawAll() {
  drawHead();
  fill(place("bands"), bands());
  drawCurrent();
  drawKeys(place("keys"));
  drawStrip(place("strip"));
  drawFigures();
  drawLine(place("line"));
  drawFoot(place("foot"));
  drawTitle();
}

/** What changes with the clock alone. */
export function drawTimes() {
  place("clock").textContent = format.clock(serverNow());
  const running = place("running");
  if (running) running.textContent = format.running(serverNow() - Number(running.dataset.since));
  for (const wait of document.querySelectorAll("[data-issued]")) wait.textContent = format.minutesShort(serverNow() - Number(wait.dataset.issued));
  drawKeys(place("keys"));
  drawStrip(place("strip"));
  drawLine(place("line"));
}

function drawHead() {
  const counter = desk.counter;
  place("counter-name").textContent = counter?.name ?? "";
  const services = (counter?.services ?? []).map((id) => desk.serviceName(id)).join(", ");
  place("counter-who").textContent = [page.person.name, services].filter(Boolean).join(" · ");
  const [state, text] = condition(counter);
  place("status").dataset.state = state;
  place("status-text").textContent = text;
  place("clock").textContent = format.clock(serverNow());
}

function condition(counter) {
  if (!desk.connected) return ["lost", words("No connection")];
  if (!desk.dayOpen) return ["closed", words("Day closed")];
  if (counter?.status === "paused") return ["paused", words("Paused")];
  return counter?.status === "open" ? ["open", words("Counter open")] : ["closed", words("Counter closed")];
}

function drawCurrent() {
  const ticket = desk.ticket;
  place("now").dataset.state = ticket?.state ?? (desk.paused ? "paused" : "empty");
  const shown = JSON.stringify([ticket, ticket && desk.note(ticket), desk.paused, desk.dayOpen, desk.line.waiting.length, desk.ownServices.length]);
  if (before.current === shown) return; // a button that is being pressed stays the same element
  before.current = shown;
  fill(place("current"), ticket ? whoIsHere(ticket) : nobodyHere());
}

function whoIsHere(ticket) {
  const serving = ticket.state === "serving";
  const since = Date.parse((serving && ticket.started_at) || ticket.called_at);
  return [
    make("div", { class: "current-top" },
      make("div", { class: `current-number ink-${desk.prefix(ticket.service)}`, id: "number" }, ticket.number),
      make("div", { class: "current-state" },
        make("div", { class: `current-word ${serving ? "is-serving" : "is-called"}` }, serving ? words("Being served") : words("Being called")),
        make("div", { class: "current-time", id: "running", "data-since": since }, format.running(serverNow() - since))),
      make("div", { class: "current-side" }, ticket.priority && make("div", { class: "priority-mark" }, picture("priority", 28), words("Priority person")), visitKeys(ticket))),
    make("p", { class: "current-what" }, make("span", { class: "current-service" }, desk.serviceName(ticket.service)), " · ", facts(ticket).join(" · "), because(ticket)),
    visitLine(ticket),
  ];
}

function facts(ticket) {
  const issued = Date.parse(ticket.issued_at);
  const calls = ticket.calls === 1 ? words("called once") : words("called {n} times", { n: ticket.calls });
  return [
    words("taken at {time}", { time: format.clock(issued) }),
    words("waited {time}", { time: format.minutes(Date.parse(ticket.called_at) - issued) }), calls,
  ];
}

const REASONS = {
  oldest: () => words("because of the longest wait"), priority: () => words("because of priority"),
  returned: () => words("because back in the line"), by_number: () => words("called by its number"),
};

function because(ticket) {
  const reason = REASONS[ticket.called_because];
  return reason ? [" · ", make("b", {}, reason())] : null;
}

function nobodyHere() {
  const waiting = desk.line.waiting.length;
  const [title, text] = !desk.dayOpen ? [words("No working day now"), words("Nothing is called until the day is open.")] : desk.paused ? [words("Paused"), desk.counter.pause_reason ? reasonText(desk.counter.pause_reason) : words("Nobody is called to this counter.")]
    : !desk.ownServices.length ? [words("This counter serves nothing"), words("Please ask the head of the office to give it a service.")]
    : waiting ? [words("The counter is free"), words("Enter calls the next person.")]
      : [words("Nobody is waiting"), words("You will hear a sound when somebody takes a number.")];
  return [make("div", { class: "current-empty" }, picture(!desk.dayOpen ? "clock" : desk.paused ? "pause" : waiting ? "people" : "check", 72),
    make("div", {}, make("b", {}, title), make("p", {}, text)))];
}

function drawFigures() {
  const { served, mean_ms: mean, parked, no_show: absent } = desk.figures;
  const figure = (name, value, label) => make("span", { class: "figure", "data-figure": name }, label, make("b", {}, value));
  const shown = JSON.stringify(desk.figures);
  if (before.figures === shown) return;
  before.figures = shown;
  fill(place("figures"),
    figure("served", format.number(served), words("Served")),
    figure("mean", mean === null ? "–" : words("{n} min", { n: format.number(mean / 60000, 1) }), words("Mean time")),
    figure("parked", format.number(parked), words("Parked now")),
    figure("no_show", format.number(absent), words("Absent")));
}

function drawTitle() {
  const waiting = desk.line.waiting.length;
  document.title = `${waiting ? `(${waiting}) ` : ""}${desk.ticket ? `${desk.ticket.number} · ` : ""}${desk.counter?.name ?? ""}`;
}
