// One content page: its text at the left, at the right what citizens will read as one types, and the earlier ones.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { drawBlocks } from "../pages/blocks.js";
import { get, NoAnswer, post, Problem } from "../pages/call.js";
import { cancelButton, open } from "../pages/dialogs.js";
import { rested, table } from "./asking.js";
import { doing, field, may, saving, valueOf } from "./forms.js";
import { marksOf } from "./marks.js";

const NEW = "";
const BLANK = { slug: NEW, title: "", pictogram: "information", markdown: "", since: "", until: "" };
export const drafts = new Map(); // slug ("" = a new page) → what was typed and not saved

/** `view`: {pictograms, longest}; `one` null: a new page. */
export function editorOf(one, view) {
  const saved = one ?? BLANK;
  const now = { ...saved, ...drafts.get(saved.slug) };
  const parts = { preview: make("div", { class: "blocks" }), why: make("div", { class: "gaps", "aria-live": "polite" }), title: make("h2", { class: "preview-title" }) };
  const form = make("form", { class: "form form-full", novalidate: true }, heads(now), pictograms(now, view.pictograms), text(now, view.longest), parts.why, may ? foot(saved, form_) : null);
  const host = make("div", { class: "editor" }, make("section", { class: "card", id: "editor" }, form), make("section", { class: "card", id: "preview" }, make("p", { class: "quiet small" }, words("As citizens read it")), parts.title, parts.preview));
  const look = looker(form, parts);
  const later = rested(look, 350);
  form.addEventListener("input", () => { drafts.set(saved.slug, given(form)); form.dataset.changed = "yes"; parts.title.textContent = valueOf(form, "title"); later(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); void save(form, saved); });
  form.dataset.changed = drafts.has(saved.slug) ? "yes" : "";
  parts.title.textContent = now.title;
  void look();
  return host;

  function form_() { return form; }
}

const heads = (now) => [field({ name: "title", label: words("Name of the page"), value: now.title, maxlength: 80, disabled: !may }),
  make("div", { class: "form-row" }, field({ name: "since", label: words("First day"), kind: "date", value: now.since, disabled: !may, hint: words("Empty: from now on.") }), field({ name: "until", label: words("Last day"), kind: "date", value: now.until, disabled: !may, hint: words("Empty: until it is taken away.") }))];

const pictograms = (now, names) => make("div", { class: "field", "data-field": "pictogram", role: "radiogroup", "aria-label": words("Picture") }, make("span", { class: "label" }, words("Picture")),
  make("div", { class: "drawings" }, names.map((name) => make("label", { class: "drawing", title: name }, make("input", { type: "radio", name: "pictogram", value: name, checked: name === now.pictogram, disabled: !may, "aria-label": name }), picture(name, 26)))));

function text(now, longest) {
  const area = make("textarea", { class: "content-text", name: "markdown", id: "text", maxlength: longest, disabled: !may, spellcheck: "false", "aria-label": words("Text") });
  area.value = now.markdown;
  return make("div", { class: "field", "data-field": "markdown" }, make("span", { class: "label" }, words("Text")), may ? marksOf(area) : null, area);
}

const given = (form) => ({ title: valueOf(form, "title").trim(), pictogram: valueOf(form, "pictogram"), markdown: valueOf(form, "markdown"), since: valueOf(form, "since"), until: valueOf(form, "until") });

/** What the text looks like; an answer that a later one overtook is not shown. */
function looker(form, { preview, why }) {
  let asked = 0;
  return async function look() {
    const question = ++asked;
    try {
      const found = await post("/api/v1/admin/content/preview", { markdown: valueOf(form, "markdown") }, { tries: 1 });
      if (question !== asked) return;
      fill(preview, found.blocks.length ? drawBlocks(found.blocks) : make("p", { class: "quiet" }, nothing(valueOf(form, "markdown"))));
      fill(why, found.why.length ? [make("p", {}, words("Not shown to citizens until this is filled in:")), make("ul", {}, found.why.map((one) => make("li", {}, one)))] : null);
      preview.classList.remove("is-old");
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
      if (question !== asked) return;
      preview.classList.add("is-old");
      fill(why, make("p", {}, error.facts?.errors?.[0]?.why ?? error.message));
    }
  };
}

const nothing = (markdown) => (markdown.includes("[[") ? words("Nothing to show yet. The leaders are entered on the overview page.") : words("Nothing is written yet."));

function foot(saved, formOf) {
  const forget = () => { drafts.delete(saved.slug); window.dispatchEvent(new Event("hashchange")); };
  return make("div", { class: "day-acts" }, make("button", { class: "button button-go", type: "submit", "data-key": "save" }, picture("check", 20), words("Save")),
    make("button", { class: "button only-changed", type: "button", "data-key": "forget", onclick: forget }, picture("undo", 20), words("Throw away what I typed")),
    saved.versions > 1 ? make("button", { class: "button", type: "button", "data-key": "earlier", onclick: () => earlier(saved, formOf()) }, picture("clock", 20), words("Earlier texts…")) : null);
}

const leave = () => { location.hash = ""; };
const path = (slug, act = "") => `/api/v1/admin/content/${encodeURIComponent(slug)}${act}`;

async function save(form, saved) {
  const wanted = given(form);
  const done = await saving(form, () => post(saved.slug ? path(saved.slug) : "/api/v1/admin/content", wanted));
  if (!done) return;
  drafts.delete(saved.slug);
  leave();
  const { title, pictogram, markdown, since, until } = saved;
  const back = saved.slug && (async () => { await post(path(saved.slug), { title, pictogram, markdown, since, until }); window.dispatchEvent(new Event("hashchange")); return true; });
  const said = done.page.state === "shown" ? words("Saved. Citizens read it from now on.") : words("Saved. Citizens do not see it yet.");
  await doing(async () => true, said, back || null);
}

async function earlier(saved, form) {
  const found = await doing_(() => get(path(saved.slug, "/versions")));
  if (!found) return;
  let handle = null;
  const rows = found.versions.slice(1).map((one) => make("tr", {}, make("td", { class: "nowrap num" }, `${format.clock(one.at)} ${format.day(one.at)}`), make("td", {}, make("b", {}, one.title), make("small", { class: "quiet first-words" }, one.markdown.slice(0, 120))),
    make("td", { class: "end" }, make("button", { class: "button button-small", type: "button", onclick: () => { handle.close(null); void restore(saved, one, form); } }, words("Use it again")))));
  handle = open({ title: words("Earlier texts"), text: words("The time says when each was written."), content: [table([words("Written on"), words("Text"), ""], rows)], foot: [cancelButton(() => handle)], name: "earlier", wide: true });
  await handle.closed;
}

async function doing_(act) {
  try {
    return await act();
  } catch (error) {
    await doing(() => { throw error; }, "");
    return undefined;
  }
}

async function restore(saved, version, form) {
  const again = (n) => async () => { await post(path(saved.slug, "/restore"), { version: n }); drafts.delete(saved.slug); window.dispatchEvent(new Event("hashchange")); return true; };
  const { title, pictogram, markdown, since, until } = saved;
  const back = async () => { await post(path(saved.slug), { title, pictogram, markdown, since, until }); window.dispatchEvent(new Event("hashchange")); return true; };
  delete form.dataset.changed;
  if (await doing(again(version.version), words("The earlier text is used again."), back)) leave();
}

window.addEventListener("beforeunload", (event) => { if (drafts.size) event.preventDefault(); });
