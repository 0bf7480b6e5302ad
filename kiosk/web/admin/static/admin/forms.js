// Forms of the back office: fields with their mistakes beside them, dialogs that edit one thing, and saying what was done.
// A click outside closes nothing here: what somebody has typed is not thrown away by a slip of the mouse.
import { fill, freshId, make, page, words } from "../pages/page.js";
import { call, NoAnswer, Problem } from "../pages/call.js";
import { cancelButton, open } from "../pages/dialogs.js";
import { toast } from "../pages/toasts.js";

let fields = 0;

/** A labelled input. `kind`: text | number | time | textarea | select (with `options`: [[value, label]]). */
export function field({ name, label, value = "", hint = "", kind = "text", options = [], ...more }) {
  fields += 1;
  const id = `field-${fields}`;
  const input = control({ id, name, kind, value, options, more });
  const described = hint ? `${id}-hint` : null;
  if (described) input.setAttribute("aria-describedby", described);
  return make("div", { class: "field", "data-field": name }, make("label", { for: id }, label), input,
    hint ? make("span", { class: "hint", id: described }, hint) : null);
}

function control({ id, name, kind, value, options, more }) {
  const common = { id, name, autocomplete: "off", ...more };
  if (kind === "textarea") {
    const area = make("textarea", common);
    area.value = value ?? "";
    return area;
  }
  if (kind === "select") {
    return make("select", common, options.map(([key, label]) => make("option", { value: key, selected: String(key) === String(value) }, label)));
  }
  return make("input", { type: kind, value: value ?? "", ...common });
}

/** A group of checkboxes; `items`: [{value, label, letter}]. Read it with `checked(form, name)`. */
export function checks({ name, label, items, chosen = [], hint = "" }) {
  const boxes = items.map((item) => make("label", { class: "check" },
    make("input", { type: "checkbox", name, value: item.value, checked: chosen.includes(item.value) }),
    item.letter ? make("span", { class: `letter letter-${item.letter}` }, item.letter) : null, make("span", {}, item.label)));
  return make("div", { class: "field", "data-field": name, role: "group", "aria-label": label },
    make("span", { class: "label" }, label), make("div", { class: "checks" }, boxes), hint ? make("span", { class: "hint" }, hint) : null);
}

export const checked = (form, name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
export const valueOf = (form, name) => form.elements[name].value;
export const numberOf = (form, name) => (valueOf(form, name).trim() === "" ? null : Number(valueOf(form, name)));

/** What the office says in words, with the cases that its general sentence does not fit. */
export function sentence(error) {
  const facts = error.facts ?? {};
  if (facts.numbers?.length) return words("Already given: {numbers}. Nothing was entered.", { numbers: facts.numbers.join(", ") });
  if (facts.what === "last_head") return words("At least one head must be able to sign in. Make another head first.");
  if (facts.what === "last_service") return words("The office needs at least one service.");
  if (facts.what === "service") return words("{n} numbers of today still need this service. Switch it off now and remove it after work.", { n: facts.waiting });
  if (facts.what === "counter_open") return words("Somebody is signed in at counter {n}. They have to sign out first.", { n: facts.counter });
  if (facts.what === "counter_waiting") return words("Numbers were sent to counter {n} and still wait there.", { n: facts.counter });
  if (facts.errors?.length) return facts.errors[0].why;
  return error.message;
}

/** Where "fees.0.dong" is told: there, else at "fees.0", else at "fees". */
function hostOf(form, parts) {
  for (let length = parts.length; length > 0; length -= 1) {
    const host = form.querySelector(`[data-field="${CSS.escape(parts.slice(0, length).join("."))}"]`);
    if (host) return host;
  }
  return null;
}

/** Put the mistakes of a refused form beside their fields; true when all of them found their place. */
function place(form, errors) {
  let first = null;
  let placed = 0;
  for (const { field: name, why } of errors) {
    const host = hostOf(form, String(name).split("."));
    if (!host) continue;
    placed += 1;
    host.classList.add("is-wrong");
    host.querySelector(".wrong")?.remove();
    const note = make("span", { class: "wrong", role: "alert" }, why);
    host.append(note);
    const input = host.querySelector("input, select, textarea");
    input?.setAttribute("aria-invalid", "true");
    first ??= input;
  }
  first?.focus();
  return placed > 0 && placed === errors.length;
}

export function clearMistakes(form) {
  for (const host of form.querySelectorAll(".is-wrong")) host.classList.remove("is-wrong");
  for (const note of form.querySelectorAll(".wrong")) note.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/** Run `act` for this form: its mistakes go to their fields, everything else into the line above the buttons. */
export async function saving(form, act) {
  if (form.dataset.busy) return undefined;
  clearMistakes(form);
  form.dataset.busy = "yes";
  const buttons = [...form.querySelectorAll("button[type=submit]")];
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    const errors = mistakesOf(error);
    if (!(errors.length && place(form, errors))) general(form, sentence(error));
    return undefined;
  } finally {
    delete form.dataset.busy;
    for (const button of buttons) button.removeAttribute("aria-disabled");
  }
}

function mistakesOf(error) {
  if (error.code === "already_there" && error.facts?.field) return [{ field: error.facts.field, why: words("This one is already there.") }];
  return error.facts?.errors ?? [];
}

function general(form, text) {
  const foot = form.querySelector(".acts-end, .dialog-foot") ?? form.lastElementChild;
  foot.before(make("p", { class: "wrong", role: "alert" }, text));
}

/**
 * A dialog that edits one thing. `content`: elements; `save(form)`: does it, throws Problem; `extra`: buttons at the left.
 * Resolves to what `save` gave, or null when it was closed.
 */
export function edit({ title, text = "", content, saveLabel = words("Save"), save, extra = [], wide = false, name = "edit" }) {
  let handle = null;
  const submit = make("button", { class: "button button-go", type: "submit" }, saveLabel);
  const form = make("form", { class: "form form-full", novalidate: true }, content,
    make("div", { class: "dialog-foot" }, extra.length ? make("span", { class: "hint acts" }, extra) : null, cancelButton(() => handle), submit));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const done = await saving(form, () => save(form));
    if (done !== undefined) handle.close(done);
  });
  handle = open({ title, text, content: [form], wide, name });
  keepOpen(handle.element);
  form.closeDialog = (value = null) => handle.close(value);
  (form.querySelector("[autofocus]") ?? form.querySelector("input, select, textarea"))?.focus();
  return handle.closed;
}

