// The people who sign in: add, change, a new PIN, a photograph, switch off and on again.
import { fill, make, page, picture, words } from "../pages/page.js";
import { get, NoAnswer, post, Problem } from "../pages/call.js";
import { table } from "./asking.js";
import { checked, checks, clearMistakes, doing, edit, empty, field, may, reveal, saving, upload, valueOf } from "./forms.js";

const view = { people: page.data.people };
const content = document.getElementById("content");
const ROLES = {
  clerk: () => words("Clerk"), head: () => words("Head of the office"), technician: () => words("Technician"), inspector: () => words("Inspector"),
};
const TASKS = {
  clerk: () => words("Works at a counter."), head: () => words("Runs the office: people, services, hours, figures."),
  technician: () => words("Looks after devices; sees no figures about people."), inspector: () => words("Sees everything, changes nothing."),
};

function draw() {
  const active = view.people.filter((one) => !one.disabled);
  const off = view.people.filter((one) => one.disabled);
  fill(content, note(active), make("section", { class: "card" }, active.length ? list(active) : empty(picture("people", 48), words("Nobody yet"), words("Add the people who work at the counters."))),
    off.length ? make("section", { class: "card" }, make("h2", {}, words("No longer signing in")), list(off)) : null);
}

function note(active) {
  const without = active.filter((one) => !one.has_pin);
  if (!without.length || !may) return null;
  const text = without.length === 1 ? words("{name} has no PIN yet and cannot sign in.", { name: without[0].name }) : words("{n} people have no PIN yet and cannot sign in.", { n: without.length });
  return make("div", { class: "note note-warn" }, picture("warning", 26), make("span", {}, text));
}

const list = (people) => table([words("Name"), words("Role"), words("Counters"), words("State"), ""], people.map(row));

export function face(one, large = false) {
  const size = large ? "avatar avatar-large" : "avatar";
  if (one.photo_url) return make("img", { class: size, src: one.photo_url, alt: "" });
  const initials = one.name.split(/\s+/).slice(-2).map((word) => word.charAt(0)).join("").toUpperCase();
  return make("span", { class: size, "aria-hidden": "true" }, initials);
}

function row(one) {
  return make("tr", { class: one.disabled ? "is-off" : "" },
    make("td", { class: "wide-cell" }, make("span", { class: "person" }, face(one), make("span", {}, make("b", {}, one.name), make("small", {}, one.title || one.id)))),
    make("td", {}, make("span", { class: `tag ${one.role === "head" ? "tag-primary" : ""}` }, ROLES[one.role]())),
    make("td", {}, one.area ? one.area.join(", ") : words("All")), make("td", {}, state(one)), make("td", { class: "acts" }, may ? acts(one) : null));
}

function state(one) {
  if (one.disabled) return make("span", { class: "tag tag-bad" }, words("Shut out"));
  if (one.counter) return make("span", { class: "tag tag-good" }, words("At counter {n}", { n: one.counter }));
  return one.has_pin ? make("span", { class: "quiet" }, words("Not at a counter")) : make("span", { class: "tag tag-warn" }, words("No PIN"));
}

function acts(one) {
  const small = (label, onclick, extra = "") => make("button", { class: `button button-small ${extra}`, type: "button", "aria-label": `${label} – ${one.name}`, onclick }, label);
  if (one.disabled) return small(words("Switch on"), () => enable(one));
  const off = one.id === page.data.me ? null : small(words("Switch off"), () => disable(one));
  return make("span", { class: "acts acts-row" }, small(words("Change…"), () => change(one)), small(one.has_pin ? words("New PIN…") : words("Make a PIN…"), () => pin(one)), off);
}

function put(person) {
  const place = view.people.findIndex((one) => one.id === person.id);
  if (place < 0) view.people.push(person); else view.people[place] = person;
  draw();
}

