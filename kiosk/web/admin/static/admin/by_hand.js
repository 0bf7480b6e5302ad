// After an outage: the numbers that were written on paper, entered with their times, all of them or none.
import { make, page, picture, words } from "../pages/page.js";
import { post, Problem } from "../pages/call.js";
import { doing, edit, named } from "./forms.js";

/** `date`: of the working day, "2026-11-23". */
export async function enterByHand(services, date, after) {
  const rows = make("div", { class: "hand-rows", "data-field": "tickets" });
  const add = () => rows.append(row(services, rows));
  rows.append(make("div", { class: "hand-row row-head", "aria-hidden": "true" }, [words("Number"), words("Service"), words("Taken at"), words("Called at"), words("Done at"), ""].map((text) => make("span", {}, text))));
  add();
  const done = await edit({
    title: words("Numbers written by hand"), wide: true, name: "by-hand", saveLabel: words("Enter them"),
    text: words("For the time when the machine stood still. Times are those of the working day; leave out what nobody knows."),
    content: [rows, make("div", {}, make("button", { class: "button button-small", type: "button", onclick: () => { add(); rows.lastElementChild.querySelector("input").focus(); } }, picture("plus", 18), words("One more")))],
    save: () => post("/api/v1/day/tickets-by-hand", { tickets: complete(numbered(rows).map((one) => read(one, date))) }),
  });
  if (!done) return;
  await doing(async () => done, words("The numbers were entered and marked as written by hand."));
  await after();
}

function row(services, rows) {
  const place = rows.children.length - 1;
  const one = make("div", { class: "hand-row", "data-row": place, "data-field": `tickets.${place}` },
    input("number", words("Number"), { maxlength: 8, placeholder: "A031" }), select(services), time("issued_at", words("Taken at")), time("called_at", words("Called at")), time("finished_at", words("Done at")),
    make("button", { class: "button button-small", type: "button", title: words("Remove"), "aria-label": words("Remove"), onclick: () => { if (rows.children.length > 2) one.remove(); } }, picture("cross", 16)));
  const [number] = one.getElementsByTagName("input");
  number.addEventListener("input", () => {
    const letter = number.value.trim().charAt(0).toUpperCase();
    const service = services.find((other) => other.prefix === letter);
    if (service) one.querySelector("select").value = service.id;
  });
  return one;
}

const input = (name, label, more) => make("input", { class: "input", name, "aria-label": label, autocomplete: "off", ...more });
const time = (name, label) => make("label", { class: "in-row" }, make("span", {}, label), input(name, label, { type: "time" }));
const select = (services) => make("select", { class: "input", name: "service", "aria-label": words("Service") }, services.map((one) => make("option", { value: one.id }, `${one.prefix} · ${named(one)}`)));

/** The rows, named by the place that the office will know them by. */
function numbered(rows) {
  const all = [...rows.querySelectorAll("[data-row]")];
  all.forEach((one, at) => { one.dataset.field = `tickets.${at}`; });
  return all;
}

/** The rows, or a refusal that names the first ones with nothing in them. */
function complete(tickets) {
  const errors = tickets.flatMap((one, at) => (one.number && one.issued_at ? [] : [{ field: `tickets.${at}`, why: words("The number and the time when it was taken are needed.") }]));
  if (errors.length) throw new Problem(422, { code: "invalid", errors });
  return tickets;
}

function read(one, date) {
  const value = (name) => one.querySelector(`[name="${name}"]`).value.trim();
  return { number: value("number").toUpperCase(), service: value("service"), issued_at: on(date, value("issued_at")) ?? "", called_at: on(date, value("called_at")), finished_at: on(date, value("finished_at")) };
}

/** "08:15" of that day in the office's zone as RFC 3339; null for nothing. */
function on(date, clock) {
  if (!clock) return null;
  const naive = Date.parse(`${date}T${clock}:00Z`);
  return new Date(naive - offset(naive)).toISOString();
}

/** How far the office's zone is ahead of UTC at that time, in ms. */
function offset(at) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: page.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }).formatToParts(new Date(at)).map((part) => [part.type, part.value]));
  return Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`) - at;
}
