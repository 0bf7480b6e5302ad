// The end of the day, the one act that asks. It shows what stays behind: who is still at a counter, and which services
// nobody serves any more.
import { make, page, picture, words } from "../page.js";
import { choose } from "../dialogs.js";
import { signOut } from "../shell.js";
import { NoAnswer, Problem } from "../call.js";
import { toast } from "../toasts.js";
import * as acts from "./acts.js";
import { sameTicket } from "./asking.js";
import { desk } from "./desk.js";

/** Whoever answers faster has not read the question: a sleeve on the keys closes no counter. */
const READ_MS = 500;

/** A clerk leaves the counter; the head may also close the day of the whole office. */
export async function askEnd() {
  const ticket = desk.ticket;
  const { served, parked, no_show: absent } = desk.figures;
  const choice = await choose({
    name: "end", calm: READ_MS, title: words("End the working day?"), items: [...leaving(ticket), ...closing()],
    text: words("Today at this counter: {served} served, {parked} set aside, {absent} absent.", { served, parked, absent }),
    above: [ticket?.state === "called" ? warning(words("{number} has been called: start, mark absent or set aside first.", { number: ticket.number })) : null, leftAlone()],
  });
  if (choice === "leave") await leave(ticket);
  if (choice === "day" && await acts.closeDay()) toast(words("The day is closed."), { kind: "good" });
}

const warning = (text) => make("p", { class: "note note-warn" }, picture("warning", 24), make("span", {}, text));

function leaving(ticket) {
  if (ticket?.state === "called") return [];
  const label = ticket ? words("{number} is done, close {counter} and sign out", { number: ticket.number, counter: desk.counter.name })
    : words("Close {counter} and sign out", { counter: desk.counter.name });
  return [{ label, value: "leave" }];
}

/** Only the head, and only when nobody stands at any counter. */
function closing() {
  if (page.person.role !== "head" || desk.ticket || !desk.dayOpen) return [];
  const still = desk.state.counters.filter((counter) => counter.ticket);
  const names = still.map((counter) => `${counter.name} ${counter.ticket.number} (${counter.clerk?.name ?? "–"})`).join(", ");
  return [{
    label: words("Close the day for the whole office"), value: "day", disabled: still.length > 0,
    detail: still.length ? words("Not yet, somebody is still there: {list}", { list: names }) : words("Everybody still waiting is sent home."),
  }];
}

/** People wait for a service that only this counter serves now. */
function leftAlone() {
  const others = desk.state.counters.filter((counter) => counter.number !== desk.number && counter.status === "open");
  const alone = desk.ownServices.filter((service) => service.waiting && !others.some((counter) => counter.services.includes(service.id)));
  if (!alone.length || desk.paused) return null;
  const list = alone.map((service) => words("{service}: {n} waiting", { service: desk.serviceName(service.id), n: service.waiting })).join(", ");
  return warning(words("No other counter serves this now: {list}", { list }));
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