function fields(one) {
  const counters = page.data.counters.map((counter) => ({ value: counter.number, label: counter.name }));
  const role = field({ name: "role", label: words("Role"), kind: "select", value: one.role, options: Object.entries(ROLES).map(([key, label]) => [key, label()]), hint: TASKS[one.role]() });
  const [choice, hint] = [role.querySelector("select"), role.querySelector(".hint")];
  choice.addEventListener("change", () => { hint.textContent = TASKS[choice.value](); });
  return [make("div", { class: "form-row" }, field({ name: "name", label: words("Full name"), value: one.name, maxlength: 120, autofocus: true }), field({ name: "title", label: words("Title"), value: one.title, maxlength: 120, hint: words("Shown under the name, e.g. “Công chức Tư pháp – Hộ tịch”.") })),
    role, checks({ name: "area", label: words("Only at these counters"), items: counters, chosen: one.area ?? [], hint: words("None marked means: at every counter.") })];
}

function read(form) {
  const area = checked(form, "area").map(Number);
  return { name: valueOf(form, "name"), title: valueOf(form, "title"), role: valueOf(form, "role"), area: area.length ? area : null };
}

async function add() {
  const answer = await edit({ title: words("Add a person"), wide: true, content: fields({ name: "", title: "", role: "clerk", area: null }), saveLabel: words("Add"), save: (form) => post("/api/v1/admin/people", read(form)) });
  if (!answer) return;
  put(answer.person);
  await show(answer);
}

async function change(one) {
  const answer = await edit({ title: one.name, wide: true, content: [photoRow(one), ...fields(one)], save: (form) => post(`/api/v1/admin/people/${one.id}`, read(form)) });
  if (answer) { put(answer.person); await doing(async () => answer, words("Saved.")); }
}

function photoRow(one) {
  const shown = make("span", {}, face(one, true));
  const host = make("div", { class: "field", "data-field": "photo" });
  const file = make("input", { type: "file", accept: "image/png,image/jpeg", hidden: true, onchange: () => take() });
  const changed = (answer) => { put(answer.person); fill(shown, face(answer.person, true)); };
  const take = () => saving(host, async () => { clearMistakes(host); changed(await upload(`/api/v1/admin/people/${one.id}/photo`, file.files[0])); file.value = ""; return true; });
  const away = () => saving(host, async () => { changed(await post(`/api/v1/admin/people/${one.id}/photo/remove`)); return true; });
  fill(host, make("div", { class: "photo-row" }, shown, make("div", { class: "acts" },
    make("button", { class: "button button-small", type: "button", onclick: () => file.click() }, words("Choose a photograph…")),
    make("button", { class: "button button-small button-plain", type: "button", onclick: away }, words("Remove it")), file)), make("span", { class: "hint" }, words("PNG or JPEG, at most 300 kB. Shown at the counter and on the rating screen.")));
  return host;
}

async function pin(one) {
  if (one.has_pin) {
    const sure = await edit({ title: words("A new PIN for {name}", { name: one.name }), text: words("The old PIN stops working, and {name} has to sign in again. The counter stays open.", { name: one.name }), content: [], saveLabel: words("Make a new PIN"), save: () => post(`/api/v1/admin/people/${one.id}/pin`) });
    if (sure) { put(sure.person); await show(sure); }
    return;
  }
  const answer = await doing(() => post(`/api/v1/admin/people/${one.id}/pin`), words("The PIN was made."));
  if (answer) { put(answer.person); await show(answer); }
}

const show = ({ person, pin: made }) => reveal({ title: words("PIN of {name}", { name: person.name }), text: words("Shown only now. Give it to this person and to nobody else."), secret: made ?? words("Already shown"), note: words("Signs in as: {id}", { id: person.id }) });

const disable = (one) => doing(async () => put((await post(`/api/v1/admin/people/${one.id}/disable`)).person) ?? true, words("{name} can no longer sign in.", { name: one.name }), async () => put((await post(`/api/v1/admin/people/${one.id}/enable`)).person) ?? true);
const enable = (one) => doing(async () => put((await post(`/api/v1/admin/people/${one.id}/enable`)).person) ?? true, words("{name} can sign in again, with the old PIN.", { name: one.name }));

if (may) document.getElementById("acts").append(make("button", { class: "button button-go", type: "button", id: "add", onclick: add }, picture("plus", 20), words("Add a person")));
draw();

/** Who sits where changes by itself; a question that fails is asked again next time. */
async function refresh() {
  if (document.querySelector("dialog[open]") || content.contains(document.activeElement)) return;
  try {
    view.people = (await get("/api/v1/admin/people", { tries: 1 })).people;
    draw();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
  }
}

setInterval(refresh, 30000);
