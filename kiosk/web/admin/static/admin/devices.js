// The devices: in what condition they are, and the tokens by which screens, tablets and boxes come in.
import { fill, format, make, page, picture, words } from "../pages/page.js";
import { get, post, trying } from "../pages/call.js";
import { deviceRows } from "../pages/conditions.js";
import { table } from "./asking.js";
import { doing, edit, empty, field, reveal, valueOf } from "./forms.js";
import { showKey } from "./key_to_scan.js";

const view = { tokens: page.data.tokens, devices: page.data.devices };
const content = document.getElementById("content");
const may = page.data.may_make;
const KINDS = {
  touch: [() => words("Touch screen"), () => words("Takes numbers in the hall.")], hall: [() => words("Hall display"), () => words("Shows the numbers that are called.")],
  screen: [() => words("All windows of one machine"), () => words("Touch screen, hall display and rating of every counter.")],
  rate: [() => words("Rating at a counter"), () => words("Shows the faces of one counter.")], counter: [() => words("Board at a counter"), () => words("Shows the number of one counter.")],
};
/** The kinds that can be a browser without a token of its own. */
const BROWSERS = ["hall", "rate", "counter"];

function draw() {
  const rows = deviceRows(view.devices);
  fill(content, make("section", { class: "card" }, make("h2", {}, words("Condition")), rows ?? make("p", { class: "quiet" }, words("No device has reported anything yet."))),
    make("section", { class: "card" }, make("h2", {}, words("Tokens in use")), view.tokens.length ? table([words("Name"), words("What it may do"), words("Made"), ""], view.tokens.map(row)) : empty(picture("device", 48), words("No tokens yet"), words("A screen, tablet or box needs one before it may come in."))));
}

function kindOf(role) {
  const [kind, number] = role.split(":");
  const name = (KINDS[kind]?.[0] ?? (() => role))();
  return number ? `${name} ${number}` : name;
}

function row(one) {
  return make("tr", {}, make("td", {}, make("span", { class: "person" }, picture("device", 26), make("b", {}, one.name))), make("td", {}, kindOf(one.role)), make("td", { class: "num" }, format.day(one.made_at)), make("td", { class: "acts" }, may ? acts(one) : null));
}

function acts(one) {
  const small = (label, onclick, extra = "") => make("button", { class: `button button-small ${extra}`, type: "button", "aria-label": `${label} – ${one.name}`, onclick }, label);
  return make("span", { class: "acts acts-row" }, BROWSERS.includes(one.role.split(":")[0]) ? small(words("Address for a browser"), () => showKey(one)) : null, small(words("Revoke…"), () => revoke(one), "button-bad"));
}

async function refresh() {
  view.tokens = (await get("/api/v1/admin/devices")).items;
  draw();
}

async function add() {
  const kind = field({ name: "kind", label: words("What it may do"), kind: "select", options: Object.entries(KINDS).map(([key_, [label]]) => [key_, label()]), hint: KINDS.touch[1]() });
  const counter = field({ name: "counter", label: words("Counter"), kind: "select", options: page.data.counters.map((one) => [one.number, one.name]) });
  const [choice, hint] = [kind.querySelector("select"), kind.querySelector(".hint")];
  const bound = () => ["rate", "counter"].includes(choice.value);
  const follow = () => { hint.textContent = KINDS[choice.value][1](); counter.hidden = !bound(); };
  choice.addEventListener("change", follow);
  follow();
  const answer = await edit({
    title: words("Make a token"), saveLabel: words("Make it"),
    content: [field({ name: "name", label: words("Name"), maxlength: 120, autofocus: true, hint: words("So that you know it again, e.g. “Máy tính bảng quầy 3”.") }), make("div", { "data-field": "role", class: "form" }, kind, counter)],
    save: (form) => post("/api/v1/admin/devices", { name: valueOf(form, "name"), role: bound() ? `${choice.value}:${valueOf(form, "counter")}` : choice.value }),
  });
  if (!answer) return;
  await refresh();
  await reveal({ title: answer.name, text: words("Shown only now. Put it into the settings of this device."), secret: answer.token, long: true, note: words("Whoever has it may do what this device may do. If it is lost, revoke it and make another.") });
}

async function revoke(one) {
  const done = await edit({ title: words("Revoke the token of {name}?", { name: one.name }), text: words("The device is shut out at once. This cannot be undone; a new token can be made."), content: [], saveLabel: words("Revoke"), save: () => post(`/api/v1/admin/devices/${one.id}/revoke`) });
  if (!done) return;
  await refresh();
  await doing(async () => done, words("{name} is shut out.", { name: one.name }));
}

if (may) document.getElementById("acts").append(make("button", { class: "button button-go", type: "button", id: "add", onclick: add }, picture("plus", 20), words("Make a token")));
draw();
