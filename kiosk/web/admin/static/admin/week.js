// The usual week, and how long around each session numbers are given.
import { fill, make, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { calendar, clock, minutes, WEEKDAYS } from "./calendar.js";
import { clearMistakes, doing, field, may, saving } from "./forms.js";

const MOST = 4;
const form = make("form", { novalidate: true });
const hint = make("span", { class: "quiet" });

function draw() {
  fill(form, make("section", { class: "card card-gap" }, make("h2", {}, words("The usual week")), make("div", { class: "week" }, WEEKDAYS().map(day))), marginsCard(), may ? save() : null);
}

function day(name, place) {
  const hours = calendar.weekly[place];
  const spans = hours.length ? hours.map((session, at) => span(name, place, at, session)) : [make("span", { class: "tag" }, words("Closed all day"))];
  return make("div", { class: "week-day", "data-field": `weekly.${place}` }, make("b", {}, name), make("div", { class: "spans" }, spans), may ? acts(name, place) : make("span"));
}

function span(name, place, at, session) {
  const input = (end) => make("input", {
    value: clock(session[end]), inputmode: "numeric", maxlength: 5, autocomplete: "off", disabled: !may, "data-time": `${place}-${at}-${end}`,
    "aria-label": end ? words("{day}, session {n}, until", { day: name, n: at + 1 }) : words("{day}, session {n}, from", { day: name, n: at + 1 }), onchange: (event) => change(event.target, place, at, end),
  });
  const away = make("button", { class: "button button-small", type: "button", title: words("Remove"), "aria-label": words("{day}: remove session {n}", { day: name, n: at + 1 }), onclick: () => { calendar.weekly[place].splice(at, 1); redraw(); } }, picture("cross", 14));
  return make("span", { class: "span" }, input(0), "–", input(1), may ? away : null);
}

function change(input, place, at, end) {
  const value = minutes(input.value);
  if (value === null) { mistake(input); return; }
  input.closest(".week-day").classList.remove("is-wrong");
  input.closest(".week-day").querySelector(".wrong")?.remove();
  calendar.weekly[place][at][end] = value;
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
  const more = make("button", { class: "button button-small", type: "button", disabled: calendar.weekly[place].length >= MOST, "aria-label": words("{day}: one more session", { day: name }), onclick: () => add(place) }, picture("plus", 16), words("Session"));
  const copy = place === 0 ? make("button", { class: "button button-small button-plain", type: "button", onclick: () => { for (const at of [1, 2, 3, 4]) calendar.weekly[at] = structuredClone(calendar.weekly[0]); redraw(); } }, words("As Monday until Friday")) : null;
  return make("span", { class: "acts" }, copy, more);
}

function add(place) {
  const hours = calendar.weekly[place];
  const from = hours.length ? Math.min(hours.at(-1)[1] + 60, 1380) : 450;
  hours.push([from, Math.min(from + 210, 1440)]);
  redraw();
  form.querySelector(`[data-time="${place}-${hours.length - 1}-0"]`)?.focus();
}

function marginsCard() {
  const margin = (name, label) => field({ name, label, kind: "number", value: calendar.margins[name], min: 0, max: 240, disabled: !may, oninput: (event) => { calendar.margins[name] = Number(event.target.value); tell(); } });
  return make("section", { class: "card card-gap" }, make("h2", {}, words("When numbers are given")), make("p", { class: "quiet" }, words("People who come early can take a number before the session begins; near its end no more are given, so that everybody is still served.")),
    make("div", { class: "form-row" }, margin("issue_before", words("Minutes before a session begins")), margin("stop_before", words("No more in the last minutes of a session"))));
}

const redraw = () => { draw(); tell(); };

function tell() {
  hint.textContent = calendar.isChanged ? words("Not saved yet") : "";
  calendar.changed();
}

function save() {
  return make("div", { class: "sticky-save" }, make("button", { class: "button button-go", type: "submit" }, words("Save the hours")),
    make("button", { class: "button", type: "button", onclick: () => { Object.assign(calendar, structuredClone(calendar.saved)); redraw(); } }, words("As before")), hint);
}

async function set({ weekly, margins }) {
  await post("/api/v1/admin/settings/margins", margins);
  const { settings } = await post("/api/v1/admin/settings/weekly", { weekly });
  calendar.saved = { weekly: settings.weekly, margins: settings.margins };
  Object.assign(calendar, structuredClone(calendar.saved));
  redraw();
  return true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.querySelector(".wrong")) { form.querySelector(".is-wrong input")?.focus(); return; }
  clearMistakes(form);
  const before = structuredClone(calendar.saved);
  const whole = async () => { await calendar.tried(); return set(calendar); }; // two acts: neither when one is refused
  if (await saving(form, whole)) await doing(async () => true, words("The hours hold from now on."), () => set(before));
});

export function week() {
  draw();
  return form;
}
