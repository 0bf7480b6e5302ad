// Facts of the journal as sentences, and the drawing that stands beside each.
import { format, page, words } from "../pages/page.js";
import { named } from "./forms.js";

const services = new Map((page.data.services ?? []).map((one) => [one.id, one]));
const people = new Map((page.data.people ?? []).map((one) => [one.id, one.name]));
const service = (id) => (services.has(id) ? named(services.get(id)) : id ?? "");
const person = (subject) => { const id = subject.split(":")[1]; return people.get(id) ?? id; };
const place = (subject) => subject.split(":")[1];

const SENTENCES = {
  "ticket.issued": (f) => words("Number {number} was given ({service})", { number: f.number, service: service(f.service) }),
  "ticket.called": (f) => words("{number} was called to counter {counter}", f),
  "ticket.recalled": (f) => words("{number} was called again at counter {counter}", f),
  "ticket.started": (f) => words("{number} came to counter {counter}", f),
  "ticket.continued": (f) => words("{number} went on with {service} at counter {counter}", { number: f.number, counter: f.counter, service: service(f.service) }),
  "ticket.finished": (f) => words("{number} was served at counter {counter}", f),
  "ticket.no_show": (f) => words("{number} did not come to counter {counter}", f),
  "ticket.parked": (f) => words("{number} was parked", f),
  "ticket.transferred": (f) => words("{number} was sent on to {service}", { number: f.number, service: service(f.service) }),
  "ticket.returned": (f) => words("{number} came back into the line", f),
  "ticket.cancelled": (f) => words("{number} was cancelled", f),
  "ticket.expired": (f) => words("{number} lapsed at the end of the day", f),
  "ticket.prioritised": (f) => (f.priority ? words("{number} was given priority", f) : words("{number} lost its priority", f)),
  "ticket.noted": (f) => (f.text ? words("A note was written about {number}", f) : words("The note about {number} was taken away", f)),
  "ticket.times_marked": (f) => (f.inexact ? words("The times of {number} were marked as wrong", f) : words("The times of {number} count again", f)),
  "ticket.undone": (f) => words("The last act on {number} was taken back", f),
  "ticket.entered_by_hand": (f) => words("{number}, written by hand, was entered", f),
  "ticket.reprint_asked": (f) => words("{number} was printed again", f),
  "counter.opened": (f, s) => words("Counter {n} was opened", { n: f.counter ?? place(s) }),
  "counter.closed": (f, s) => words("Counter {n} was closed", { n: f.counter ?? place(s) }),
  "counter.taken_over": (f, s) => words("Counter {n} was taken over on another screen", { n: f.counter ?? place(s) }),
  "counter.paused": (f, s) => words("Counter {n} paused: {reason}", { n: f.counter ?? place(s), reason: f.reason ?? "" }),
  "counter.resumed": (f, s) => words("Counter {n} went on", { n: f.counter ?? place(s) }),
  "person.added": (f) => words("{name} was added", f),
  "person.changed": (f, s) => words("The particulars of {name} were changed", { name: f.name ?? person(s) }),
  "person.pin_reset": (f, s) => words("{name} got a new PIN", { name: person(s) }),
  "person.disabled": (f, s) => words("{name} was switched off", { name: f.name ?? person(s) }),
  "person.enabled": (f, s) => words("{name} was switched on again", { name: f.name ?? person(s) }),
  "sign_in.locked": (f) => words("Too many wrong PINs for {name} from {address}: locked for {minutes} minutes", { name: people.get(f.clerk) ?? f.clerk, address: f.address, minutes: f.minutes }),
  "service.added": (f, s) => words("The service {name} was added", { name: f.name ?? service(place(s)) }),
  "service.changed": (f, s) => changed(f, s),
  "service.retired": (f, s) => words("The service {name} was removed", { name: service(place(s)) }),
  "desk.added": (f) => words("{name} was added", f),
  "desk.changed": (f) => words("{name} was changed", f),
  "desk.retired": (f, s) => words("Counter {n} was removed", { n: place(s) }),
  "paper.changed": () => words("Put a new roll into the printer"),
  "setting.changed": (f) => setting(f.key),
  "recording.kept": (f) => words("The clip {clip} of the voice {voice} was recorded", f),
  "recording.dropped": (f) => words("The recording of the clip {clip} of the voice {voice} was taken away", f),
  "announcement.asked": () => words("An announcement was started"),
  "office.imported": () => words("An office's file was read in"),
  "procedures.imported": (f) => words("Procedures were read in: {new} new, {changed} changed, {repealed} repealed", f),
  "procedure.changed": (f, s) => words("The procedure {code} was changed", { code: f.code ?? place(s) }),
  "procedure.repealed": (f, s) => words("The end of the procedure {code} was set or taken back", { code: f.code ?? place(s) }),
  "synonyms.changed": () => words("The everyday words of the search were changed"),
  "content.saved": (f) => words("The information page “{title}” was written", f),
  "content.ordered": () => words("The information pages were put into another order"),
  "content.removed": (f, s) => words("The information page {name} was removed", { name: f.title ?? f.slug ?? place(s) }),
  "text.erased": () => words("A text was erased"),
  "config.applied": (f) => words("{what} from the tier above came into force (version {version})", { what: fromAbove(f.name), version: f.version }),
  "config.refused": (f) => words("{what} from the tier above could not be used: {why}", { what: fromAbove(f.name), why: f.why }),
  "command.settled": (f) => words("The tier above asked for {what}: {outcome}", { what: commanded(f.name), outcome: [OUTCOMES[f.outcome]?.() ?? f.outcome, f.detail].filter(Boolean).join(", ") }),
  "screen.restart_asked": (f) => words("The screen {screen} was asked to start again", f),
  "device.added": (f) => words("A token was made for {name}", f),
  "device.revoked": (f, s) => words("The token {id} was revoked", { id: place(s) }),
  "day.opened": () => words("The working day was opened"),
  "day.closed": () => words("The working day was closed"),
  "day.training": (f) => (f.on ?? f.training ? words("Training mode began") : words("Training mode ended")),
  "clock.suspect": () => words("The machine's clock became doubtful"),
  "clock.set": (f) => words("The machine's clock was set; before it said {at}", { at: `${format.clock(new Date(f.was).toISOString())} ${format.day(new Date(f.was).toISOString())}` }),
  "machine.asked": (f) => ({ "power-off": words("The machine was asked to switch off"), restart: words("The machine was asked to restart"), "restart-windows": words("The screens were asked to start again") })[f.what] ?? f.what,
  "clock.trusted": () => words("The machine's clock was confirmed"),
  "stream.begun": () => words("A new journal began"),
  "stream.refilled": (f) => [words("The tier above gave back {entries} entries; {tickets} numbers, of which {waiting} wait", { entries: format.number(f.last - f.first + 1), tickets: format.number(f.tickets), waiting: format.number(f.waiting) }), f.lost ? words("{n} entries are lost", { n: format.number(f.lost) }) : null, f.house ? words("please check services, people and settings: {n} changes did not come back", { n: format.number(f.house) }) : null].filter(Boolean).join("; "),
  "stream.refill_refused": () => words("What the tier above gave back does not fit this office's journal and was not used"),
  "database.restored": ({ copy }) => (copy ? words("The data came back from a copy") : words("The data began anew: there was no copy")),
};

