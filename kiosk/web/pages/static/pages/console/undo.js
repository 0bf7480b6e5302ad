// What can still be taken back, and for how long. One place: the last act of this counter.
import { desk } from "./desk.js";

export function offerUndo(text) {
  const undo = { text, until: performance.now() + desk.undoMs };
  desk.set({ undo });
  setTimeout(() => { if (desk.undo === undo) withdrawUndo(); }, desk.undoMs);
}

export function withdrawUndo() {
  if (desk.undo) desk.set({ undo: null });
}

/** Whole seconds that are left, at least 1 while it is offered. */
export const secondsLeft = (undo) => Math.max(1, Math.ceil((undo.until - performance.now()) / 1000));
