// The office's notices: one line each, with the days on which it is shown; those of the tier above stand below.
import { fill, make, page, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { table } from "./asking.js";
import { calendar, inFigures } from "./calendar.js";
import { doing, edit, may } from "./forms.js";

const MOST = 10;
const host = make("section", { class: "card card-gap", id: "notices" });

function draw() {
  const rows = calendar.notices.map((one) => make("tr", {}, make("td", { class: "wide-cell" }, one.text), make("td", { class: "nowrap" }, tag(one), " ", shown(one))));
  const above = page.data.notices_above;
  fill(host, make("h2", {}, words("Notices")), make("p", { class: "quiet" }, words("On the hall display and, while nobody uses it, on the touch screen.")),
    rows.length ? table([], rows) : make("p", { class: "quiet" }, words("None of the office.")),
    above.length ? [make("h3", {}, words("Notices from the tier above")), above.map((text) => make("p", {}, text))] : null,
    may ? make("div", { class: "day-acts" }, make("button", { class: "button", type: "button", "data-key": "notices", onclick: change }, words("Change…"))) : null);
}

function tag(one) {
  if (one.until && one.until < page.data.today) return make("span", { class: "tag" }, words("Over"));
  return one.since > page.data.today ? make("span", { class: "tag tag-warn" }, words("Later")) : make("span", { class: "tag tag-good" }, words("Now"));
}

function shown({ since, until }) {
  if (since && until) return `${inFigures(since)} – ${inFigures(until)}`;
  if (since) return words("from {date}", { date: inFigures(since) });
  return until ? words("until {date}", { date: inFigures(until) }) : words("always");
}

async function set(notices) {
  const { settings } = await post("/api/v1/admin/settings/notices", { notices });
  calendar.notices = settings.notices;
  draw();
  calendar.changed();
  return true;
}

async function change() {
  const before = calendar.notices;
  const held = before.map((one) => ({ ...one }));
  if (!held.length) held.push({ text: "", since: "", until: "" });
  const rows = make("div", { class: "leaders" });
  drawRows(rows, held);
  const done = await edit({
    title: words("Notices"), text: words("Without days a notice is always shown."), name: "notices", wide: true, content: [rows],
    save: () => { dropEmpty(rows, held); return set(held); },
  });
  if (done) await doing(async () => true, words("Saved."), () => set(before));
}

/** So that a mistake that the office names by its place finds its row. */
function dropEmpty(rows, held) {
  const filled = held.filter((one) => one.text.trim());
  if (filled.length === held.length) return;
  held.splice(0, held.length, ...filled);
  drawRows(rows, held);
}

function drawRows(rows, held) {
  const again = (at) => { drawRows(rows, held); rows.querySelectorAll("input[type=text]")[at]?.focus(); };
  const add = make("button", { class: "button button-small", type: "button", disabled: held.length >= MOST, onclick: () => again(held.push({ text: "", since: "", until: "" }) - 1) }, picture("plus", 16), words("Add a notice"));
  const head = held.length ? make("div", { class: "notice-row row-head", "aria-hidden": "true" }, [words("Notice"), words("First day"), words("Last day"), ""].map((text) => make("span", {}, text))) : null;
  fill(rows, head, held.map((one, at) => row(held, one, at, again)), add);
}

function row(held, one, at, again) {
  const input = (key, label, type) => make("input", { value: one[key], type, maxlength: type === "text" ? 160 : null, autocomplete: "off", "aria-label": `${label} ${at + 1}`, title: label, placeholder: label, oninput: (event) => { one[key] = event.target.value; } });
  const day = (key, label) => make("label", { class: "in-row" }, make("span", {}, label), input(key, label, "date"));
  return make("div", { class: "notice-row field", "data-field": `notices.${at}` }, input("text", words("Notice"), "text"), day("since", words("First day")), day("until", words("Last day")),
    make("button", { class: "button button-small", type: "button", title: words("Remove"), "aria-label": `${words("Remove")} ${at + 1}`, onclick: () => { held.splice(at, 1); again(Math.max(0, at - 1)); } }, picture("cross", 16)));
}

export function notices() {
  draw();
  return host;
}
