// Short messages at the foot of the page. They never take the keyboard away.
import { make } from "./page.js";

const place = () => document.getElementById("toasts");

/** Show a message; `kind` is "", "good" or "bad"; `act` = {label, run}. Returns the function that takes it away. */
export function toast(text, { kind = "", seconds = 6, act = null } = {}) {
  const same = [...place().children].find((other) => other.dataset.text === text);
  same?.remove();
  const away = () => bubble.remove();
  const button = act && make("button", { type: "button", onclick: () => { away(); act.run(); } }, act.label);
  const bubble = make("div", { class: `toast ${kind && `toast-${kind}`}`, "data-text": text }, make("span", {}, text), button);
  place().append(bubble);
  while (place().children.length > 3) place().firstElementChild.remove();
  setTimeout(away, seconds * 1000);
  return away;
}
