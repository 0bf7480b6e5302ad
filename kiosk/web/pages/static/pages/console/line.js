// Who waits for this counter, in the order in which they would be called; below, who was set aside and who was absent.
import { fill, format, make, picture, serverNow, words } from "../page.js";
import { choose } from "../dialogs.js";
import * as acts from "./acts.js";
import { desk } from "./desk.js";
import { isOver, lateText, toleranceText } from "./late.js";
import { reasonText } from "./reasons.js";
import { askNote } from "./visit.js";

const MOST_ROWS = 80;

let shown = "";

/** Draws only what has changed: a row must not go away between the press and the release of a mouse button. */
export function drawLine(place) {
  const now = JSON.stringify([desk.line, desk.marked, headline(desk.line.waiting), desk.line.no_show.map(isOver)]);
  if (now === shown) return;
  shown = now;
  const { waiting, parked, no_show: absent } = desk.line;
  const keep = [...place.querySelectorAll(".rows")].map((rows) => rows.scrollTop);
  fill(place,
    section("waiting", headline(waiting), waiting.slice(0, MOST_ROWS).map(waitingRow), waiting.length > MOST_ROWS ? words("… and {n} more", { n: waiting.length - MOST_ROWS }) : null,
      words("Nobody is waiting.")),
    parked.length ? section("parked", words("Set aside: {n}", { n: parked.length }), parked.map(parkedRow)) : null,
    absent.length ? section("no_show", words("Absent: {n}", { n: absent.length }), absent.map(absentRow)) : null);
  place.querySelectorAll(".rows").forEach((rows, at) => { rows.scrollTop = keep[at] ?? 0; });
}

function headline(waiting) {
  if (!waiting.length) return words("Waiting: nobody");
  const longest = format.minutesShort(serverNow() - Math.min(...waiting.map((ticket) => Date.parse(ticket.issued_at))));
  return waiting.length === 1 ? words("Waiting: 1 person · {longest}", { longest }) : words("Waiting: {n} people · longest {longest}", { n: waiting.length, longest });
}

function section(name, title, rows, tail = null, empty = null) {
  return make("section", { class: `part part-${name}` }, make("h2", {}, title),
    make("div", { class: "rows", "data-rows": name }, rows.length ? rows : make("p", { class: "rows-empty" }, empty), tail ? make("p", { class: "rows-empty" }, tail) : null));
}

/** A row; a click (or Space on a marked one) shows what can be done with the number. */
function row(ticket, middle, end) {
  return make("div", { class: `row ${desk.marked === ticket.id ? "is-marked" : ""}`, "data-ticket": ticket.id, onclick: () => void openTicket(ticket) },
    make("b", { class: `ink-${desk.prefix(ticket.service)}` }, ticket.number), make("span", { class: "row-what" }, middle, noted(ticket)),
    ticket.priority && ticket.state === "waiting" ? make("span", { class: "tag tag-warn" }, words("priority")) : make("span"), end);
}

function noted(ticket) {
  const note = desk.note(ticket);
  return note && make("small", { class: "row-note", title: note.text }, picture("note", 14), note.text);
}

const waitingRow = (ticket) => row(ticket, desk.serviceName(ticket.service),
  make("span", { class: "row-time", "data-issued": Date.parse(ticket.issued_at) }, format.minutesShort(serverNow() - Date.parse(ticket.issued_at))));

function back(ticket) {
  return make("button", {
    class: "button button-small", type: "button", tabindex: -1, title: words("Back into the line"),
    onclick: (event) => { event.stopPropagation(); void acts.bringBack(ticket); },
  }, words("Return it"));
}

const parkedRow = (ticket) => row(ticket, ticket.park_reason ? reasonText(ticket.park_reason) : desk.serviceName(ticket.service), back(ticket));
const absentRow = (ticket) => row(ticket, toleranceText(ticket), isOver(ticket) ? make("span", { class: "tag" }, words("too late")) : back(ticket));

/** Everybody of this counter's line who is not at the counter. */
export const everybody = () => [...desk.line.waiting, ...desk.line.parked, ...desk.line.no_show];

const allShown = () => [...desk.line.waiting.slice(0, MOST_ROWS), ...desk.line.parked, ...desk.line.no_show];

/** Mark the next or the previous row. */
export function markNext(step) {
  const ids = allShown().map((ticket) => ticket.id);
  if (!ids.length) return;
  const at = ids.indexOf(desk.marked);
  const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length;
  desk.set({ marked: ids[next] });
  document.querySelector(`[data-ticket="${ids[next]}"]`)?.scrollIntoView({ block: "nearest" });
}

export function openMarked() {
  const ticket = allShown().find((one) => one.id === desk.marked);
  if (ticket) void openTicket(ticket);
}

/** What can be done with a number that is not at the counter. */
export async function openTicket(ticket) {
  const run = await choose({ name: "ticket", title: ticket.number, text: about(ticket), items: possible(ticket) });
  desk.set({ marked: null });
  if (run) await run();
}

const about = (ticket) => [desk.serviceName(ticket.service), words("taken at {time}", { time: format.clock(ticket.issued_at) }),
  ticket.priority ? words("priority") : null, ticket.park_reason ? reasonText(ticket.park_reason) : null, ticket.late ? lateText(ticket) : null].filter(Boolean).join(" · ");

function possible(ticket) {
  const over = isOver(ticket);
  const why = over ? words("Too late: please give a new number.") : null;
  const call = { label: words("Call this number now"), detail: why, disabled: over, value: () => acts.callNumber(ticket.number) };
  const again = { label: words("Print the slip again"), value: () => acts.reprint(ticket) };
  const note = { label: ticket.noted ? words("Change the note") : words("Write a note"), value: () => askNote(ticket) };
  if (ticket.state !== "waiting") return [call, { label: words("Back into the line"), detail: why, disabled: over, value: () => acts.bringBack(ticket) }, again, note];
  return [
    call,
    ticket.priority ? { label: words("Take the priority away"), value: () => acts.setPriority(ticket, false) } : { label: words("Give priority"), value: () => acts.setPriority(ticket, true) },
    again,
    { label: words("Cancel this number"), detail: words("The person has left."), value: () => acts.cancel(ticket) },
    note,
  ];
}
