// One visit, more than one errand: a further service under the same number, a note, and times that nobody should
// believe. What the panel says of it, and what it asks.
import { format, make, picture, words } from "../page.js";
import { choose, open, cancelButton } from "../dialogs.js";
import * as acts from "./acts.js";
import { sameTicket } from "./asking.js";
import { desk } from "./desk.js";

const LONGEST_NOTE = 200;

/** Under the number, when there is anything: services that are done, the note, the mark. */
export function visitLine(ticket) {
  const note = desk.note(ticket);
  if (!ticket.parts.length && !ticket.inexact && !note) return null;
  return make("div", { class: "visit" },
    ticket.parts.map((part) => make("span", { class: "tag visit-part" }, picture("check", 14), `${desk.serviceName(part.service)} ${format.running(part.served_ms)}`)),
    ticket.inexact ? make("span", { class: "tag tag-warn", "data-inexact": true }, words("times not exact")) : null,
    note ? make("span", { class: "visit-note", title: note.text }, picture("note", 18), note.text) : null);
}

/** The keys beside the number. */
export const visitKeys = (ticket) => make("div", { class: "visit-keys" },
  key("go_on", words("Another service"), "F3"), key("note", words("Note"), "F4"));

const key = (name, label, cap) => make("button", { class: "button button-small", type: "button", "data-act": name }, label, make("kbd", {}, cap));

export async function askGoOn() {
  const ticket = desk.ticket;
  if (!ticket) return acts.nothingHere();
  const service = await choose({
    name: "go-on", title: words("{number} needs something more", { number: ticket.number }), text: words("The present service ends, the next one begins, with the same number."), wide: true,
    items: desk.ownServices.map((one) => ({
      label: desk.serviceName(one.id), letter: one.prefix, value: one.id, detail: one.id === ticket.service ? words("once more the same") : null,
    })),
  });
  if (service && sameTicket(ticket)) await acts.goOn(service, desk.serviceName(service));
  return undefined;
}

/** Ask for the few words; nothing written takes an old note away. */
export async function askNote(ticket = desk.ticket) {
  if (!ticket) return acts.nothingHere();
  const before = desk.note(ticket)?.text ?? "";
  const input = make("input", { class: "input", type: "text", maxlength: LONGEST_NOTE, autofocus: true, autocomplete: "off", value: before, "aria-label": words("Note") });
  const save = () => dialog.close(input.value.trim());
  const dialog = open({
    name: "note", title: words("A note for {number}", { number: ticket.number }),
    text: words("For the clerks only. No names, no numbers of identity cards or telephones."), content: [input],
    foot: [cancelButton(() => dialog), make("button", { class: "button button-go", type: "button", onclick: save }, words("Save"), make("kbd", {}, "Enter"))],
    keys: (symbol) => { if (symbol === "Enter") save(); return symbol === "Enter"; },
  });
  input.select();
  const text = await dialog.closed;
  if (text !== null && text !== before) await acts.note(ticket, text);
  return undefined;
}

/** What can be done afterwards with a visit of today: for the menu and for the own day. */
export function afterwards(ticket) {
  const item = (label, run, enabled) => ({ label, value: run, disabled: !enabled });
  return [
    item(ticket?.noted ? words("Change the note") : words("Write a note"), () => askNote(ticket), ticket),
    ticket?.inexact ? item(words("The times are exact after all"), () => acts.markTimes(ticket, false), true)
      : { ...item(words("The times are not exact"), () => acts.markTimes(ticket, true), ticket?.called_at), detail: words("A key was forgotten: they are left out of the averages.") },
  ];
}
