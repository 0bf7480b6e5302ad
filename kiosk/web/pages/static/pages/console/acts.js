// Everything a clerk does at the counter, one function each. Each act says which number it was meant for (`expect`);
// what can be taken back is offered as the office's own answer says. How it is sent: sending.js.
import { words } from "../page.js";
import { toast } from "../toasts.js";
import { desk } from "./desk.js";
import { act, atCounter, ofCounter, onTicket } from "./sending.js";
import { offerUndo, withdrawUndo } from "./undo.js";

export async function callNext() {
  const answer = await atCounter("next", "next");
  if (answer) offerNext(answer);
}

export async function callNumber(number) {
  const answer = await atCounter("call", "call", { number });
  if (answer) offerNext(answer);
}

function offerNext(answer) {
  const [done, called] = [answer.finished?.number, answer.ticket?.number];
  if (done && called) offerUndo(answer, words("{done} is done, {called} was called", { done, called }));
  else if (called) offerUndo(answer, words("{called} was called", { called }));
  else if (done) offerUndo(answer, words("{done} is done. Nobody is waiting.", { done }));
  else toast(words("Nobody is waiting."));
}

export async function recall() {
  if (!desk.ticket) return nothingHere();
  const answer = await atCounter("recall", "recall");
  if (answer) { withdrawUndo(); toast(words("{number} was called again", { number: answer.ticket.number }), { seconds: 2.5 }); }
}

export async function start() {
  if (!desk.ticket) return nothingHere();
  if (await atCounter("start", "start")) withdrawUndo();
}

export async function finish() {
  const ticket = desk.ticket;
  if (!ticket) return nothingHere();
  if (ticket.state === "called") return onlyCalled(ticket);
  const answer = await atCounter("finish", "finish");
  if (answer) offerUndo(answer, words("{done} is done", { done: ticket.number }));
  return answer;
}

/** The same person goes on with another service here, under the same number. */
export async function goOn(service, serviceName) {
  const answer = await atCounter("continue", "continue", { service });
  if (answer) offerUndo(answer, words("{number} goes on with {service}", { number: answer.ticket.number, service: serviceName }));
}

export async function noShow() {
  const ticket = desk.ticket;
  if (!ticket) return nothingHere();
  const answer = await atCounter("no_show", "no-show");
  if (!answer) return;
  const calls = ticket.calls;
  offerUndo(answer, calls === 1 ? words("{number} marked absent after 1 call", { number: ticket.number })
    : words("{number} marked absent after {calls} calls", { number: ticket.number, calls }));
}

export async function park(reason) {
  const ticket = desk.ticket;
  if (!ticket) return nothingHere();
  if (await atCounter("park", "park", { reason })) { withdrawUndo(); toast(words("{number} is set aside", { number: ticket.number }), { seconds: 3 }); }
}

export async function undo() {
  const answer = await ofCounter("undo", "undo", { expect: desk.expect });
  if (!answer) return;
  withdrawUndo();
  desk.standsHere(answer.ticket);
  toast(words("Undone"), { kind: "good", seconds: 2.5 });
}

export async function transfer(ticket, target, targetName) {
  const answer = await act("transfer", `/api/v1/tickets/${ticket.id}/transfer`, target);
  if (!answer) return;
  desk.standsHere(null);
  offerUndo(answer, words("{number} was sent to {target}", { number: ticket.number, target: targetName }));
}

export async function pause(reason) {
  const answer = await ofCounter("pause", "pause", { reason });
  if (answer) { withdrawUndo(); desk.counterIs({ status: "paused", pause_reason: reason }); }
}

export async function resume() {
  const answer = await ofCounter("resume", "resume");
  if (answer) desk.counterIs({ status: "open", pause_reason: null });
}

export async function bringBack(ticket) {
  if (await onTicket("return", ticket, "return")) toast(words("{number} is back in the line", { number: ticket.number }), { seconds: 3 });
}

export async function setPriority(ticket, priority) {
  await onTicket("priority", ticket, "priority", { priority });
}

export async function reprint(ticket) {
  if (await onTicket("reprint", ticket, "reprint")) toast(words("{number} is being printed again", { number: ticket.number }), { seconds: 3 });
}

export async function cancel(ticket) {
  const answer = await onTicket("cancel", ticket, "cancel");
  if (answer) offerUndo(answer, words("{number} was cancelled", { number: ticket.number }));
}

/** A few words for the clerks themselves; "" takes them away. */
export async function note(ticket, text) {
  if (!(await onTicket("note", ticket, "note", { text }))) return;
  toast(text ? words("Noted for {number}", { number: ticket.number }) : words("The note of {number} is gone", { number: ticket.number }), { seconds: 3 });
}

/** Whether the times of this visit count in averages. */
export async function markTimes(ticket, inexact) {
  const answer = await onTicket("times", ticket, "times", { inexact });
  if (!answer) return;
  if (ticket.id === desk.ticket?.id) desk.standsHere(answer);
  toast(inexact ? words("The times of {number} are left out of the averages", { number: ticket.number })
    : words("The times of {number} count again", { number: ticket.number }), { seconds: 4 });
}

/** A number for somebody who asks at the counter. */
export const issue = (service, priority) => act("walk_in", "/api/v1/tickets", { service, priority, channel: "console" });

export const closeDay = () => act("end", "/api/v1/day/close");

export function nothingHere() {
  toast(words("Nobody is at your counter. Enter calls the next person."), { seconds: 3 });
  return undefined;
}

/** Who has only been called is not done: nobody knows yet whether the person came. */
export function onlyCalled(ticket) {
  toast(words("{number} has been called: start, mark absent or set aside first.", { number: ticket.number }), { kind: "bad" });
  return undefined;
}
