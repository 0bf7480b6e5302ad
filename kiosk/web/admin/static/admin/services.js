// The services: the tiles of the first screen. Switching one off stops new numbers at once.
import { fill, make, page, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { table } from "./asking.js";
import { checked, checks, doing, edit, empty, field, letter, may, numberOf, valueOf } from "./forms.js";

const view = { services: page.data.services };
const content = document.getElementById("content");
const counters = page.data.counters.map((one) => ({ value: one.number, label: one.name }));

function draw() {
  const at = document.activeElement?.dataset.key;
  if (!view.services.length) {
    fill(content, make("section", { class: "card" }, empty(picture("paper", 48), words("No services yet"), words("Without a service nobody can take a number."))));
    return;
  }
  const heads = ["", words("Service"), words("Counters"), words("Given today"), words("Offered"), ""];
  fill(content, make("section", { class: "card" }, table(heads, view.services.map(row))));
  if (at) content.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
}

function row(one, place) {
  const detail = [one.detail, one.name_en].filter(Boolean).join(" · ");
  const full = one.quota !== null && one.given >= one.quota;
  return make("tr", { class: one.switched_on ? "" : "is-off" }, make("td", {}, letter(one.prefix)),
    make("td", { class: "wide-cell" }, make("b", {}, one.name), detail ? make("div", { class: "small quiet" }, detail) : null),
    make("td", {}, one.counters.length ? one.counters.join(", ") : make("span", { class: "tag tag-bad" }, words("At no counter"))),
    make("td", { class: "num nowrap" }, one.quota === null ? String(one.given) : words("{given} of {quota}", { given: one.given, quota: one.quota }), full ? make("span", { class: "tag tag-warn tag-beside" }, words("Full")) : null),
    make("td", {}, toggle(one)), make("td", { class: "acts" }, may ? acts(one, place) : null));
}

function toggle(one) {
  const box = make("input", { type: "checkbox", role: "switch", checked: one.switched_on, disabled: !may, "data-key": `on-${one.id}`, "aria-label": words("Offer {name}", { name: one.name }), onchange: () => turn(one, box.checked) });
  return make("label", { class: "switch" }, box, one.switched_on ? words("On") : words("Off"));
}

async function turn(one, on) {
  const set = async (value) => put((await post(`/api/v1/admin/services/${one.id}/switch`, { on: value })).service);
  const said = on ? words("{name} is offered again.", { name: one.name }) : words("{name}: no new numbers. Those who wait are still called.", { name: one.name });
  if (!(await doing(() => set(on), said, () => set(!on)))) draw();
}

function acts(one, place) {
  const move = (step, label, kind) => make("button", { class: `button button-small ${kind}`, type: "button", "aria-label": label, title: label, "data-key": `${kind}-${one.id}`, disabled: !view.services[place + step], onclick: () => order(place, step) }, picture("back", 16));
  return make("span", { class: "acts acts-row" }, make("span", { class: "move" }, move(-1, words("Move {name} up", { name: one.name }), "up"), move(1, words("Move {name} down", { name: one.name }), "down")),
    make("button", { class: "button button-small", type: "button", "data-key": `change-${one.id}`, "aria-label": `${words("Change…")} – ${one.name}`, onclick: () => change(one) }, words("Change…")));
}

function put(service) {
  const place = view.services.findIndex((one) => one.id === service.id);
  if (place < 0) { view.services.push(service); view.services.sort((one, other) => one.position - other.position); } else view.services[place] = service;
  draw();
  return true;
}

async function order(place, step) {
  const ids = view.services.map((one) => one.id);
  const before = [...ids];
  [ids[place], ids[place + step]] = [ids[place + step], ids[place]];
  const set = async (wanted) => { view.services = (await post("/api/v1/admin/services/order", { ids: wanted })).services; draw(); return true; };
  await doing(() => set(ids), words("The order was changed."), () => set(before));
}

function fields(one) {
  return [make("div", { class: "form-row" }, field({ name: "name", label: words("Name in Vietnamese"), value: one.name, maxlength: 60, autofocus: true }), field({ name: "name_en", label: words("Name in English"), value: one.name_en, maxlength: 60 })),
    make("div", { class: "form-row" }, field({ name: "detail", label: words("What belongs to it, in Vietnamese"), value: one.detail, maxlength: 80 }), field({ name: "detail_en", label: words("What belongs to it, in English"), value: one.detail_en, maxlength: 80 })),
    make("h3", {}, words("Limits")), make("div", { class: "form-row" }, quota(one, "quota", words("Most numbers a day")), quota(one, "quota_morning", words("In each morning")), quota(one, "quota_afternoon", words("In each afternoon"))),
    make("div", { class: "form-row" }, field({ name: "stop_before", label: words("No more in the last minutes of a session"), kind: "number", value: one.stop_before ?? "", min: 0, max: 240, hint: words("Empty means: as the whole office.") }),
      one.switched_on ? null : field({ name: "off_until", label: words("Offered again from"), kind: "date", value: one.off_until ?? "", hint: words("Empty means: until somebody switches it on.") }))];
}

const quota = (one, name, label) => field({ name, label, kind: "number", value: one[name] ?? "", min: 1, max: 9999, hint: words("Empty means: no limit.") });
const NUMBERS = ["quota", "quota_morning", "quota_afternoon", "stop_before"];

const read = (form) => ({ name: valueOf(form, "name"), name_en: valueOf(form, "name_en"), detail: valueOf(form, "detail"), detail_en: valueOf(form, "detail_en"),
  ...Object.fromEntries(NUMBERS.map((name) => [name, numberOf(form, name)])), off_until: form.elements.off_until?.value || null });

async function add() {
  const free = page.data.letters.filter((one) => !view.services.some((service) => service.prefix === one));
  const answer = await edit({
    title: words("Add a service"), wide: true, saveLabel: words("Add"),
    content: [field({ name: "prefix", label: words("Letter of its numbers"), kind: "select", options: free.map((one) => [one, one]), hint: words("Letters that are confused by ear or with digits are not offered. It cannot be changed later.") }),
      ...fields({ name: "", name_en: "", detail: "", detail_en: "", switched_on: true }), checks({ name: "counters", label: words("At these counters"), items: counters })],
    save: (form) => post("/api/v1/admin/services", { prefix: valueOf(form, "prefix"), counters: checked(form, "counters").map(Number), ...read(form) }),
  });
  if (answer) { put(answer.service); await doing(async () => answer, words("{name} was added.", { name: answer.service.name })); }
}

async function change(one) {
  const remove = make("button", { class: "button button-bad button-small", type: "button", onclick: (event) => event.currentTarget.form.closeDialog("retire") }, words("Remove this service"));
  const answer = await edit({ title: `${one.prefix} · ${one.name}`, wide: true, content: fields(one), extra: [remove], save: (form) => post(`/api/v1/admin/services/${one.id}`, read(form)) });
  if (answer === "retire") await retire(one);
  else if (answer) { put(answer.service); await doing(async () => answer, words("Saved.")); }
}

const retire = (one) => doing(async () => { view.services = (await post(`/api/v1/admin/services/${one.id}/retire`)).services; draw(); return true; }, words("{name} was removed.", { name: one.name }),
  async () => put((await post(`/api/v1/admin/services/${one.id}/restore`, { counters: one.counters })).service));

if (may) document.getElementById("acts").append(make("button", { class: "button button-go", type: "button", id: "add", onclick: add }, picture("plus", 20), words("Add a service")));
draw();
