// Button boxes that act as keyboards: key n is the face of level n (1 the lowest), 0 is "no rating" and, at the reasons,
// "skip". A key does what a finger on that control does, by the same rules: nothing while a view settles, nothing when the
// control is not there.
//
// Not a press: a key that is held (repeats), and the edges of one press that come within 300 ms of each other (bounces).

import { isSettling } from "./pressing.js";

const BOUNCE_MS = 300;
const LEAVING = '[data-press="decline"], [data-press="skip"]';

/** Calls `press(control, "box")`. */
export function watchKeys(root, press) {
  const edges = new Map();
  const bounces = (key) => {
    const now = performance.now();
    const last = edges.get(key) ?? -Infinity;
    edges.set(key, now);
    return now - last < BOUNCE_MS;
  };
  root.addEventListener("keydown", (event) => {
    const digit = digitOf(event);
    if (digit === null) return;
    event.preventDefault();
    if (bounces(digit) || event.repeat) return;
    const control = root.querySelector(digit === "0" ? LEAVING : `[data-press="level"][data-level="${digit}"]`);
    if (control && !control.disabled && !isSettling(control)) press(control, "box");
  });
  root.addEventListener("keyup", (event) => edges.set(digitOf(event), performance.now()));
}

/** By the place of the key, so that neither the layout nor Num Lock matters; null for every other key. */
function digitOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  return /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? (/^[0-9]$/.test(event.key) ? event.key : null);
}
