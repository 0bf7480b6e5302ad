// What is sent to this office: notices, special days, a ticket template, and commands.
import { fill, format, make, page, words } from "../pages/page.js";
import { post, trying } from "../pages/call.js";
import { toast } from "../pages/toasts.js";
import { alone, build, field } from "./fields.js";

const LOOK_AGAIN_MS = 3000;
const here = page.data.id;
const place = (id) => document.getElementById(id);
let { targets } = page.data;
const targetField = (chosen) => field({ name: "to", label: words("For"), options: targets.map((one) => [one.id, one.name ?? words("Whole tier")]), value: chosen });
const targetOf = (id) => targets.find((one) => one.id === id);
const KINDS = [["closed", words("Closed all day")], ["morning", words("Open in the morning only")], ["afternoon", words("Open in the afternoon only")], ["usual", words("An ordinary day again")]];

/** What was typed for a target and not sent yet. */
const drafts = new Map();

function notices(to) {
  const form = place("notices-form");
  const lines = make("textarea", { id: "notices-text", name: "text", rows: 5 }, drafts.get(to) ?? targetOf(to).notices.join("\n"));
  const text = make("div", { class: "field" }, make("label", { for: "notices-text" }, words("Notices")), lines, make("span", { class: "hint" }, words("One line each, at most ten. They stand below the office's own.")));
  build(form, [targetField(to), text], words("Send"), (values) => ({ path: "/api/v1/documents", body: { what: "notices", to: values.to, text: values.text } }), async () => { drafts.delete(to); await sent(); notices(to); });
  lines.addEventListener("input", () => drafts.set(to, lines.value));
  form.elements.to.addEventListener("change", (event) => notices(event.target.value));
}

function listDays(to) {
  const named = Object.fromEntries(KINDS);
  fill(place("days"), targetOf(to).days.map((one) => make("li", {}, make("b", {}, format.day(`${one.date}T12:00:00`)), " ", named[one.kind] ?? words("Hours of its own"), one.name ? ` · ${one.name}` : "")));
}

function day() {
  const form = place("day-form");
  const fields = [targetField(here), field({ name: "date", label: words("Date"), type: "date" }), field({ name: "kind", label: words("On this day"), options: KINDS, value: "closed" }), field({ name: "name", label: words("Name of the day"), required: false, maxlength: 80 })];
  build(form, fields, words("Send"), (values) => ({ path: "/api/v1/days", body: values }), async (answer, { to }) => { form.elements.date.value = ""; form.elements.name.value = ""; await sent(); listDays(to); });
  form.elements.to.addEventListener("change", (event) => listDays(event.target.value));
  listDays(here);
}

function template() {
  const file = make("input", { id: "template-file", name: "file", type: "file", accept: ".toml", required: true });
  const chosen = make("div", { class: "field" }, make("label", { for: "template-file" }, words("Ticket template")), file, make("span", { class: "hint" }, words("A template that the office has of its own goes before it.")));
  build(place("template-form"), [targetField(here), chosen], words("Send"), async (values) => ({ path: "/api/v1/documents", body: { what: "template", to: values.to, text: await values.file.text() } }), async () => { file.value = ""; await sent(); });
}

function commands() {
  const order = (body) => trying(() => post(`/api/v1/offices/${here}/commands`, body, { plain: true, tries: 1 })).then((answer) => answer && look());
  const button = (label, body) => make("button", { class: "button button-small", type: "button", onclick: (event) => alone(event.currentTarget, () => order(body())) }, label);
  const screens = [["touch", words("Touch screen")], ["hall", words("Hall display")], ...Array.from({ length: 12 }, (_, at) => [`rate:${at + 1}`, words("Rating screen of counter {n}", { n: at + 1 })])];
  const screen = make("select", { class: "input pick", "aria-label": words("Screen") }, screens.map(([value, label]) => make("option", { value }, label)));
  fill(place("command-acts"), button(words("Print a test page"), () => ({ name: "test_page" })), button(words("Send the log"), () => ({ name: "send_logs" })),
    screen, button(words("Restart a screen"), () => ({ name: "restart_screen", screen: screen.value })));
}

/** The tables and targets as the server has them by now; what somebody is writing stays. */
async function look() {
  const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (answer?.redirected) location.reload(); // signed out meanwhile
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const table of ["#downward > .table-wrap", "#commands > .table-wrap"]) {
    const [before, now] = [document, fresh].map((one) => one.querySelector(table));
    if (before && now && before.innerHTML !== now.innerHTML) before.replaceWith(now);
  }
  place("commands").dataset.waiting = fresh.getElementById("commands").dataset.waiting;
  ({ targets } = JSON.parse(fresh.getElementById("page").textContent).data);
}

async function sent() {
  toast(words("Sent. The office takes it in as soon as it is connected."), { kind: "good" });
  await look();
}

async function goOn() {
  if (!document.hidden && place("commands").dataset.waiting !== "0") await look();
  setTimeout(goOn, LOOK_AGAIN_MS);
}

if (place("notices-form")) { notices(here); day(); template(); }
if (place("command-acts")) commands();
if (place("commands")) setTimeout(goOn, LOOK_AGAIN_MS);
