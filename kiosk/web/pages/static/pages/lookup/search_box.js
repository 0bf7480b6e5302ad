// The field that one types into. `/` comes here from anywhere, the arrows walk through the list below, Esc clears.
import { make, picture, words } from "../page.js";
import { isForeign, isWriting } from "../keyboard.js";

/** `onInput(text)` at every change. Returns {element, focus(), put(text), end()}. */
export function searchBox({ value, longest, place, onInput }) {
  const input = make("input", {
    type: "search", name: "q", id: "q", maxlength: longest, autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search",
    "aria-label": words("Look up procedures"), placeholder: words("A few words, with or without marks"), value,
  });
  const clear = make("button", { class: "search-clear", type: "button", hidden: !value, "aria-label": words("Clear") }, picture("cross", 20));
  const put = (text) => { input.value = text; clear.hidden = !text; };
  const emptied = () => { put(""); onInput(""); input.focus(); };
  input.addEventListener("input", () => { clear.hidden = !input.value; onInput(input.value); });
  clear.addEventListener("click", emptied);
  const form = make("form", { class: "search search-large", role: "search" }, picture("search", 28), input, clear);
  form.addEventListener("submit", (event) => { event.preventDefault(); if (matchMedia("(pointer: coarse)").matches) input.blur(); });
  const onKey = (event) => walk(event, { input, emptied, hits: [...place.list.querySelectorAll(".hit")] });
  document.addEventListener("keydown", onKey);
  return { element: form, put, focus: () => input.focus(), end: () => document.removeEventListener("keydown", onKey) };
}

function walk(event, { input, emptied, hits }) {
  if (isForeign(event)) return;
  const at = hits.indexOf(document.activeElement);
  const inside = document.activeElement === input;
  const act = {
    ArrowDown: () => (inside || at >= 0) && hits[at + 1]?.focus(),
    ArrowUp: () => at >= 0 && (hits[at - 1] ?? input).focus(),
    Escape: () => (inside ? input.value && emptied() : at >= 0 && input.focus()),
    "/": () => !isWriting(event.target) && input.focus(),
  }[event.key];
  if (!act || (event.key === "/" && isWriting(event.target)) || (event.key !== "/" && !inside && at < 0)) return;
  event.preventDefault();
  act();
}
