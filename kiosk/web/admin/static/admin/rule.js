// Who is called next, when somebody counts as absent, and the faces: each in words, saved as a whole.
import { fill, make, page, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { doing, field, may, numberOf, saving, valueOf } from "./forms.js";

const view = { calling: page.data.calling, rating: page.data.rating, reasons: page.data.reasons };
const content = document.getElementById("content");
const RULES = {
  interleaved: [() => words("Interleaved (usual)"), (n) => words("Mostly by time. A person with priority is called at the latest after {n} others of that counter, or at once if nobody has waited longer. Nobody is left waiting for ever.", { n: n - 1 })],
  strict: [() => words("Priority first"), () => words("People with priority are called before everybody else, then the others by time. Short for them; on crowded days the others wait longer.")],
  fifo: [() => words("By time only"), () => words("Everybody in the order of their numbers. Priority is written on the ticket but changes nothing.")],
};

function callingForm() {
  const { calling } = view;
  const n = field({ name: "interleave", label: words("One in how many calls"), kind: "number", value: calling.interleave, min: 2, max: 50, disabled: !may, hint: words("5 means: at the latest every fifth call is for priority.") });
  const texts = {};
  const options = Object.entries(RULES).map(([key, [label, text]]) => {
    texts[key] = make("p", {}, text(calling.interleave));
    return make("label", { class: "option" }, make("input", { type: "radio", name: "rule", value: key, checked: calling.rule === key, disabled: !may }), make("b", {}, label()), texts[key]);
  });
  const form = make("form", { class: "form form-full", novalidate: true, id: "calling" }, make("div", { class: "options", "data-field": "rule", role: "radiogroup", "aria-label": words("Who is called next") }, options), n,
    make("p", { class: "quiet" }, words("People who come back after a pause are always called first, in the order in which they came back.")));
  form.addEventListener("input", () => {
    n.hidden = valueOf(form, "rule") !== "interleaved";
    texts.interleaved.textContent = RULES.interleaved[1](Math.max(numberOf(form, "interleave") ?? 2, 2));
  });
  n.hidden = calling.rule !== "interleaved";
  form.append(make("h3", {}, words("When somebody does not come")), make("div", { class: "form-row" },
    number("no_show_calls", words("At least this many calls"), calling, 1, 10), number("no_show_seconds", words("and this many seconds"), calling, 0, 900, words("Then the clerk may mark the number as absent."))),
  make("h3", {}, words("When somebody comes late")), make("div", { class: "form-row" },
    number("late_calls", words("Within this many later calls"), calling, 0, 200), number("late_minutes", words("or this many minutes"), calling, 0, 480, words("Whichever is longer. Such a person is called first; later they need a new number."))), foot());
  form.addEventListener("submit", (event) => { event.preventDefault(); void saveCalling(form); });
  return form;
}

const number = (name, label, from, min, max, hint = "") => field({ name, label, kind: "number", value: from[name], min, max, hint, disabled: !may });
const foot = () => (may ? make("div", { class: "acts acts-end" }, make("button", { class: "button button-go", type: "submit" }, words("Save"))) : make("div"));

async function saveCalling(form) {
  const before = view.calling;
  const names = ["interleave", "no_show_calls", "no_show_seconds", "late_calls", "late_minutes"];
  const given = { rule: valueOf(form, "rule"), ...Object.fromEntries(names.map((name) => [name, numberOf(form, name) ?? -1])) };
  const set = async (value) => { view.calling = (await post("/api/v1/admin/settings/calling", value)).settings.calling; draw(); return true; };
  if (await saving(form, () => set(given))) await doing(async () => true, words("It holds from the next call on."), () => set(before));
}

function ratingForm() {
  const { rating } = view;
  const held = structuredClone(rating);
  const form = make("form", { class: "form form-full", novalidate: true, id: "rating" });
  const levels = make("div", { class: "field", "data-field": "levels" });
  const reasons = make("div", { class: "field", "data-field": "reasons" });
  const scale = field({ name: "scale", label: words("How many faces"), kind: "select", value: rating.scale, options: [[3, "3"], [4, words("4 (usual)")], [5, "5"]], disabled: !may, hint: words("Ratings of different scales are never mixed in a figure.") });
  scale.querySelector("select").addEventListener("change", (event) => {
    held.scale = Number(event.target.value);
    held.levels = held.scale === rating.scale ? structuredClone(rating.levels) : structuredClone(page.data.usual_levels[held.scale]);
    drawLevels(levels, held);
  });
  const question = rating.questions[0] ?? { label: "", label_en: "" };
  form.append(make("div", { class: "form-row" }, scale, field({ name: "window_seconds", label: words("Seconds the faces stay"), kind: "number", value: rating.window_seconds, min: 20, max: 120, disabled: !may, hint: words("From 20 to 120.") })),
    make("div", { class: "form-row", "data-field": "question" }, field({ name: "question", label: words("Question in Vietnamese"), value: question.label, maxlength: 120, disabled: !may }), field({ name: "question_en", label: words("Question in English"), value: question.label_en, maxlength: 120, disabled: !may })),
    levels, reasons, foot());
  drawLevels(levels, held);
  drawReasons(reasons, held);
  form.addEventListener("submit", (event) => { event.preventDefault(); void saveRating(form, held); });
  return form;
}

const pair = (one, label, key) => {
  const box = (name, language) => make("input", { class: "input", value: one[name], maxlength: 120, disabled: !may, "aria-label": `${label}, ${language}`, oninput: (event) => { one[name] = event.target.value; } });
  return [make("span", {}, key), box("label", "Tiếng Việt"), box("label_en", "English")];
};

function drawLevels(host, held) {
  const rows = held.levels.map((one, at) => [pair(one, words("Level {n}", { n: at + 1 }), at + 1), make("span")]).reverse();
  fill(host, make("span", { class: "label" }, words("Words of the faces, from the highest to the lowest")), make("div", { class: "pairs" }, rows.flat(2)));
}

const drawReasons = (host, held) => drawList(host, held.reasons, words("What somebody may tap after the lowest face (at most six)"), 6, 0);

/** Rows of words, each with a way to remove it, down to `fewest`. */
function drawList(host, list, title, most, fewest) {
  const again = () => drawList(host, list, title, most, fewest);
  const rows = list.map((one, at) => [pair(one, words("Reason {n}", { n: at + 1 }), at + 1),
    may ? make("button", { class: "button button-small", type: "button", disabled: list.length <= fewest, "aria-label": words("Remove reason {n}", { n: at + 1 }), title: words("Remove"), onclick: () => { list.splice(at, 1); again(); } }, picture("cross", 14)) : make("span")]);
  const add = make("button", { class: "button button-small", type: "button", disabled: list.length >= most, onclick: () => { list.push({ id: fresh(list), label: "", label_en: "" }); again(); host.querySelector(".pairs").querySelectorAll("input")[2 * list.length - 2].focus(); } }, picture("plus", 16), words("One more reason"));
  fill(host, make("span", { class: "label" }, title), list.length ? make("div", { class: "pairs" }, rows.flat(2)) : make("span", { class: "quiet" }, words("No reasons are asked.")), may ? make("div", {}, add) : null);
}

function reasonsForm() {
  const held = structuredClone(view.reasons);
  const [park, pause] = ["park", "pause"].map((name) => make("div", { class: "field", "data-field": name }));
  drawList(park, held.park, words("When somebody is set aside (one to nine)"), 9, 1);
  drawList(pause, held.pause, words("When a counter is paused (one to nine)"), 9, 1);
  const form = make("form", { class: "form form-full", novalidate: true, id: "reasons" }, make("p", { class: "quiet" }, words("Clerks choose one with a number key, in this order.")), park, pause, foot());
  form.addEventListener("submit", (event) => { event.preventDefault(); void saveReasons(form, held); });
  return form;
}

async function saveReasons(form, held) {
  const before = view.reasons;
  const set = async (value) => { view.reasons = (await post("/api/v1/admin/settings/reasons", value)).settings.reasons; draw(); return true; };
  if (await saving(form, () => set(held))) await doing(async () => true, words("The consoles show it when they are opened anew."), () => set(before));
}

function fresh(reasons) {
  for (let at = 1; ; at += 1) if (!reasons.some((one) => one.id === `reason-${at}`)) return `reason-${at}`;
}

async function saveRating(form, held) {
  const before = view.rating;
  const questions = [{ id: before.questions[0]?.id ?? "overall", label: valueOf(form, "question"), label_en: valueOf(form, "question_en") }, ...before.questions.slice(1)];
  const given = { scale: held.scale, window_seconds: numberOf(form, "window_seconds") ?? -1, levels: held.levels, reasons: held.reasons, questions };
  const set = async (value) => { view.rating = (await post("/api/v1/admin/settings/rating", value)).settings.rating; draw(); return true; };
  if (await saving(form, () => set(given))) await doing(async () => true, words("It holds from the next rating on."), () => set(before));
}

function draw() {
  fill(content, make("section", { class: "card" }, make("h2", {}, words("Who is called next")), callingForm()), make("section", { class: "card" }, make("h2", {}, words("Rating")), ratingForm()),
    make("section", { class: "card" }, make("h2", {}, words("Reasons at the counter")), reasonsForm()));
}

draw();
