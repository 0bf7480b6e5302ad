// The strip under the keys, always in its place: digits being typed, the held 0, or what can be undone.
import { fill, make, picture, words } from "../page.js";
import { desk } from "./desk.js";
import { secondsLeft } from "./undo.js";

let shown = "";

export function drawStrip(place) {
  const [key, draw] = content();
  if (key !== shown) fill(place, draw());
  shown = key;
  if (desk.undo && key.startsWith("undo")) place.querySelector("[data-seconds]").textContent = words("Undo ({n} s)", { n: secondsLeft(desk.undo) });
}

function content() {
  if (desk.held) return ["held", () => bubble("hold", desk.paused ? words("Let go of 0 to open again") : words("Let go of 0 to pause"), null)];
  if (desk.typed) return [`typed ${desk.typed}`, () => typed()];
  if (desk.undo) return [`undo ${desk.undo.until} ${desk.undo.text}`, () => undo(desk.undo)];
  return ["", () => []];
}

const bubble = (kind, text, end) => make("div", { class: `bubble bubble-${kind}` }, make("span", {}, text), end);

const typed = () => bubble("typed", [words("Call number"), make("b", { class: "typed" }, desk.typed)],
  make("span", { class: "bubble-keys" }, make("kbd", {}, "Enter"), words("to call"), make("kbd", {}, "Esc"), words("to forget")));

const undo = (offer) => bubble("undo", offer.text, make("button", { class: "take-back", type: "button", "data-act": "undo" },
  picture("undo", 20), make("span", { "data-seconds": true }), "· Esc"));
