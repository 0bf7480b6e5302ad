// What is sent to this office: notices, special days, a ticket template, and commands.
import { fill, format, make, page, words } from "../pages/page.js";
import { post, trying } from "../pages/call.js";
import { asked, build, field } from "./fields.js";

const LOOK_AGAIN_MS = 3000;
const here = page.data.id;
const place = (id) => document.getElementById(id);
const targets = page.data.targets;
const targetField = (chosen) => field({ name: "to", label: words("For"), options: targets.map((one) => [one.id, one.name ?? words("Whole tier")]), value: chosen });
const targetOf = (id) => targets.find((one) => one.id === id);
const KINDS = [["closed", words("Closed all day")], ["morning", words("Open in the morning only")], ["afternoon", words("Open in the afternoon only")], ["usual", words("An ordinary day again")]];
const reload = () => location.reload();

function notices(to) {
  const form = place("notices-form");
  const lines = make("textarea", { id: "notices-text", name: "text", rows: 5 }, targetOf(to).notices.join("\n"));
  const text = make("div", { class: "field" }, make("label", { for: "notices-text" }, words("Notices")), lines, make("span", { class: "hint" }, words("One line each, at most ten. They stand below the office's own.")));
  build(form, [targetField(to), text], words("Send"), (values) => ({ path: "/api/v1/documents", body: { what: "notices", to: values.to, text: values.text } }), reload);
  form.elements.to.addEventListener("change", (event) => notices(event.target.value));
}

function day(to) {
  const form = place("day-form");
  const fields = [targetField(to), field({ name: "date", label: words("Date"), type: "date" }), field({ name: "kind", label: words("On this day"), options: KINDS, value: "closed" }), field({ name: "name", label: words("Name of the day"), required: false, maxlength: 80 })];
  build(form, fields, words("Send"), (values) => ({ path: "/api/v1/days", body: values }), reload);
  form.elements.to.addEventListener("change", (event) => day(event.target.value));
  const named = Object.fromEntries(KINDS);
  fill(place("days"), targetOf(to).days.map((one) => make("li", {}, make("b", {}, format.day(`${one.date}T12:00:00`)), " ", named[one.kind] ?? words("Hours of its own"), one.name ? ` · ${one.name}` : "")));
}

function template() {
  const form = place("template-form");
  const file = make("input", { id: "template-file", name: "file", type: "file", accept: ".toml", required: true });
  const wrong = make("p", { class: "wrong", role: "alert" });
  fill(form, targetField(here), make("div", { class: "field" }, make("label", { for: "template-file" }, words("Ticket template")), file, make("span", { class: "hint" }, words("A template that the office has of its own goes before it."))),
    make("button", { class: "button button-go", type: "submit" }, words("Send")), wrong);
  form.onsubmit = async (event) => {
    event.preventDefault();
    const body = { what: "template", to: form.elements.to.value, text: await file.files[0].text() };
    if (await asked({ path: "/api/v1/documents", body }, wrong)) reload();
  };
}

function commands() {
  const order = (body) => trying(() => post(`/api/v1/offices/${here}/commands`, body, { plain: true, tries: 1 })).then((answer) => { if (answer) reload(); });
  const button = (label, body) => make("button", { class: "button button-small", type: "button", onclick: () => order(body()) }, label);
  const screens = [["touch", words("Touch screen")], ["hall", words("Hall display")], ...Array.from({ length: 12 }, (_, at) => [`rate:${at + 1}`, words("Rating screen of counter {n}", { n: at + 1 })])];
  const screen = make("select", { class: "input pick", "aria-label": words("Screen") }, screens.map(([value, label]) => make("option", { value }, label)));
  fill(place("command-acts"), button(words("Print a test page"), () => ({ name: "test_page" })), button(words("Send the log"), () => ({ name: "send_logs" })),
    screen, button(words("Restart a screen"), () => ({ name: "restart_screen", screen: screen.value })));
}

/** While an answer is awaited the page looks again, unless somebody is writing. */
function lookAgain() {
  const busy = document.hidden || document.activeElement?.closest("form, select");
  if (busy) setTimeout(lookAgain, LOOK_AGAIN_MS);
  else reload();
}

if (place("notices-form")) { notices(here); day(here); template(); }
if (place("command-acts")) commands();
if (Number(place("commands")?.dataset.waiting ?? 0) > 0) setTimeout(lookAgain, LOOK_AGAIN_MS);
