// The keyboard of the console. Works whatever was clicked last; one map for keyboards and USB numpads.
//
//   Enter next · + recall · * start · - absent · / transfer · . set aside · digits Enter = call that number
//   0 held for 800 ms and let go = pause · F8 walk-in · F9 done without calling · F12 end of day · Esc undo · F1 ? help
//   F2 more · F3 another service · F4 note · F6 own day
//   0 + walk-in · 0 - end of day · 0 / undo · 0 . done without calling · 0 * more (on pads with a 00 key also 00 +)
//   3 / to counter 3 · 2 . set aside with the second reason · 02 + walk-in for this counter's second service
//   digits without Enter are forgotten after 5 s
import * as dialogs from "../dialogs.js";
import { isDigit, isForeign, isWriting, symbolOf } from "../keyboard.js";
import * as asking from "./asking.js";
import { desk } from "./desk.js";
import { clickKey } from "./mouse.js";
import { markNext, openMarked } from "./line.js";
import { flash } from "./pressing.js";
import { walkInTyped } from "./walk_in.js";

const HOLD_MS = 800;
const BOUNCE_MS = 700;
const LAPSE_MS = 5000;
const MOST_DIGITS = 4;

const zero = { at: 0, timer: 0 };
let lapse = 0;

const PLAIN = {
  "+": () => clickKey("recall"), "*": () => clickKey("start"), "-": () => clickKey("no_show"), "/": () => clickKey("transfer"),
  ".": () => clickKey("park"), F8: () => clickKey("walk_in"), F9: () => clickKey("finish"), F12: () => clickKey("end"),
  F2: () => clickKey("more"), F3: () => clickKey("go_on"), F4: () => clickKey("note"), F6: () => clickKey("my_day"),
  F1: () => clickKey("help"), "?": () => clickKey("help"), ArrowDown: () => markNext(1), ArrowUp: () => markNext(-1), " ": () => openMarked(),
};
/** After a leading 0, for a numpad that has no letters and no F keys. */
const AFTER_ZERO = {
  "+": () => clickKey("walk_in"), "-": () => clickKey("end"), "/": () => clickKey("undo"), ".": () => clickKey("finish"), "*": () => clickKey("more"),
};
/** What takes the digits before it, as the keypads of the counters do. */
const AFTER_DIGITS = { "/": (typed) => asking.transferTyped(typed), ".": (typed) => asking.parkTyped(typed) };

export function startKeys() {
  document.addEventListener("keydown", onDown);
  document.addEventListener("keyup", onUp);
  addEventListener("blur", letZeroGo);
}

function onDown(event) {
  if (dialogs.isOpen() || isForeign(event) || isWriting(event.target)) return;
  const symbol = symbolOf(event);
  if (symbol === " " && event.target.matches?.("button, a")) return;
  if (!(symbol in PLAIN) && !isDigit(symbol) && symbol !== "Enter" && symbol !== "Escape" && symbol !== "Backspace") return;
  event.preventDefault();
  if (event.repeat && !symbol.startsWith("Arrow")) return;
  if (isDigit(symbol)) typeDigit(symbol);
  else press(symbol);
}

function press(symbol) {
  letZeroGo();
  const typed = desk.typed;
  if (symbol === "Backspace") return setTyped(typed.slice(0, -1));
  setTyped("");
  if (symbol === "Enter") return onEnter(typed);
  if (symbol === "Escape") return typed ? undefined : clickKey("undo");
  if (/^0{1,3}$/.test(typed) && AFTER_ZERO[symbol]) return AFTER_ZERO[symbol]();
  if (/^0\d+$/.test(typed) && symbol === "+") return void walkInTyped(Number(typed));
  return typed && AFTER_DIGITS[symbol] ? void AFTER_DIGITS[symbol](Number(typed)) : PLAIN[symbol]();
}

function onEnter(typed) {
  if (dialogs.closedAgo() < BOUNCE_MS) return; // the Enter that closed a dialog must not also call somebody
  if (typed) { flash(document.querySelector('[data-act="by_number"]')); void asking.callTyped(typed); }
  else clickKey("next");
}

function typeDigit(digit) {
  const leadingZero = digit === "0" && desk.typed === "";
  letZeroGo();
  if (desk.typed.length < MOST_DIGITS) setTyped(desk.typed + digit);
  if (!leadingZero) return;
  zero.at = performance.now();
  zero.timer = setTimeout(() => desk.set({ held: true }), HOLD_MS);
}

function onUp(event) {
  if (symbolOf(event) !== "0" || !zero.at) return;
  const held = performance.now() - zero.at >= HOLD_MS;
  letZeroGo();
  if (!held || dialogs.isOpen()) return;
  setTyped("");
  clickKey("pause");
}

function letZeroGo() {
  clearTimeout(zero.timer);
  zero.at = 0;
  if (desk.held) desk.set({ held: false });
}

/** The digits so far; they are forgotten five seconds after the last one. */
export function setTyped(typed) {
  clearTimeout(lapse);
  if (typed) lapse = setTimeout(() => desk.set({ typed: "" }), LAPSE_MS);
  if (typed !== desk.typed) desk.set({ typed });
}
