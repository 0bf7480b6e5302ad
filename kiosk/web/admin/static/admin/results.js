// The result of a day: figures, bars by hour, and tables by hour, service and counter; any day that is kept.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get } from "../pages/call.js";
import { bare, boxes, day, latest, minutes, percent, serviceName, tableOf } from "./figures.js";
import { empty, named } from "./forms.js";

const AGAIN_MS = 30_000;
const view = { found: page.data.found };
const content = document.getElementById("content");
const acts = document.getElementById("acts");

function draw() {
  const { found } = view;
  const chosen = document.activeElement?.dataset.key;
  fill(acts, found.total.people ? make("a", { class: "button", href: `/api/v1/admin/results.csv?date=${found.date}`, download: true }, picture("paper", 20), words("As a table (CSV)")) : null);
  fill(content, found.date ? chooser() : null, found.total.people ? [figures(), hours(), services(), counters()] : nothing());
  if (chosen) content.querySelector(`[data-key="${CSS.escape(chosen)}"]`)?.focus();
}

function nothing() {
  if (!view.found.date) return empty(picture("chart", 48), words("No working day yet"), words("Its result appears here as soon as somebody takes a number."));
  return empty(picture("chart", 48), words("Nobody took a number on this day"), words("Choose another day above."));
}

function chooser() {
  const { date, dates, status } = view.found;
  const at = dates.indexOf(date);
  const select = make("select", { "data-key": "day", "aria-label": words("Day"), onchange: (event) => show(event.target.value) },
    dates.map((one) => make("option", { value: one, selected: one === date }, day(one))));
  const step = (key, drawing, label, to) => make("button", { class: "button", type: "button", "data-key": key, "aria-label": label, title: label, disabled: !dates[to], onclick: () => show(dates[to]) }, picture(drawing, 20));
  return make("div", { class: "chosen-day" }, step("earlier", "back", words("The day before"), at + 1), select, step("later", "forward", words("The day after"), at - 1),
    status === "open" ? make("span", { class: "tag tag-good" }, words("Still open: the figures grow")) : make("span", { class: "tag" }, words("Closed")));
}

async function show(date, quietly = false) {
  const found = await latest(() => get(`/api/v1/admin/results?date=${date}`), { quietly });
  if (found) { view.found = found; draw(); }
}

function figures() {
  const { total } = view.found;
  const share = (n) => words("{share} of all", { share: percent(n, total.people) });
  const left = total.gone + total.left;
  return boxes(4, [[words("Number of people"), format.number(total.people), total.present ? words("{n} still here", { n: format.number(total.present) }) : ""],
    [words("Served"), format.number(total.served), share(total.served)], [words("Absent"), format.number(total.absent), share(total.absent)],
    [words("Left without service"), format.number(left), share(left)],
    [words("Mean wait"), minutes(total.wait_ms), words("to the first call")], [words("95 of 100 waited at most"), minutes(total.wait_p95_ms), ""],
    [words("Longest wait"), minutes(total.wait_longest_ms), ""], [words("Mean time at the counter"), minutes(total.served_ms), ""]]);
}

function hours() {
  const { hours: groups } = view.found;
  const most = Math.max(...groups.map((one) => one.tally.people));
  return card("hours", words("By hour"), make("div", { class: "bars", "aria-hidden": "true" }, groups.map((one) => bar(one, most))),
    table(words("Hour"), groups, (one) => hourName(one.key), words("A person belongs to the hour in which the number was taken.")));
}

const hourName = (hour) => `${String(hour).padStart(2, "0")}:00`;

function bar(one, most) {
  const height = make("div", { class: "bar-height" });
  height.style.height = `${(100 * one.tally.people) / most}%`;
  return make("div", { class: "bar-of-hour" }, make("b", {}, format.number(one.tally.people)), make("div", { class: "bar-room" }, height), make("span", {}, hourName(one.key)));
}

const services = () => card("services", words("By service"), table(words("Service"), view.found.services, serviceName));

function counters() {
  const { counters: groups } = view.found;
  return groups.length ? card("counters", words("By counter"), table(words("Counter"), groups, named, words("A person belongs to the counter that called last."))) : null;
}

const card = (id, title, ...more) => make("section", { class: "card", id }, make("h2", {}, title), more);

function table(first, groups, name, note) {
  const present = view.found.total.present > 0;
  const heads = [first, words("Number of people"), words("Served"), words("Absent"), words("Cancelled"), words("Not called"), present ? words("Still here") : null,
    words("Mean wait"), words("95 of 100 at most"), words("Longest"), words("Mean time at the counter")].filter(Boolean);
  const drawn = tableOf(heads, groups.map((one) => {
    const t = one.tally;
    const counts = [t.people, t.served, t.absent, t.gone, t.left, ...(present ? [t.present] : [])];
    return [name(one), ...counts.map((n) => (n ? format.number(n) : "–")), ...[t.wait_ms, t.wait_p95_ms, t.wait_longest_ms, t.served_ms].map(bare)];
  }));
  return [drawn, make("p", { class: "card-note" }, words("Times are in minutes."), note ? ` ${note}` : "")];
}

draw();
// A day that still runs is looked at again, as long as somebody sees the page.
setInterval(() => { if (view.found.status === "open" && document.visibilityState === "visible") void show(view.found.date, true); }, AGAIN_MS);
