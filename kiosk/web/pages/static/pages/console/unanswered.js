// Acts that got no answer: pressed again, they go out with the same id, so they happen once. An entry is forgotten after
// two minutes, and as soon as the page shows something else of what the act was about: it has happened, and the same
// press is another wish from then on.
import { freshId } from "../page.js";
import { desk } from "./desk.js";

const KEPT_MS = 120000;
const kept = new Map();

const keyOf = (path, body) => `${path} ${JSON.stringify(body)}`;

/** The id for this act: the one of its first attempt, or a fresh one. */
export function idFor(path, body) {
  const key = keyOf(path, body);
  const before = kept.get(key);
  if (before && performance.now() - before.at < KEPT_MS) return before.id;
  const shown = () => JSON.stringify(about(path, body));
  const entry = { id: freshId(), at: performance.now(), shown, was: shown() };
  kept.set(key, entry);
  return entry.id;
}

/** The office has answered, yes or no: the same press later is another act. */
export const answered = (path, body) => kept.delete(keyOf(path, body));

/** What the page shows of what an act changes; null for what it shows nothing of, such as a number for somebody new. */
function about(path, body) {
  if (path.endsWith("/undo")) return desk.undo?.until ?? null;
  if (/\/(pause|resume)$/.test(path)) return desk.paused;
  const id = Number(/\/tickets\/(\d+)\//.exec(path)?.[1] ?? (body.expect !== undefined && desk.expect));
  return id ? [id, ticketOf(id)] : null;
}

function ticketOf(id) {
  const { waiting, parked, no_show: absent } = desk.line;
  const one = [desk.ticket, ...waiting, ...parked, ...absent].find((ticket) => ticket?.id === id);
  return one && [one.state, one.calls, one.priority, one.inexact, one.parts.length];
}

desk.onChange(() => {
  for (const [key, entry] of kept) if (entry.shown() !== entry.was) kept.delete(key);
});
