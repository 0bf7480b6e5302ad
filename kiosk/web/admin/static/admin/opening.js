// The week: sessions of each day, and services that are switched off or have a limit, at one look.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { clearMistakes, doing, letter, may, named, saving } from "./forms.js";

const MOST = 4;
const DAYS = () => [words("Monday"), words("Tuesday"), words("Wednesday"), words("Thursday"), words("Friday"), words("Saturday"), words("Sunday")];
const view = { saved: page.data.weekly, weekly: structuredClone(page.data.weekly) };
const content = document.getElementById("content");
const form = make("form", { novalidate: true });

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** "7:30", "0730", "7h30" or "7" as minutes after midnight; null for what is no time. */
function minutes(text) {
  const found = /^\s*(\d{1,2})\s*[:h.]?\s*(\d{2})?\s*$/i.exec(text);
  if (!found) return null;
  const value = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && value <= 1440 ? value : null;
}

function draw() {
  fill(form, make("section", { class: "card" }, make("div", { class: "week" }, DAYS().map(day))), may ? save() : null);
}

function day(name, place) {
  const hours = view.weekly[place];
  const spans = hours.length ? hours.map((session, at) => span(name, place, at, session)) : [make("span", { class: "tag" }, words("Closed all day"))];
  return make("div", { class: "week-day", "data-field": `weekly.${place}` }, make("b", {}, name), make("div", { class: "spans" }, spans), may ? acts(name, place) : make("span"));
}

function span(name, place, at, session) {
  const input = (end) => make("input", {
    value: clock(session[end]), inputmode: "numeric", maxlength: 5, autocomplete: "off", disabled: !may, "data-time": `${place}-${at}-${end}`,
    "aria-label": end ? words("{day}, session {n}, until", { day: name, n: at + 1 }) : words("{day}, session {n}, from", { day: name, n: at + 1 }), onchange: (event) => change(event.target, place, at, end),
  });
  const away = make("button", { class: "button button-small", type: "button", title: words("Remove"), "aria-label": words("{day}: remove session {n}", { day: name, n: at + 1 }), onclick: () => { view.weekly[place].splice(at, 1); draw(); } }, picture("cross", 14));
  return make("span", { class: "span" }, input(0), "–", input(1), may ? away : null);
}

function change(input, place, at, end) {
  const value = minutes(input.value);
  if (value === null) { mistake(input); return; }
  input.closest(".week-day").classList.remove("is-wrong");
  input.closest(".week-day").querySelector(".wrong")?.remove();
  view.weekly[place][at][end] = value;
  input.value = clock(value);
  tell();
}

function mistake(input) {
  const host = input.closest(".week-day");
  host.classList.add("is-wrong");
  host.querySelector(".wrong")?.remove();
  host.append(make("span", { class: "wrong", role: "alert" }, words("Please write a time like 07:30.")));
  input.focus();
}

function acts(name, place) {
  const more = make("button", { class: "button button-small", type: "button", disabled: view.weekly[place].length >= MOST, "aria-label": words("{day}: one more session", { day: name }), onclick: () => add(place) }, picture("plus", 16), words("Session"));
  const copy = place === 0 ? make("button", { class: "button button-small button-plain", type: "button", onclick: () => { for (const at of [1, 2, 3, 4]) view.weekly[at] = structuredClone(view.weekly[0]); draw(); tell(); } }, words("As Monday until Friday")) : null;
  return make("span", { class: "acts" }, copy, more);
}

function add(place) {
  const hours = view.weekly[place];
  const from = hours.length ? Math.min(hours.at(-1)[1] + 60, 1380) : 450;
  hours.push([from, Math.min(from + 210, 1440)]);
  draw();
  form.querySelector(`[data-time="${place}-${hours.length - 1}-0"]`)?.focus();
}

const isChanged = () => JSON.stringify(view.weekly) !== JSON.stringify(view.saved);
const hint = make("span", { class: "quiet" });

function tell() { hint.textContent = isChanged() ? words("Not saved yet") : ""; }

function save() {
  tell();
  return make("div", { class: "sticky-save" }, make("button", { class: "button button-go", type: "submit" }, words("Save the hours")),
    make("button", { class: "button", type: "button", onclick: () => { view.weekly = structuredClone(view.saved); draw(); } }, words("As before")), hint);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.querySelector(".wrong")) { form.querySelector(".is-wrong input")?.focus(); return; }
  clearMistakes(form);
  const before = view.saved;
  const set = async (weekly) => { const { settings } = await post("/api/v1/admin/settings/weekly", { weekly }); view.saved = settings.weekly; view.weekly = structuredClone(settings.weekly); draw(); return true; };
  if (await saving(form, () => set(view.weekly))) await doing(async () => true, words("The hours hold from now on."), () => set(before));
});

const ON_THE_DAY = { closed: () => words("Closed all day"), morning: () => words("Open in the morning only"), afternoon: () => words("Open in the afternoon only") };
const onTheDay = (one) => ON_THE_DAY[one.kind]?.() ?? one.sessions.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(", ");

/** Days that the tier above has set; they go before the week. Nothing when there are none. */
function daysAbove() {
  const days = page.data.days_above;
  if (!days.length) return null;
  const rows = days.map((one) => make("tr", {}, make("td", {}, make("b", {}, format.day(`${one.date}T12:00:00`))), make("td", {}, onTheDay(one)), make("td", {}, one.name)));
  return make("section", { class: "card", id: "days-above" }, make("h2", {}, words("Special days from the tier above")),
    make("p", { class: "quiet" }, words("On these days they hold instead of the week above.")), make("div", { class: "table-wrap" }, make("table", { class: "table" }, make("tbody", {}, rows))));
}

function services() {
  const special = page.data.services.filter((one) => !one.switched_on || one.quota !== null);
  const rows = special.map((one) => make("tr", {}, make("td", {}, letter(one.prefix)), make("td", {}, make("b", {}, named(one))), make("td", {}, one.switched_on ? null : make("span", { class: "tag tag-warn" }, words("Switched off"))),
    make("td", { class: "num" }, one.quota === null ? "–" : words("at most {n} numbers a day", { n: one.quota }))));
  return make("section", { class: "card" }, make("h2", {}, words("Services with a limit or switched off")),
    rows.length ? make("div", { class: "table-wrap" }, make("table", { class: "table" }, make("tbody", {}, rows))) : make("p", { class: "quiet" }, words("Every service gives numbers without a limit within these hours.")),
    make("p", {}, make("a", { href: "/admin/services" }, words("Change it on the page of services"))));
}

fill(content, form, daysAbove(), services());
draw();
