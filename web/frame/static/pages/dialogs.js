// Dialogs that need no mouse: every choice has a number key, Enter takes the marked one, Esc closes without doing
// anything, and so does `-` among choices, because a numpad has no Esc. One dialog at a time; the keyboard goes back to
// the page when it closes. The key that opened a dialog is not heard a second time at once: contacts bounce.
import { fill, make, words } from "./page.js";
import { isDigit, isForeign, isWriting, symbolOf } from "./keyboard.js";

const PER_PAGE = 9;
const BOUNCE_MS = 200;
let current = null;
let closedAt = -Infinity;
const lastKey = { symbol: "", at: -Infinity };

/** True while a dialog has the keyboard. */
export const isOpen = () => current !== null;

/** Milliseconds since a dialog was closed. */
export const closedAgo = () => performance.now() - closedAt;

/** Close the open dialog as if Esc had been pressed. */
const closeOpen = () => current?.close(null);

/**
 * Open a dialog. `content`: elements; `keys(symbol, event)`: return true when the key was used; `foot`: elements;
 * `calm`: for so many ms no key is taken, because nobody can have read the question yet. Returns {element, close(value), closed: Promise<value>}; Esc gives null.
 */
export function open({ title, text = "", content = [], foot = [], keys = () => false, wide = false, name = "", calm = 0 }) {
  closeOpen();
  const element = make("dialog", { class: `dialog ${wide ? "dialog-wide" : ""}`, "data-dialog": name, "aria-label": title },
    make("h2", {}, title), text && make("p", {}, text), content, foot.length ? make("div", { class: "dialog-foot" }, foot) : null);
  let settle;
  const closed = new Promise((done) => { settle = done; });
  const now = performance.now();
  const handle = {
    element, closed, keys, calm, openedAt: now, openedBy: now - lastKey.at < BOUNCE_MS ? lastKey.symbol : "",
    close(value) {
      if (current !== handle) return;
      current = null;
      closedAt = performance.now();
      element.close();
      element.remove();
      settle(value);
    },
  };
  element.addEventListener("cancel", (event) => { event.preventDefault(); handle.close(null); });
  element.addEventListener("click", (event) => { if (event.target === element) handle.close(null); });
  document.body.append(element);
  current = handle;
  element.showModal();
  element.querySelector("[autofocus]")?.focus();
  return handle;
}

/** The whole document, because a click beside a button leaves the keyboard nowhere. */
document.addEventListener("keydown", (event) => {
  if (current) onKey(event, current);
  if (!event.repeat) Object.assign(lastKey, { symbol: symbolOf(event), at: performance.now() });
}, true);

function tooSoon(symbol, { openedAt, openedBy, calm }) {
  return performance.now() - openedAt < (symbol === openedBy ? Math.max(BOUNCE_MS, calm) : calm);
}

function onKey(event, handle) {
  const { keys } = handle;
  if (isForeign(event)) return;
  const symbol = symbolOf(event);
  const own = !isWriting(event.target) || symbol === "Escape" || (symbol === "Enter" && !handle.writing);
  if (own && !event.target.closest?.("form, [data-own-keys]")) event.stopPropagation();
  if (!isWriting(event.target) && tooSoon(symbol, handle)) { event.preventDefault(); return; }
  if (symbol === "Escape") { event.preventDefault(); if (!event.repeat) handle.close(null); return; }
  if (event.repeat && !symbol.startsWith("Arrow") && !isWriting(event.target)) { event.preventDefault(); return; }
  if (isWriting(event.target) && symbol !== "Enter") return;
  if (symbol === "Enter" && handle.writing) return;
  if (keys(symbol, event)) event.preventDefault();
  else if (/^F([1-9]|1[0-2])$/.test(symbol)) event.preventDefault();
}

/** `caps`: the keys that do the same. */
export const cancelButton = (handleOf, label = words("Go back"), caps = ["Esc"]) =>
  make("button", { class: "button", type: "button", onclick: () => handleOf().close(null) }, label, caps.map((cap) => make("kbd", {}, cap)));

