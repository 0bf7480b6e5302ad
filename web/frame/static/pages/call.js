// Calls of the office's API: the page's token goes along, every act has its id, an answer that did not arrive is
// asked for again with the same id, so nothing is done twice.
import { freshId, page, words } from "./page.js";
import { toast } from "./toasts.js";

const ATTEMPT_MS = 6000;
const PAUSES_MS = [250, 500, 1000, 2000, 3000];

/** The office said no, and why: `code`, `status`, `facts` (all fields of the problem document), `message` for people. */
export class Problem extends Error {
  constructor(status, facts) {
    super(facts.detail || facts.title || words("That did not work."));
    this.status = status;
    this.code = facts.code ?? "unknown";
    this.facts = facts;
  }
}

/** No answer came: what was asked may or may not have happened; ask again with the same id. */
export class NoAnswer extends Error {
  constructor() {
    super(words("The office's computer does not answer."));
    this.code = "no_answer";
  }
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** The service is there but cannot answer right now; what was asked was not done. */
const COMES_BACK = new Set(["busy", "shutting_down"]);

async function once(method, path, text, patience) {
  const headers = { Accept: "application/json", "X-CSRF-Token": page.csrf ?? "", "Accept-Language": page.language };
  if (text !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, {
    method, headers, body: text, credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(patience),
  });
  const body = answer.status === 204 ? null : await answer.json();
  if (answer.ok) return body;
  throw new Problem(answer.status, { ...body, retry_after: Number(answer.headers.get("Retry-After")) || body?.retry_after });
}

/**
 * Ask the API. `body` of a POST gets a request_id unless it has one or `plain` is set (sign-in, sign-out, session).
 * Throws Problem when the office says no, NoAnswer when nobody answered in about 10 s (`tries`: fewer attempts,
 * `patience`: ms that one of them may take, where the office itself waits for a device).
 */
export async function call(method, path, body, { plain = false, tries = PAUSES_MS.length + 1, patience = ATTEMPT_MS } = {}) {
  const sent = body === undefined || plain ? body : { request_id: freshId(), ...body };
  const text = sent === undefined ? undefined : JSON.stringify(sent);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(method, path, text, patience);
    } catch (error) {
      const refused = error instanceof Problem && !COMES_BACK.has(error.code);
      if (refused) throw leaving(error);
      if (attempt >= tries) throw error instanceof Problem ? error : new NoAnswer();
      await wait(PAUSES_MS[Math.min(attempt, PAUSES_MS.length) - 1] * (0.75 + Math.random() / 2));
    }
  }
}

export const get = (path, options) => call("GET", path, undefined, options);
export const post = (path, body = {}, options) => call("POST", path, body, options);

/** What the office says when a session has ended: signed out, the day is over; or its person works elsewhere now. */
const ENDED = new Set(["unauthenticated", "taken_over"]);

/** Go and sign in again; the sign-in page says why. */
function leaving(problem) {
  if (ENDED.has(problem.code) && page.person) signInAgain();
  return problem;
}

/** Set when the person leaves on purpose, so that the end of the session sends nobody anywhere else. */
export const session = { leaving: false };

export function signInAgain() {
  if (session.leaving) return;
  session.leaving = true;
  const here = location.pathname + location.search;
  location.assign(`/sign-in?ended=1&next=${encodeURIComponent(here)}`);
}

/** Run an act and show what went wrong as a toast; undefined when it did. */
export async function trying(act) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    toast(error.message, { kind: "bad" });
    return undefined;
  }
}
