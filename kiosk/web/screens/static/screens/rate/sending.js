// Sending a press to the office: the same request with the same id until an answer comes, so that it counts once.
import { currentLanguage, page } from "./wording.js";

const ATTEMPT_MS = 4000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;
const PASSING = new Set([0, 408, 429, 500, 502, 503, 504]);

function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function once(path, text) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ATTEMPT_MS);
  try {
    const answer = await fetch(path, {
      method: "POST", body: text, credentials: "same-origin", cache: "no-store", signal: stop.signal,
      headers: {
        "Content-Type": "application/json", Accept: "application/json",
        "X-CSRF-Token": page.csrf, "X-Motcua-As": page.as, "Accept-Language": currentLanguage(),
      },
    });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** POST until it is answered or `forMs` are over: {ok, code, body}; code "no_answer" when nobody answered. */
export async function post(path, body, forMs) {
  const text = JSON.stringify({ request_id: freshId(), ...body });
  const begun = performance.now();
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const { status, body: answer } = await once(path, text);
    if (!PASSING.has(status)) return { ok: status < 400, code: answer?.code ?? "", status, body: answer };
    if (performance.now() - begun + wait > forMs) return { ok: false, code: "no_answer", status, body: null };
    await pause(wait * (0.75 + Math.random() / 2));
  }
}