/** Clicks beside the box do not close it. */
function keepOpen(element) {
  element.addEventListener("click", (event) => { if (event.target === element) event.stopImmediatePropagation(); }, { capture: true });
}

/** Something that is shown once: big, to be written down, with a way to copy it. */
export function reveal({ title, text, secret, long = false, note = "" }) {
  let handle = null;
  const shown = make("output", { class: long ? "secret secret-long" : "secret", tabindex: 0 }, secret);
  const copy = make("button", { class: "button", type: "button", onclick: () => copyText(secret, shown) }, words("Copy"));
  const done = make("button", { class: "button button-go", type: "button", autofocus: true, onclick: () => handle.close(true) }, words("I have written it down"));
  handle = open({ title, text, content: [shown, note ? make("p", { class: "quiet" }, note) : null].filter(Boolean), foot: [copy, done], name: "secret" });
  keepOpen(handle.element);
  return handle.closed;
}

async function copyText(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words("Copied."), { kind: "good", seconds: 3 });
  } catch {
    const range = document.createRange();
    range.selectNodeContents(shown);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    toast(words("Please copy the marked text."), { seconds: 4 });
  }
}

/** Do something at once, say what was done, and offer to take it back. Refusals are shown as a toast. */
export async function doing(act, said, undo = null) {
  try {
    const answer = await act();
    toast(typeof said === "function" ? said(answer) : said, {
      kind: "good", seconds: undo ? 10 : 5,
      act: undo && { label: words("Undo"), run: () => doing(undo, words("Taken back.")) },
    });
    return answer;
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    toast(sentence(error), { kind: "bad", seconds: 9 });
    return undefined;
  }
}

/** Send a file as the body itself. */
export async function upload(path, file) {
  const url = `${path}?request_id=${freshId()}`;
  const answer = await fetch(url, {
    method: "PUT", body: file, credentials: "same-origin",
    headers: { "X-CSRF-Token": page.csrf ?? "", "Accept-Language": page.language, "Content-Type": file.type || "application/octet-stream" },
  });
  const body = await answer.json();
  if (!answer.ok) throw new Problem(answer.status, body);
  return body;
}

/** The name of a service or a choice in the reader's language. */
export const named = (one) => (page.language !== "vi" && (one.name_en || one.label_en)) || one.name || one.label;

export const letter = (prefix, title) => make("span", { class: `letter letter-${prefix}`, title }, prefix);
export const empty = (drawing, title, text, ...more) => make("div", { class: "empty" }, drawing, make("b", {}, title), text ? make("p", {}, text) : null, more);
export const may = page.data.may_change;
export { call, fill, make };
