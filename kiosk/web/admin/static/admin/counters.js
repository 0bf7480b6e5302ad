// The counters: their names and the services they take.
import { fill, make, page, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { table } from "./asking.js";
import { checked, checks, doing, edit, empty, field, letter, may, named, numberOf, valueOf } from "./forms.js";

const view = { counters: page.data.counters };
const services = new Map(page.data.services.map((one) => [one.id, one]));
const content = document.getElementById("content");
const HEADS = [words("Number"), words("Name"), words("Services"), words("Now"), ""];

function draw() {
  fill(content, orphans(), make("section", { class: "card" }, view.counters.length ? table(HEADS, view.counters.map(row)) : empty(picture("counter", 48), words("No counters yet"), words("Without a counter nobody can be called."))));
}

/** Services that nobody calls. */
function orphans() {
  const served = new Set(view.counters.flatMap((one) => one.services));
  const lost = [...services.values()].filter((one) => one.switched_on && !served.has(one.id));
  if (!lost.length) return null;
  return make("div", { class: "note note-warn" }, picture("warning", 26), make("span", {}, words("No counter takes: {names}", { names: lost.map(named).join(", ") })));
}

function row(one) {
  const taken = one.services.map((id) => services.get(id)).filter(Boolean);
  return make("tr", {}, make("td", { class: "number-cell num" }, String(one.number)), make("td", {}, make("b", {}, one.name)),
    make("td", {}, make("span", { class: "letters" }, taken.map((service) => letter(service.prefix, named(service)))), make("div", { class: "small quiet" }, taken.map(named).join(" · "))),
    make("td", {}, one.clerk ? make("span", { class: "tag tag-good" }, one.clerk) : make("span", { class: "quiet" }, words("Closed"))),
    make("td", { class: "acts" }, may ? make("button", { class: "button button-small", type: "button", "aria-label": `${words("Change…")} – ${one.name}`, onclick: () => change(one) }, words("Change…")) : null));
}

function put(counter) {
  view.counters = [...view.counters.filter((one) => one.number !== counter.number), counter].sort((one, other) => one.number - other.number);
  draw();
  return true;
}

const offered = () => [...services.values()].map((one) => ({ value: one.id, label: named(one), letter: one.prefix }));
const fields = (one) => [field({ name: "name", label: words("Name"), value: one.name, maxlength: 40, hint: words("As it is called out and shown, e.g. “Quầy 3”.") }), checks({ name: "services", label: words("Takes these services"), items: offered(), chosen: one.services })];
const read = (form) => ({ name: valueOf(form, "name"), services: checked(form, "services") });

async function add() {
  const free = Array.from({ length: 99 }, (_, at) => at + 1).find((number) => !view.counters.some((one) => one.number === number));
  const answer = await edit({
    title: words("Add a counter"), wide: true, saveLabel: words("Add"),
    content: [field({ name: "number", label: words("Number"), kind: "number", value: free, min: 1, max: 99 }), ...fields({ name: `Quầy ${free}`, services: [] })],
    save: (form) => post("/api/v1/admin/counters", { number: numberOf(form, "number") ?? 0, ...read(form) }),
  });
  if (answer) { put(answer.counter); await doing(async () => answer, words("{name} was added.", { name: answer.counter.name })); }
}

async function change(one) {
  const remove = make("button", { class: "button button-bad button-small", type: "button", onclick: (event) => event.currentTarget.form.closeDialog("retire") }, words("Remove this counter"));
  const answer = await edit({ title: one.name, wide: true, content: fields(one), extra: [remove], save: (form) => post(`/api/v1/admin/counters/${one.number}`, read(form)) });
  if (answer === "retire") await retire(one);
  else if (answer) { put(answer.counter); await doing(async () => answer, words("Saved.")); }
}

const retire = (one) => doing(async () => { view.counters = (await post(`/api/v1/admin/counters/${one.number}/retire`)).counters; draw(); return true; }, words("{name} was removed.", { name: one.name }),
  async () => put((await post("/api/v1/admin/counters", { number: one.number, name: one.name, services: one.services })).counter));

if (may) document.getElementById("acts").append(make("button", { class: "button button-go", type: "button", id: "add", onclick: add }, picture("plus", 20), words("Add a counter")));
draw();
