// For a clerk who has signed in in this browser: the same list as a slip from the office's own printer.
import { make, page, picture, words } from "../page.js";
import { NoAnswer, post, Problem } from "../call.js";
import { toast } from "../toasts.js";
import { part } from "./places.js";

const MAY = new Set(["clerk", "head"]);
const GOOD = new Set(["printed", "accepted"]);
const PATIENCE_MS = 20_000; // the office answers when the paper is out

/** The key, or null for everybody else. */
export function printSlipKey(key) {
  if (!MAY.has(page.person?.role)) return null;
  const button = make("button", { class: "button", type: "button" }, picture("paper", 22), words("Slip from the office's printer"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    const [text, good] = await printed(key);
    button.disabled = false;
    toast(text, { kind: good ? "good" : "bad" });
  });
  return button;
}

/** What came of it, in words, and whether that is good. */
async function printed(key) {
  try {
    const { state, why } = await post(`/api/v1/procedures/${part(key)}/checklist`, {}, { patience: PATIENCE_MS });
    if (GOOD.has(state)) return [words("The slip is coming out of the printer."), true];
    return [why || words("The slip was not printed. Please look at the printer."), false];
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    return [error.facts?.state === "off" ? words("There is no printer here.") : error.message, false];
  }
}