function changed(f, s) {
  const name = f.name ?? service(place(s));
  if (f.switched_on === true) return words("The service {name} was switched on", { name });
  if (f.switched_on === false) return words("The service {name} was switched off", { name });
  return words("The service {name} was changed", { name });
}

const OUTCOMES = { done: () => words("done"), refused: () => words("refused"), failed: () => words("failed") };

export function fromAbove(name) {
  const said = { notices: () => words("Notices"), opening: () => words("Special days"), "ticket-80": () => words("A ticket template"), "ticket-58": () => words("A ticket template"), procedures: () => words("Procedures") };
  return (said[name] ?? (() => name))();
}

function commanded(name) {
  const said = { restart_screen: () => words("the restart of a screen"), test_page: () => words("a test page"), send_logs: () => words("the log") };
  return (said[name] ?? (() => name))();
}

function setting(key) {
  const said = {
    names: () => words("The office's name or address was changed"), notices: () => words("The notices were changed"), leaders: () => words("The leaders were changed"), weekly: () => words("The opening hours were changed"),
    days: () => words("The special days were changed"), margins: () => words("The time for giving numbers was changed"),
    calling: () => words("The order of calling was changed"), rating: () => words("The rating was changed"), order: () => words("The order of the services was changed"),
    voice: () => words("The hall voice was changed"), reasons: () => words("The reasons for pauses and for setting aside were changed"), template: () => words("The template of a slip was changed"),
    suggestions: () => words("The suggestion box was changed"), dossier: () => words("The way to the progress of dossiers was changed"),
  };
  return (said[key] ?? (() => words("A setting was changed")))();
}

export const sentenceOf = (deed) => (SENTENCES[deed.kind] ?? (() => deed.kind))(deed.fact, deed.subject);

export function drawingOf(kind) {
  const [group] = kind.split(".");
  return { ticket: "paper", counter: "counter", person: "person", sign_in: "warning", service: "settings", desk: "settings", setting: "settings", procedure: "paper", procedures: "paper", synonyms: "settings", content: "settings", recording: "settings", announcement: "device", office: "settings", device: "device", config: "settings", command: "settings", screen: "device", day: "calendar", clock: "calendar", stream: "calendar" }[group] ?? "list";
}

export function doerOf(deed) {
  if (deed.name) return deed.name;
  const [kind, id] = deed.by.split(":");
  if (kind === "system") return words("by itself");
  if (kind === "operator") return words("at the command line");
  if (kind === "district") return words("the tier above");
  return id ? `${kind} ${id}` : words("unknown");
}
