// Acts that got no answer: pressed again, they go out with the same id, so they happen once. An entry is forgotten as
// soon as the counter shows another number than the act was meant for (it has happened), and after two minutes.
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
  const entry = { id: freshId(), at: performance.now(), expect: body.expect };
  kept.set(key, entry);
  return entry.id;
}

/** The office has answered, yes or no: the same press later is another act. */
export const answered = (path, body) => kept.delete(keyOf(path, body));

desk.onChange(() => {
  for (const [key, entry] of kept) if (entry.expect !== undefined && entry.expect !== desk.expect) kept.delete(key);
});
