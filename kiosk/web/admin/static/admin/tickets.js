// Today's numbers: found by number, service or state; printed once more.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, post } from "../pages/call.js";
import { table } from "./asking.js";
import { doing, empty, field, named } from "./forms.js";
import { printName, stateName, stateTag } from "./states.js";

const PAGE = 50;
const view = { found: page.data.found, number: "", state: "", service: "" };
const services = new Map(page.data.services.map((one) => [one.id, one]));
const content = document.getElementById("content");
const filters = make("form", { class: "filters", role: "search" });
const list = make("section", { class: "card" });

function drawFilters() {
  const number = make("input", { name: "number", "aria-label": words("Number"), placeholder: words("Number, e.g. A023 or 23"), autocomplete: "off", maxlength: 16 });
  const state = field({ name: "state", label: words("State"), kind: "select", value: "", options: [["", words("All states")], ...page.data.all_states.map((one) => [one, stateName(one)])] });
  const service = field({ name: "service", label: words("Service"), kind: "select", value: "", options: [["", words("All services")], ...page.data.services.map((one) => [one.id, `${one.prefix} · ${named(one)}`])] });
  fill(filters, make("div", { class: "search" }, picture("search", 22), number), state, service);
  filters.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  let timer = 0;
  filters.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 250); });
}

async function search() {
  for (const name of ["number", "state", "service"]) view[name] = filters.elements[name].value.trim();
  const found = await ask(0);
  if (found) { view.found = found; draw(); }
}

let turn = 0;

/** The newest question's answer; an older one that comes late is dropped. */
async function ask(offset) {
  turn += 1;
  const mine = turn;
  const query = new URLSearchParams({ number: view.number, state: view.state, service: view.service, offset });
  try {
    const found = await get(`/api/v1/admin/tickets?${query}`);
    return mine === turn ? found : undefined;
  } catch (error) {
    await doing(() => { throw error; }, "");
    return undefined;
  }
}

function draw() {
  const { tickets, count } = view.found;
  if (!tickets.length) { fill(list, nothing()); return; }
  const heads = [words("Number"), words("Service"), words("State"), words("Counter"), words("Taken at"), words("Called at"), words("Done at"), words("Paper"), ""];
  const left = count - tickets.length;
  fill(list, make("h2", {}, title(count)), table(heads, tickets.map(row)),
  left > 0 ? make("div", { class: "more" }, make("button", { class: "button", type: "button", onclick: more }, words("Show {n} more", { n: Math.min(left, PAGE) }))) : null);
}

function title(count) {
  const [year, month, day] = view.found.date.split("-");
  return words("{date}: {n} numbers", { date: `${day}/${month}/${year}`, n: format.number(count) });
}

function nothing() {
  if (view.number || view.state || view.service) return empty(picture("search", 48), words("No such number today"), words("Look for another number, service or state."));
  return empty(picture("list", 48), words("No numbers yet today"), words("They appear here as soon as somebody takes one."));
}

async function more() {
  const found = await ask(view.found.tickets.length);
  if (!found) return;
  view.found = { ...found, tickets: [...view.found.tickets, ...found.tickets] };
  draw();
}

const at = (time) => (time ? format.clock(time) : "–");

function row(one) {
  const service = services.get(one.service);
  const tags = [one.priority && make("span", { class: "tag tag-warn" }, words("Priority")), one.training && make("span", { class: "tag" }, words("Training")), one.by_hand && make("span", { class: "tag" }, words("By hand"))].filter(Boolean);
  return make("tr", {}, make("td", { class: `number-cell num ink-${one.number.charAt(0)}` }, one.number),
    make("td", {}, service ? named(service) : one.service, tags.length ? make("span", { class: "letters tag-beside" }, tags) : null), make("td", {}, stateTag(one.state)),
    make("td", { class: "num" }, one.counter ?? "–"), make("td", { class: "num" }, at(one.issued_at)), make("td", { class: "num" }, at(one.called_at)), make("td", { class: "num" }, at(one.finished_at)),
    make("td", { class: "small" }, printName(one.print_state), one.reprints ? make("div", { class: "quiet" }, words("{n} more times", { n: one.reprints })) : null),
    make("td", { class: "acts" }, again(one)));
}

/** A number that is over needs no paper any more. */
function again(one) {
  const over = ["done", "cancelled", "expired"].includes(one.state);
  if (!page.data.may_reprint || over || page.data.day.status !== "open") return null;
  return make("button", { class: "button button-small", type: "button", "aria-label": words("Print {number} again", { number: one.number }), onclick: () => reprint(one) }, picture("printer", 18), make("span", { class: "wide-only" }, words("Print again")));
}

async function reprint(one) {
  const answer = await doing(() => post(`/api/v1/tickets/${one.id}/reprint`), words("{number} is printed again, marked as a reprint.", { number: one.number }));
  if (!answer) return;
  const held = view.found.tickets.find((other) => other.id === one.id);
  if (held) Object.assign(held, { print_state: answer.print.state, reprints: held.reprints + 1 });
  draw();
}

drawFilters();
fill(content, filters, list);
draw();
filters.elements.number.focus();
