// Everything a clerk does at the counter, one function each. Each act says which number it was meant for (`expect`) and
// carries an id of its own; the same press sent again after a lost connection keeps that id.
import { words } from "../page.js";
import { NoAnswer, post, Problem } from "../call.js";
import { toast } from "../toasts.js";
import { desk } from "./desk.js";
import { offerUndo, withdrawUndo } from "./undo.js";
import { pressed, settled } from "./pressing.js";
import { answered, idFor } from "./unanswered.js";

/** A second press of the same key within this time is a bounce or a nervous finger, not a wish. */
const BOUNCE_MS = 700;
const MOST_WAITING = 2;

const lastPress = new Map();
const inFlight = new Set();
let chain = Promise.resolve();

/** What a press is a repetition of: Enter means "next" and, on a pause, "open again". */
const repeats = (name) => (name === "resume" ? "next" : name);

/** True when this was pressed so shortly before that it does not count. */
function bounces(name) {
  const now = performance.now();
  if (now - (lastPress.get(repeats(name)) ?? -BOUNCE_MS) < BOUNCE_MS) return true;
  lastPress.set(repeats(name), now);
  if (name === "call") lastPress.set("next", now); // the Enter behind the digits must not also call the next
  return false;
}

/**
 * Send one act. `body` is fixed at the press; acts go one after the other. Returns the answer, or undefined when it
 * was refused, did not arrive, or was a bounce.
 */
async function act(name, path, body = {}) {
  if (inFlight.has(name) || inFlight.size >= MOST_WAITING || bounces(name)) return undefined;
  pressed(name);
  inFlight.add(name);
  const turn = chain.then(() => send(name, path, body));
  chain = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    inFlight.delete(name);
    settled(name);
  }
}

async function send(name, path, body) {
  try {
    const answer = await post(path, { ...body, request_id: idFor(path, body) });
    answered(path, body);
    return answer;
  } catch (error) {
    if (error instanceof NoAnswer) return silence();
    if (!(error instanceof Problem)) throw error;
    answered(path, body);
    return refused(error, name);
  }
}

function silence() {
  toast(words("No answer from the office's computer. Nothing is lost: press the same key again."), { kind: "bad", seconds: 8 });
  return undefined;
}

function refused(problem, name) {
  lastPress.delete(repeats(name));
  if (problem.code === "stale" || problem.code === "wrong_state") desk.reread().catch(() => undefined);
  toast(name === "no_show" && problem.code === "too_early" ? words("Not absent yet: {missing}", { missing: missing(problem.facts) }) : problem.message, { kind: "bad" });
  return undefined;
}

/** What the office still asks for before somebody counts as absent. */
function missing({ calls, calls_needed: needed, seconds_left: seconds }) {
  return [
    needed > calls ? words("call {n} more times", { n: needed - calls }) : null, seconds > 0 ? words("wait {n} more seconds", { n: seconds }) : null,
  ].filter(Boolean).join(", ");
}

const here = (path) => `/api/v1/counters/${desk.number}/${path}`;

/** At the counter, about the number that stands there. */
async function atCounter(name, path, body = {}) {
  const answer = await act(name, here(path), { ...body, expect: desk.expect });
  if (answer) desk.standsHere(answer.ticket);
  return answer;
}

function offerNext(answer) {
  const [done, called] = [answer.finished?.number, answer.ticket?.number];
  if (done && called) offerUndo(words("{done} is done, {called} was called", { done, called }));
  else if (called) offerUndo(words("{called} was called", { called }));
  else if (done) offerUndo(words("{done} is done. Nobody is waiting.", { done }));
  else { withdrawUndo(); toast(words("Nobody is waiting.")); }
}

export async function callNext() {
  const answer = await atCounter("next", "next");
  if (answer) offerNext(answer);
}

export async function callNumber(number) {
  const answer = await atCounter("call", "call", { number });
  if (answer) offerNext(answer);
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
  const answer = await atCounter("finish", "finish");
  if (answer) offerUndo(words("{done} is done", { done: ticket.number }));
  return answer;
}

export async function noShow() {
  const ticket = desk.ticket;
  if (!ticket) return nothingHere();
  const answer = await atCounter("no_show", "no-show");
  if (!answer) return;
  const calls = ticket.calls;
  offerUndo(calls === 1 ? words("{number} marked absent after 1 call", { number: ticket.number })
    : words("{number} marked absent after {calls} calls", { number: ticket.number, calls }));
}

export async function park(reason) {
  const ticket = desk.ticket;
  if (!ticket) return nothingHere();
  if (await atCounter("park", "park", { reason })) { withdrawUndo(); toast(words("{number} is set aside", { number: ticket.number }), { seconds: 3 }); }
}

export async function undo() {
  const answer = await act("undo", here("undo"), { expect: desk.expect });
  if (!answer) return;
  withdrawUndo();
  desk.standsHere(answer.ticket);
  toast(words("Undone"), { kind: "good", seconds: 2.5 });
}

export async function transfer(ticket, target, targetName) {
  const answer = await act("transfer", `/api/v1/tickets/${ticket.id}/transfer`, target);
  if (!answer) return;
  desk.standsHere(null);
  offerUndo(words("{number} was sent to {target}", { number: ticket.number, target: targetName }));
}

export async function pause(reason) {
  const answer = await act("pause", here("pause"), { reason });
  if (answer) { withdrawUndo(); desk.counterIs({ status: "paused", pause_reason: reason }); }
}

export async function resume() {
  const answer = await act("resume", here("resume"));
  if (answer) desk.counterIs({ status: "open", pause_reason: null });
}

/** Acts on a ticket of the line. */
async function onTicket(name, ticket, path, body = {}) {
  const answer = await act(name, `/api/v1/tickets/${ticket.id}/${path}`, body);
  if (answer) void desk.refresh();
  return answer;
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
  if (await onTicket("cancel", ticket, "cancel")) offerUndo(words("{number} was cancelled", { number: ticket.number }));
}

/** A number for somebody who asks at the counter. */
export const issue = (service, priority) => act("walk_in", "/api/v1/tickets", { service, priority, channel: "console" });

export const closeDay = () => act("end", "/api/v1/day/close");

export function nothingHere() {
  toast(words("Nobody is at your counter. Enter calls the next person."), { seconds: 3 });
  return undefined;
}
