// How an act goes out: one after the other, each with an id of its own that a press after a lost connection keeps; a
// bounce of the key is not sent, a refusal is told in words.
import { format, words } from "../page.js";
import { NoAnswer, post, Problem } from "../call.js";
import { toast } from "../toasts.js";
import { desk } from "./desk.js";
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
export async function act(name, path, body = {}) {
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

const here = (path) => `/api/v1/counters/${desk.number}/${path}`;

/** An act of this counter. */
export const ofCounter = (name, path, body) => act(name, here(path), body);

/** At the counter, about the number that stands there. */
export async function atCounter(name, path, body = {}) {
  const answer = await act(name, here(path), { ...body, expect: desk.expect });
  if (answer) desk.standsHere(answer.ticket);
  return answer;
}

/** An act on a ticket of this counter, wherever it is now. */
export async function onTicket(name, ticket, path, body = {}) {
  const answer = await act(name, `/api/v1/tickets/${ticket.id}/${path}`, body);
  if (answer) void desk.refresh();
  return answer;
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
  toast((TOLD[problem.code] ?? (() => null))(problem.facts, name) ?? problem.message, { kind: "bad" });
  return undefined;
}

/** What this page can say more exactly than the office's own sentence. */
const TOLD = {
  too_early: (facts, name) => (name === "no_show" ? words("Not absent yet: {missing}", { missing: missing(facts) }) : null),
  still_serving: ({ counters }) => words("Somebody is still there: {list}", { list: counters.map(({ counter, number }) => `${desk.counterName(counter)} ${number}`).join(", ") }),
};

/** What the office still asks for before somebody counts as absent. */
function missing({ calls, calls_needed: needed, seconds_left: seconds }) {
  return [
    needed > calls ? words("call {n} more times", { n: format.number(needed - calls) }) : null,
    seconds > 0 ? words("wait {n} more seconds", { n: format.number(seconds) }) : null,
  ].filter(Boolean).join(", ");
}
