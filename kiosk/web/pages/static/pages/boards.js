// The emulated boards of the demo, as one would see them, and their keypads. Asks four times a second.
import { fill, make, page, words } from "./page.js";

const EVERY_MS = 250;
const KEYS = [
  [0x8b, () => words("Call next")], [0x8f, () => words("Call again")], [0x8a, () => words("Set aside")],
  [0x8e, () => words("Send on")], [0x8d, () => words("Call number…")], [0x8c, () => words("Sign in or out")],
];
const shown = new Map();

const send = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout(5000) }).catch(() => undefined);

function board(one) {
  const face = make("div", { class: `led-face ${one.driver === "alpha" ? "is-words" : ""} ${one.flashing ? "is-flashing" : ""}` }, one.text || " ");
  face.style.opacity = one.lit ? 0.3 + one.percent / 143 : 1;
  const place = one.role === "hall" ? words("Hall") : one.role === "clock" ? words("Clock") : words("Counter {n}", { n: one.counter });
  const plug = make("button", { type: "button", onclick: () => send("/boards/power", { board: one.name, lit: !one.lit }) }, one.lit ? words("Pull the plug") : words("Plug in"));
  return make("section", { class: `led ${one.driver === "alpha" ? "is-wide" : ""}`, "data-board": one.name, "data-text": one.text }, face,
    make("div", { class: "led-foot" }, make("span", {}, make("b", {}, place), ` · ${one.driver}`), plug));
}

function pad(one) {
  const typed = make("input", { inputmode: "numeric", maxlength: "4", "aria-label": words("Digits typed before the key") });
  const press = (command) => { void send("/boards/press", { keypad: one.name, command, typed: Number(typed.value.replace(/\D/g, "").slice(0, 4) || 0) }); typed.value = ""; };
  return make("section", { class: "pad", "data-keypad": one.name }, make("div", { class: "led-foot" }, make("b", {}, words("Counter {n}", { n: one.counter })), typed),
    make("div", { class: "pad-keys" }, KEYS.map(([command, label]) => make("button", { type: "button", "data-command": String(command), onclick: () => press(command) }, label()))));
}

/** Only what changed is drawn anew, so that a button under a finger stays. */
function show({ boards }) {
  const place = document.getElementById("boards");
  for (const one of boards) {
    const before = shown.get(one.name);
    const now = JSON.stringify(one);
    if (before?.now === now) continue;
    const element = board(one);
    if (before) before.element.replaceWith(element); else place.append(element);
    shown.set(one.name, { now, element });
  }
}

async function look() {
  try {
    const answer = await fetch("/boards/now", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (answer.ok) show(await answer.json());
    document.getElementById("lost").hidden = answer.ok;
  } catch {
    document.getElementById("lost").hidden = false;
  }
  setTimeout(look, EVERY_MS);
}

fill(document.getElementById("keypads"), page.data.keypads.map(pad));
show(page.data);
setTimeout(look, EVERY_MS);
