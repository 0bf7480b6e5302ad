// Days that are not like others: the office's own, and those of the tier above, which a head can only shorten.
import { fill, make, page, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { table } from "./asking.js";
import { calendar, daysLater, inFigures, sessionsOf, spansOf, weekdayOf } from "./calendar.js";
import { doing, edit, field, may, valueOf } from "./forms.js";

const LONGEST = 60;
const KINDS = () => [["closed", words("Closed all day")], ["morning", words("Open in the morning only")], ["afternoon", words("Open in the afternoon only")], ["hours", words("Other hours…")]];
const NAMES = ["Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ Hùng Vương", "Ngày Chiến thắng 30/4", "Ngày Quốc tế Lao động 1/5", "Quốc khánh 2/9", "Làm bù", "Mất điện", "Hội nghị"];
const host = make("section", { class: "card card-gap", id: "special-days" });
const onTheDay = (one) => (one.kind === "hours" ? spansOf(one.sessions) : Object.fromEntries(KINDS())[one.kind]);
const toCome = (days) => days.filter((one) => one.date >= page.data.today);

function draw() {
  const own = toCome(calendar.days);
  fill(host, make("h2", {}, words("Holidays and other special days")), own.length ? table([], own.map((one) => row(one, may ? acts(one) : null)))
    : make("p", { class: "quiet" }, words("None ahead: the usual week holds.")), may ? make("div", { class: "day-acts" }, make("button", { class: "button", type: "button", id: "add-day", onclick: () => change(null) }, picture("plus", 18), words("Add days…"))) : null);
}

function row(one, more) {
  return make("tr", { "data-day": one.date }, make("td", { class: "nowrap" }, make("b", {}, inFigures(one.date))), make("td", { class: "quiet" }, weekdayOf(one.date)), make("td", {}, onTheDay(one)), make("td", {}, one.name), more ? make("td", { class: "acts" }, more) : null);
}

function acts(one) {
  const label = (text) => ({ "aria-label": `${text} – ${inFigures(one.date)}` });
  return make("span", { class: "acts acts-row" }, make("button", { class: "button button-small", type: "button", ...label(words("Change…")), onclick: () => change(one) }, words("Change…")),
    make("button", { class: "button button-small", type: "button", ...label(words("Remove")), onclick: () => remove(one) }, words("Remove")));
}

async function set(days) {
  const { settings } = await post("/api/v1/admin/settings/days", { days });
  calendar.days = settings.days;
  draw();
  calendar.changed();
  return true;
}

function remove(one) {
  const before = calendar.days;
  void doing(() => set(before.filter((day) => day.date !== one.date)), words("{date} is an ordinary day again.", { date: inFigures(one.date) }), () => set(before));
}

/** One date, or all from one to another. */
async function change(one) {
  const first = one?.date ?? page.data.today;
  const hours = field({ name: "hours", label: words("Hours"), value: one ? spansOf(one.sessions) : "", hint: words("As 07:30-11:30, 13:30-17:00") });
  const kind = field({ name: "kind", label: words("On this day"), kind: "select", options: KINDS(), value: one?.kind ?? "closed", onchange: (event) => { hours.hidden = event.target.value !== "hours"; } });
  const until = one ? null : field({ name: "until", label: words("Last day"), kind: "date", value: "", min: page.data.today, hint: words("Empty means: only this day.") });
  const names = make("datalist", { id: "day-names" }, NAMES.map((name) => make("option", { value: name })));
  hours.hidden = one?.kind !== "hours";
  const before = calendar.days;
  const done = await edit({
    title: one ? inFigures(one.date) : words("Special days"), name: "special-day",
    content: [make("div", { class: "form-row" }, one ? null : field({ name: "since", label: words("First day"), kind: "date", value: first, min: page.data.today, autofocus: true }), until), make("div", { class: "field", "data-field": "days" }, kind, hours),
      field({ name: "name", label: words("Name of the day"), value: one?.name ?? "", maxlength: 80, list: "day-names" }), names],
    save: (form) => {
      const dates = one ? [one.date] : datesOf(form);
      const sessions = valueOf(form, "kind") === "hours" ? sessionsOf(valueOf(form, "hours")) : [];
      if (sessions === null) return wrong(form, "hours", words("Please write times like 07:30-11:30, 13:30-17:00."));
      if (!dates) return wrong(form, "until", words("The last day must be at most {n} days after the first, and not before it.", { n: LONGEST }));
      const made = dates.map((date) => ({ date, kind: valueOf(form, "kind"), name: valueOf(form, "name"), sessions }));
      return set([...before.filter((day) => !dates.includes(day.date)), ...made]);
    },
  });
  if (done) await doing(async () => true, words("Saved. The preview shows what it means."), () => set(before));
}

function datesOf(form) {
  const [since, until] = [valueOf(form, "since"), valueOf(form, "until") || valueOf(form, "since")];
  if (!since || until < since || until > daysLater(since, LONGEST)) return null;
  const dates = [since];
  while (dates.at(-1) < until) dates.push(daysLater(dates.at(-1), 1));
  return dates;
}

function wrong(form, name, text) {
  const place = form.querySelector(`[data-field="${name}"]`);
  place.classList.add("is-wrong");
  place.append(make("span", { class: "wrong", role: "alert" }, text));
  place.querySelector("input").focus();
  return undefined;
}

export function specialDays() {
  draw();
  return host;
}

/** Days that the tier above has set. Nothing when there are none. */
export function daysAbove() {
  const days = toCome(page.data.days_above);
  if (!days.length) return null;
  return make("section", { class: "card card-gap", id: "days-above" }, make("h2", {}, words("Special days from the tier above")),
    make("p", { class: "quiet" }, words("On these days they hold instead of the usual week. The office can close earlier on them, not open longer.")), table([], days.map((one) => row(one, null))));
}
