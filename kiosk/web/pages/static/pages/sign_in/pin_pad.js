// The PIN pad: typed digits are only dots, on the screen and in the page.
import { fill, make, picture, words } from "../page.js";

const MOST = 12;
const USUAL = 6;

export function pinPad() {
  let pin = "";
  const dots = make("div", { class: "pin-dots", role: "img" });
  const draw = () => {
    dots.setAttribute("aria-label", words("{n} digits entered", { n: pin.length }));
    fill(dots, Array.from({ length: Math.max(USUAL, pin.length) }, (_, at) => make("i", { class: at < pin.length ? "is-set" : "" })));
  };
  const pad = {
    value: () => pin,
    type(digit) { if (pin.length < MOST) pin += digit; draw(); press(digit); },
    rubOut() { pin = pin.slice(0, -1); draw(); },
    clear() { pin = ""; draw(); },
    shake() { dots.classList.remove("is-wrong"); void dots.offsetWidth; dots.classList.add("is-wrong"); },
  };
  const key = (digit) => make("button", { class: "pin-key", type: "button", tabindex: -1, "data-digit": digit, onclick: () => pad.type(digit) }, digit);
  const press = (digit) => {
    const button = pad.element.querySelector(`[data-digit="${digit}"]`);
    button?.classList.add("is-pressed");
    setTimeout(() => button?.classList.remove("is-pressed"), 120);
  };
  const rub = make("button", { class: "pin-key pin-key-word", type: "button", tabindex: -1, onclick: () => pad.rubOut(), "aria-label": words("Delete the last digit") }, picture("back", 26));
  const all = make("button", { class: "pin-key pin-key-word", type: "button", tabindex: -1, onclick: () => pad.clear() }, words("Clear all"));
  pad.element = make("div", { class: "pin" }, make("p", { class: "pin-label" }, words("PIN")), dots,
    make("div", { class: "pin-keys" }, ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(key), all, key("0"), rub));
  draw();
  return pad;
}
