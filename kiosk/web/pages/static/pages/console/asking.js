// What an act needs to know first: a reason, a target, which of several numbers. Everything by number keys.
import { fill, make, page, words } from "../page.js";
import { choose, open, cancelButton } from "../dialogs.js";
import { signOut } from "../shell.js";
import { get, NoAnswer, Problem } from "../call.js";
import { toast } from "../toasts.js";
import * as acts from "./acts.js";
import { desk } from "./desk.js";

const PARK_REASONS = () => [
  words("Missing papers"), words("Making copies"), words("Paying the fee"), words("Waiting for a signature"), words("Filling in a form"),
];
const PAUSE_REASONS = () => [
  words("Short break"), words("Meeting"), words("Working on files"), words("Machine or network trouble"), words("Lunch break"),
];
const other = () => ({ label: words("Another reason…"), placeholder: words("Write the reason and press Enter") });
const plain = (labels) => labels.map((label) => ({ label, value: label }));

export async function askPark() {
  const ticket = desk.ticket;
  if (!ticket) return acts.nothingHere();
  const reason = await choose({
    name: "park", title: words("Set {number} aside", { number: ticket.number }), text: words("Why? The person comes back to this counter later."),
    items: plain(PARK_REASONS()), other: other(),
  });
  if (reason && sameTicket(ticket)) await acts.park(reason);
}

export async function askPause() {
  const ticket = desk.ticket;
  if (ticket?.state === "called") {
    toast(words("{number} has been called: start, mark absent or set aside first.", { number: ticket.number }), { kind: "bad" });
    return;
  }
  const reason = await choose({
    name: "pause", title: words("Pause this counter"), items: plain(PAUSE_REASONS()), other: other(),
    text: ticket ? words("{number} will be marked as done first.", { number: ticket.number }) : words("Nobody is called here until you open again."),
  });
  if (!reason) return;
  if (ticket && !(sameTicket(ticket) && await acts.finish())) return;
  await acts.pause(reason);
}

/** The number at the counter is still the one that the question was about. */
function sameTicket(ticket) {
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
  const call = () => { const digits = input.value.replace(/\D/g, ""); if (digits) dialog.close(digits); };
  const dialog = open({
    name: "number", title: words("Call a number"), text: words("Digits are enough: 23 calls A023."), content: [input],
    foot: [cancelButton(() => dialog), make("button", { class: "button button-go", type: "button", onclick: call }, words("Call it"), make("kbd", {}, "Enter"))],
    keys: (symbol) => { if (symbol === "Enter") call(); return symbol === "Enter"; },
  });
  const digits = await dialog.closed;
  if (digits) await callTyped(digits);
}

export async function askWalkIn() {
  const wish = { priority: false };
  const tick = make("input", { type: "checkbox", tabindex: -1, onchange: () => { wish.priority = tick.checked; } });
  const flip = () => { tick.checked = !tick.checked; wish.priority = tick.checked; };
  const service = await choose({
    name: "walk-in", title: words("A number for somebody here"), text: words("Which service?"), wide: true,
    above: [make("label", { class: "check priority-check" }, tick, words("Priority"), make("kbd", {}, "+"))],
    items: desk.state.services.map((one) => ({
      label: desk.serviceName(one.id), letter: one.prefix, value: one.id,
      detail: one.waiting === 1 ? words("1 person waiting") : words("{n} people waiting", { n: one.waiting }), tag: one.open ? null : words("closed now"),
    })),
    more: (symbol) => { if (symbol === "+") flip(); return symbol === "+"; },
  });
  if (!service) return;
  const ticket = await acts.issue(service, wish.priority);
  if (ticket) { void desk.refresh(); await showIssued(ticket); }
}

const PRINT_WORDS = {
  queued: () => words("The slip is being printed…"), printed: () => words("The slip is printed."), accepted: () => words("The slip was sent to the printer."),
  failed: () => words("The slip could not be printed. Please write the number down for the person."),
  unknown: () => words("The printer does not answer. Please check the slip."), off: () => words("No printer. Please write the number down for the person."),
};
const STILL_MS = [700, 1200, 2000, 4000];

/** The number large, to be read out; goes away by itself. */
async function showIssued(ticket) {
  const slip = make("p", { class: "slip-state" });
  const draw = (print) => { slip.dataset.state = print.state; fill(slip, (PRINT_WORDS[print.state] ?? PRINT_WORDS.queued)()); };
  const close = make("button", { class: "button button-go", type: "button", onclick: () => dialog.close(null) }, words("Close"), make("kbd", {}, "Enter"));
  const ahead = ticket.ahead === null ? null : ticket.ahead === 1 ? words("1 person ahead") : words("{n} people ahead", { n: ticket.ahead });
  draw(ticket.print);
  const dialog = open({
    name: "issued", title: words("The number is"), content: [
      make("div", { class: `issued-number ink-${desk.prefix(ticket.service)}` }, ticket.number),
      make("p", { class: "issued-what" }, [desk.serviceName(ticket.service), ticket.priority ? words("priority") : null, ahead].filter(Boolean).join(" · ")), slip,
    ],
    foot: [close], keys: (symbol) => { if (symbol === "Enter") dialog.close(null); return symbol === "Enter"; },
  });
  const timer = setTimeout(() => dialog.close(null), 20000);
  void followPrint(ticket, draw, dialog);
  await dialog.closed;
  clearTimeout(timer);
}

async function followPrint(ticket, draw, dialog) {
  let open = true;
  void dialog.closed.then(() => { open = false; });
  for (const pause of STILL_MS) {
    await new Promise((done) => setTimeout(done, pause));
    if (!open) return;
    const now = await get(`/api/v1/tickets/${ticket.id}`, { tries: 1 }).catch(() => null);
    if (!now) continue;
    draw(now.print);
    if (now.print.state !== "queued") return;
  }
}

/** The one act that asks. A clerk leaves the counter; the head may also close the day of the whole office. */
export async function askEnd() {
  const ticket = desk.ticket;
  const blocked = ticket?.state === "called";
  const items = blocked ? [] : [{
    label: ticket ? words("{number} is done, close {counter} and sign out", { number: ticket.number, counter: desk.counter.name })
      : words("Close {counter} and sign out", { counter: desk.counter.name }), value: "leave",
  }];
  if (page.person.role === "head" && !ticket) {
    items.push({ label: words("Close the day for the whole office"), detail: words("Everybody still waiting is sent home."), value: "day" });
  }
  const { served, parked, no_show: absent } = desk.figures;
  const choice = await choose({
    name: "end", title: words("End the working day?"), items,
    text: blocked ? words("{number} has been called: start, mark absent or set aside first.", { number: ticket.number })
      : words("Today at this counter: {served} served, {parked} set aside, {absent} absent.", { served, parked, absent }),
  });
  if (choice === "leave") await leave(ticket);
  if (choice === "day" && await acts.closeDay()) toast(words("The day is closed."), { kind: "good" });
}

async function leave(ticket) {
  if (ticket && !(sameTicket(ticket) && await acts.finish())) return;
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    toast(error.message, { kind: "bad" });
  }
}
