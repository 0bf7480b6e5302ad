// Questions to the office that anybody may ask. While nobody answers, the banner says so and the question is asked
// again, until there is an answer or another question has taken its place.
import { page } from "../page.js";
import { Problem } from "../call.js";

const ATTEMPT_MS = 6000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 8000;

/** Ask below `/api/v1`. Null when `signal` ended it; throws Problem when the office says no. */
export async function ask(path, signal) {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      const answer = await once(`/api/v1${path}`, signal);
      showLost(false);
      return signal.aborted ? null : answer;
    } catch (error) {
      if (error instanceof Problem && error.status < 500 && error.status !== 429) { showLost(false); throw error; }
    }
    if (!signal.aborted && attempt > 1) showLost(true);
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2), signal);
  }
  return null;
}

/** One attempt, ended by the signal or when it takes too long; without what only new browsers have. */
async function once(path, signal) {
  const attempt = new AbortController();
  const end = () => attempt.abort();
  const timer = setTimeout(end, ATTEMPT_MS);
  signal.addEventListener("abort", end, { once: true });
  try {
    const answer = await fetch(path, { headers: { Accept: "application/json", "Accept-Language": page.language }, credentials: "same-origin", cache: "no-store", signal: attempt.signal });
    const body = await answer.json();
    if (!answer.ok) throw new Problem(answer.status, body);
    return body;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

/** Wait, but not longer than the signal holds or the network is away. */
function pause(ms, signal) {
  return new Promise((done) => {
    const over = () => { clearTimeout(timer); removeEventListener("online", over); signal.removeEventListener("abort", over); done(); };
    const timer = setTimeout(over, ms);
    addEventListener("online", over, { once: true });
    signal.addEventListener("abort", over, { once: true });
  });
}

function showLost(yes) {
  document.getElementById("lost").hidden = !yes;
}

/** A question that the next one of the same kind ends: `next()` gives its signal; `outer` ends them all. */
export function oneAtATime(outer) {
  let last = null;
  outer.addEventListener("abort", () => last?.abort(), { once: true });
  return { next() { last?.abort(); last = new AbortController(); if (outer.aborted) last.abort(); return last.signal; } };
}
