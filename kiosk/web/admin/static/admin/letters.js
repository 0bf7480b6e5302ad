// What citizens have written into the suggestion box: newest first, for the head alone.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, post } from "../pages/call.js";
import { asker, chips } from "./asking.js";
import { doing, edit, empty, may } from "./forms.js";
import { boxButton, boxNote } from "./suggestion_box.js";

const AGAIN_MS = 60_000;
const view = { reason: "", unread: false, found: null };
const content = document.getElementById("content");
const filters = make("div", {});
const list = make("div", { id: "letters" });
const ask = asker(list);
const readAll = make("button", { class: "button", type: "button", id: "read-all", hidden: true, onclick: () => read(view.found.items.filter((one) => !one.read)) }, picture("check", 20), words("Mark all here as read"));

const address = (offset) => `/api/v1/admin/letters?${new URLSearchParams({ offset, reason: view.reason, ...(view.unread && { unread: true }) })}`;

async function load() {
  await ask(() => get(address(0), { tries: 2 }), (found) => { view.found = found; drawFilters(); return drawn(); });
}

async function older() {
  await ask(() => get(address(view.found.items.length), { tries: 2 }), (found) => { view.found = { ...found, items: [...view.found.items, ...found.items] }; drawFilters(); return drawn(); });
}

function drawFilters() {
  const { unread, reasons } = view.found;
  const at = document.activeElement?.dataset.key;
  const choices = [["", words("All")], ["unread", words("Not read ({n})", { n: unread })], ...reasons.filter((one) => one.count).map((one) => [`r-${one.id}`, words("{what} ({n})", { what: labelOf(one), n: one.count })])];
  const chosen = view.unread ? "unread" : view.reason && `r-${view.reason}`;
  fill(filters, chips(words("Which"), choices, chosen, (key) => { Object.assign(view, { unread: key === "unread", reason: key.startsWith("r-") ? key.slice(2) : "" }); void load(); }));
  if (at) filters.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
  readAll.hidden = !view.found.items.some((one) => !one.read);
  badge(unread);
}

const labelOf = (one) => (page.language !== "vi" && one.label_en) || one.label;

/** The number beside this page's name in the navigation. */
function badge(n) {
  const mark = document.querySelector(".side-link.is-here .side-count");
  if (!mark) return;
  mark.textContent = format.number(n);
  mark.hidden = n === 0;
}

function drawn() {
  const { items, total } = view.found;
  if (!items.length) return make("section", { class: "card" }, nothing());
  return [items.map(letter), items.length < total ? make("div", { class: "more" }, make("button", { class: "button", type: "button", onclick: older }, words("Show older"))) : null];
}

function nothing() {
  if (view.unread) return empty(picture("check", 48), words("All are read"), "");
  if (view.reason) return empty(picture("chat", 48), words("None for this reason"), words("Choose something else above."));
  return empty(picture("chat", 48), words("Nobody has written yet"), words("What people write into the suggestion box of the touch screen comes here."));
}

function letter(one) {
  const tags = one.reasons.map((reason) => make("span", { class: "tag tag-primary" }, labelOf(reason)));
  const small = (key, text, run, kind = "") => make("button", { class: `button button-small ${kind}`, type: "button", "data-key": `${key}-${one.id}`, onclick: run }, text);
  return make("article", { class: `card letter-card ${one.read ? "" : "is-new"}`, "data-letter": one.id },
    make("div", { class: "letter-head" }, one.read ? null : make("span", { class: "tag tag-warn" }, words("New")), make("time", { class: "num", datetime: one.at }, `${format.clock(one.at)} ${format.day(one.at)}`), tags, one.training ? make("span", { class: "tag" }, words("Training")) : null, one.screen ? make("span", { class: "quiet small" }, one.screen) : null,
      make("span", { class: "acts letter-acts" }, one.read ? null : small("read", words("Mark as read"), () => read([one])), one.erased || !one.text || !may ? null : small("erase", words("Erase…"), () => erase(one), "button-plain"))),
    one.erased ? make("p", { class: "quiet" }, words("The text was erased.")) : one.text ? make("p", { class: "as-written" }, one.text) : make("p", { class: "quiet" }, words("Without a text.")));
}

async function read(letters) {
  const ids = letters.map((one) => one.id);
  await doing(async () => {
    const { unread } = await post("/api/v1/admin/letters/read", { ids });
    view.found.unread = unread;
    for (const one of view.found.items) if (ids.includes(one.id)) one.read = true;
    redraw();
    return true;
  }, ids.length === 1 ? words("Marked as read.") : words("{n} are marked as read.", { n: ids.length }));
}

function redraw() {
  drawFilters();
  fill(list, drawn());
}

async function erase(one) {
  const done = await edit({
    title: words("Erase this text?"), text: words("It is erased here and at the tier above, and cannot be brought back. Its reasons stay, because they are counted."), saveLabel: words("Erase it"), name: "erase",
    content: [make("blockquote", { class: "as-written letter-quote" }, one.text)],
    save: async () => (await post(`/api/v1/admin/letters/${one.id}/erase`)).letter,
  });
  if (!done) return;
  Object.assign(view.found.items.find((other) => other.id === one.id), done);
  redraw();
  await doing(async () => true, words("The text is erased."));
}

document.getElementById("acts").append(readAll, ...boxButton());
fill(content, boxNote(), filters, list);
await load();
/** A new one comes by itself as long as nobody is doing something here. */
setInterval(() => { if (document.visibilityState === "visible" && !document.querySelector("dialog[open]") && view.found && view.found.items.length <= 50 && !list.contains(document.activeElement)) void load(); }, AGAIN_MS);
