// How loud at which hour, and when not at all.
import { fill, make, picture, words } from "../pages/page.js";
import { may } from "./forms.js";

const HOURS = [...Array(24).keys()];
const MOST = 6;
const two = (value) => String(value).padStart(2, "0");
const clock = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

/** "7:30", "0730", "7h30" or "7" as minutes after midnight; null for what is no time. */
function minutes(text) {
  const found = /^\s*(\d{1,2})\s*[:h.]?\s*(\d{2})?\s*$/i.exec(text);
  if (!found) return null;
  const value = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && value <= 1440 ? value : null;
}

export const volumesOf = (form) => HOURS.map((hour) => Number(form.elements[`volume-${hour}`].value));

export function hoursCard(held) {
  const quiet = make("div", { class: "quiet-times", "data-field": "quiet" });
  drawQuiet(quiet, held);
  return make("section", { class: "card" }, make("h2", {}, words("Volume by the hour")), make("p", { class: "quiet" }, words("In percent; 0 is silence. The hall display always goes on.")),
    make("div", { class: "volumes", "data-field": "volume", role: "group", "aria-label": words("Volume by the hour") }, HOURS.map((hour) => bar(hour, held))), make("h3", {}, words("Quiet times")), quiet);
}

function bar(hour, held) {
  const shown = make("output", {}, held.volume[hour]);
  const slider = make("input", { type: "range", min: 0, max: 100, step: 5, value: held.volume[hour], name: `volume-${hour}`, disabled: !may, "aria-label": words("Volume from {hour} o'clock", { hour }) });
  slider.addEventListener("input", () => { held.volume[hour] = Number(slider.value); shown.textContent = slider.value; });
  return make("label", { class: "volume" }, shown, slider, make("span", {}, two(hour)));
}

function drawQuiet(host, held) {
  const spans = held.quiet.map((span, at) => one(host, held, span, at));
  const add = make("button", { class: "button button-small", type: "button", disabled: held.quiet.length >= MOST, onclick: () => { held.quiet.push([690, 810]); drawQuiet(host, held); host.querySelectorAll("input")[2 * held.quiet.length - 2].focus(); } }, picture("plus", 16), words("Quiet time"));
  fill(host, make("div", { class: "spans" }, spans.length ? spans : make("span", { class: "quiet" }, words("None: announcements can always be heard.")), may ? add : null));
}

function one(host, held, span, at) {
  const input = (end) => make("input", {
    value: clock(span[end]), inputmode: "numeric", maxlength: 5, autocomplete: "off", disabled: !may, onchange: (event) => change(event.target, span, end),
    "aria-label": end ? words("Quiet time {n}, until", { n: at + 1 }) : words("Quiet time {n}, from", { n: at + 1 }),
  });
  const away = make("button", { class: "button button-small", type: "button", title: words("Remove"), "aria-label": words("Remove quiet time {n}", { n: at + 1 }), onclick: () => { held.quiet.splice(at, 1); drawQuiet(host, held); } }, picture("cross", 14));
  return make("span", { class: "span" }, input(0), "–", input(1), may ? away : null);
}

function change(input, span, end) {
  const host = input.closest(".quiet-times");
  host.querySelector(".wrong")?.remove();
  const value = minutes(input.value);
  if (value === null) {
    host.append(make("span", { class: "wrong", role: "alert" }, words("Please write a time like 07:30.")));
    input.focus();
    return;
  }
  span[end] = value;
  input.value = clock(value);
}
