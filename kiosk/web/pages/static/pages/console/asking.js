// What an act needs to know first: a reason, a target, which of several numbers. Everything by number keys.
import { make, words } from "../page.js";
import { choose, numpadBack, open } from "../dialogs.js";
import { symbolOf } from "../keyboard.js";
import { toast } from "../toasts.js";
import * as acts from "./acts.js";
import { desk } from "./desk.js";
import { askReason, parkReason } from "./reasons.js";

export async function askPark() {
  const ticket = desk.ticket;
  if (!ticket) return acts.nothingHere();
  const reason = await askReason("park", { title: words("Set {number} aside", { number: ticket.number }), text: words("Why? The person comes back to this counter later.") });
  if (reason && sameTicket(ticket)) await acts.park(reason);
}

/** `2 .`: set aside with the second reason, without asking. */
export function parkTyped(place) {
  const reason = parkReason(place);
  return reason && desk.ticket ? acts.park(reason) : askPark();
}

export async function askPause() {
  const ticket = desk.ticket;
  if (ticket?.state === "called") return acts.onlyCalled(ticket);
  const reason = await askReason("pause", {
    title: words("Pause this counter"),
    text: ticket ? words("{number} will be marked as done first.", { number: ticket.number }) : words("Nobody is called here until you open again."),
  });
  if (reason && (!ticket || (sameTicket(ticket) && await acts.finish()))) await acts.pause(reason);
  return undefined;
}

/** The number at the counter is still the one that the question was about. */
export function sameTicket(ticket) {
  if (desk.ticket?.id === ticket.id) return true;
  toast(words("The number at the counter has changed. Nothing was done."), { kind: "bad" });
  return false;
}

export async function askTransfer() {
  const ticket = desk.ticket;
  if (!ticket) return acts.nothingHere();
  const target = await choose({
    name: "transfer", title: words("Send {number} on", { number: ticket.number }), text: words("To which service or counter?"),
    items: targets(ticket), wide: true,
  });
  if (!target) return undefined;
  const position = await choose({
    name: "position", title: words("{number} to {target}", { number: ticket.number, target: target.name }), text: words("Where in the line? The number stays the same."),
    items: [
      { label: words("By the time of the number"), detail: words("as if it had been there from the start"), value: "arrival" },
      { label: words("To the front"), value: "front" },
      { label: words("To the back"), value: "back" },
    ],
  });
  if (position && sameTicket(ticket)) await acts.transfer(ticket, { ...target.body, position }, target.name);
  return undefined;
}

/** `3 /`: to counter 3, by the time of the number, without asking. */
export async function transferTyped(number) {
  const ticket = desk.ticket;
  if (!ticket) return acts.nothingHere();
  const counter = desk.state.counters.find((one) => one.number === number);
  if (!counter || number === desk.number) toast(words("There is no other counter {number}.", { number }), { kind: "bad", seconds: 4 });
  else await acts.transfer(ticket, { counter: number, position: "arrival" }, counter.name);
  return undefined;
}

function targets(ticket) {
  const services = desk.state.services.filter((service) => service.id !== ticket.service).map((service) => ({
    label: desk.serviceName(service.id), letter: service.prefix, value: { name: desk.serviceName(service.id), body: { service: service.id } },
  }));
  const counters = desk.state.counters.filter((counter) => counter.number !== desk.number).map((counter) => ({
    label: counter.name, detail: counter.clerk?.name ?? words("nobody there now"), value: { name: counter.name, body: { counter: counter.number } },
  }));
  return [...services, ...counters];
}

const digitsOf = (number) => Number(number.replace(/\D/g, ""));

/** Call the number that these digits mean: waiting ones first, then set aside or absent ones. */
export async function callTyped(digits) {
  const wanted = Number(digits);
  const matching = (tickets) => tickets.filter((ticket) => digitsOf(ticket.number) === wanted);
  const waiting = matching(desk.line.waiting);
  const found = waiting.length ? waiting : [...matching(desk.line.parked), ...matching(desk.line.no_show)];
  if (found.length === 0) toast(words("No number {digits} in the line of this counter.", { digits }), { kind: "bad", seconds: 4 });
  else if (found.length === 1) await acts.callNumber(found[0].number);
  else await callOneOf(found, digits);
}

async function callOneOf(found, digits) {
  const number = await choose({
    name: "which", title: words("Which number {digits}?", { digits }), items: found.map((ticket) => ({
      label: ticket.number, detail: desk.serviceName(ticket.service), letter: desk.prefix(ticket.service), value: ticket.number,
      tag: ticket.priority ? words("priority") : null,
    })),
  });
  if (number) await acts.callNumber(number);
}

/** The same with the mouse: write the digits, or take one from the list. */
export async function askNumber() {
  const input = make("input", { class: "input input-number", inputmode: "numeric", maxlength: 6, autocomplete: "off", autofocus: true, "aria-label": words("Number to call") });
  const call = () => dialog.close(input.value.replace(/\D/g, "") || null);
  const dialog = open({
    name: "number", title: words("Call a number"), text: words("Digits are enough: 23 calls A023."), content: [input],
    foot: [numpadBack(() => dialog), make("button", { class: "button button-go", type: "button", onclick: call }, words("Call it"), make("kbd", {}, "Enter"))],
    keys: (symbol) => { if (symbol === "Enter") call(); return symbol === "Enter"; },
  });
  input.addEventListener("keydown", (event) => { if (symbolOf(event) === "-") { event.preventDefault(); dialog.close(null); } });
  const digits = await dialog.closed;
  if (digits) await callTyped(digits);
}
