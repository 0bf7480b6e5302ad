// What can still be taken back, and until when: the last act of this counter, as the office says it, also after the
// page or the office's computer was started again.
import { serverNow, words } from "../page.js";
import { desk } from "./desk.js";

let answeredAt = -Infinity;
let ending = 0;

/** An act has answered; `answer.undo` says what of it can be taken back. */
export function offerUndo(answer, text) {
  answeredAt = performance.now();
  show(answer.undo ? { text, act: answer.undo.act, until: Date.parse(answer.undo.until) } : null);
}

export function withdrawUndo() {
  answeredAt = performance.now();
  show(null);
}

/** The line says what can be taken back; `asked`: when it was asked (performance.now), so that no act is overtaken. */
function heard({ undo }, asked) {
  if (asked < answeredAt) return;
  const until = undo ? Date.parse(undo.until) : 0;
  if (!undo) show(null);
  else if (desk.undo?.until !== until) show({ text: SAID[undo.act]?.() ?? words("Your last act"), act: undo.act, until });
}

/** What the last act was, when this page did not see it itself: keypad, another browser, before a restart. */
const SAID = {
  next: () => words("The last person is done or called"), call: () => words("A number was called"), finish: () => words("The last person is done"),
  no_show: () => words("The last person was marked absent"), transfer: () => words("The last person was sent on"),
  cancel: () => words("A number was cancelled"), continue: () => words("The person goes on with another service"),
};

function show(undo) {
  clearTimeout(ending);
  const left = undo ? undo.until - serverNow() : 0;
  if (left > 0) ending = setTimeout(() => show(null), left);
  const shown = left > 0 ? undo : null;
  if (shown || desk.undo) desk.set({ undo: shown });
}

/** Whole seconds that are left, at least 1 while it is offered. */
export const secondsLeft = (undo) => Math.max(1, Math.ceil((undo.until - serverNow()) / 1000));

desk.onLine(heard);
heard(desk.line, performance.now());