/** Where a numpad has to be enough. */
export const numpadBack = (handleOf, label) => cancelButton(handleOf, label, ["Esc", "–"]);

/**
 * Choose one of `items` ({label, detail, tag, value}) with 1…9, arrows and Enter, or the mouse; `0` shows the next nine.
 * `other`: {label, placeholder} adds a last choice with free text; `more(symbol)`: further keys (true when used).
 * `marked`: index that Enter takes at first. Resolves to the value, the text written, or null.
 */
export function choose({ title, text = "", items, other = null, more = () => false, marked = 0, name = "", above = [], wide = false, calm = 0 }) {
  const list = make("div", { class: "choices", role: "listbox", "aria-label": title });
  const all = other ? [...items, { label: other.label, other: true }] : items;
  const view = { from: Math.floor(marked / PER_PAGE) * PER_PAGE, marked };
  let handle = null;
  const take = (item) => {
    if (!item || item.disabled) return;
    if (item.other) write(handle, other, name); else handle.close(item.value);
  };
  const draw = () => fill(list, pageOf(all, view, take));
  const keys = (symbol) => {
    if (isDigit(symbol)) {
      if (symbol !== "0") take(all[view.from + Number(symbol) - 1]);
      else if (all.length > PER_PAGE) { turn(all, view); draw(); }
      return true;
    }
    if (symbol === "Enter") { take(all[view.marked]); return true; }
    if (symbol === "-") { handle.close(null); return true; }
    if (symbol === "ArrowDown" || symbol === "ArrowUp") { move(all, view, symbol === "ArrowDown" ? 1 : -1); draw(); return true; }
    return more(symbol, { view, draw });
  };
  draw();
  const turnHint = all.length > PER_PAGE ? make("span", { class: "hint" }, make("kbd", {}, "0"), " ", words("more choices")) : null;
  handle = open({ title, text, content: [above, list], keys, name, wide, calm, foot: [turnHint, numpadBack(() => handle)].filter(Boolean) });
  handle.element.tabIndex = -1;
  handle.element.focus(); // not a tick box above the choices
  return handle.closed;
}

function turn(all, view) {
  view.from = view.from + PER_PAGE < all.length ? view.from + PER_PAGE : 0;
  view.marked = view.from;
}

function move(all, view, step) {
  view.marked = (view.marked + step + all.length) % all.length;
  view.from = Math.floor(view.marked / PER_PAGE) * PER_PAGE;
}

function pageOf(all, view, take) {
  return all.slice(view.from, view.from + PER_PAGE).map((item, at) => make("button", {
    class: `choice ${view.from + at === view.marked ? "is-marked" : ""}`, type: "button", role: "option", tabindex: -1,
    "aria-selected": String(view.from + at === view.marked), disabled: Boolean(item.disabled), onclick: () => take(item),
  }, make("kbd", {}, String(at + 1)), item.letter ? make("span", { class: `letter letter-${item.letter}` }, item.letter) : null,
  make("span", { class: "choice-label" }, item.label, item.detail ? make("small", {}, item.detail) : null),
  item.tag ? make("span", { class: `tag ${item.tagClass ?? "tag-warn"}` }, item.tag) : null));
}

/**
 * Free text instead of a choice, in the same dialog's place. Enter sends it; Esc, or Enter with nothing written, goes
 * away without doing anything.
 */
function write(handle, { label, placeholder = "", maxlength = 120 }, name) {
  const input = make("input", { class: "input", type: "text", maxlength, placeholder, autofocus: true, "aria-label": label });
  const send = () => handle.close(input.value.trim() || null);
  const go = make("button", { class: "button button-go", type: "button", onclick: send }, words("Save"), make("kbd", {}, "Enter"));
  handle.writing = true;
  handle.element.dataset.dialog = `${name}-text`;
  fill(handle.element, make("h2", {}, label), make("p", {}, ""), input, make("div", { class: "dialog-foot" }, cancelButton(() => handle), go));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) send();
  });
  input.focus();
}
