// People who sign in, and programs with a token.
import { fill, format, make, page, words } from "../pages/page.js";
import { call, trying } from "../pages/call.js";
import { alone, build, field, twice, unitOptions } from "./fields.js";

const { data } = page;
const ROLES = { admin: words("Administrator"), viewer: words("Viewer") };
const sees = (one) => (one.node === null ? words("Whole tier") : one.place ?? data.units.find((unit) => unit.id === one.node)?.name);
const cell = (title, text) => make("td", { "data-title": title }, text);
const place = (id) => document.getElementById(id);

/** Shown once; it is gone when the page is left. */
function secret(title, text) {
  fill(place("secret"), make("div", { class: "note note-good secret", role: "alert" }, make("span", {}, title), make("code", {}, text),
    make("span", { class: "small" }, words("Shown only now. Please hand it over in person."))));
  place("secret").scrollIntoView({ block: "center" });
}

async function ask(method, path, body) {
  return trying(() => call(method, path, body, { plain: true, tries: 1 }));
}

async function newPin(one) {
  const answer = await ask("POST", `/api/v1/people/${one.id}/pin`, {});
  if (answer) secret(words("New PIN of {name}", { name: one.name }), answer.pin);
}

async function turn(one) {
  if (await ask("POST", `/api/v1/people/${one.id}/switch`, { disabled: !one.disabled })) { one.disabled = !one.disabled; drawPeople(); }
}

/** A button that is pressed twice. */
function asking(label, question, act, kind = "") {
  const button = make("button", { class: `button button-small ${kind}`, type: "button" }, label);
  twice(button, question, act);
  return button;
}

function drawPeople() {
  fill(place("people"), data.people.map((one) => make("tr", { "data-person": one.id },
    make("td", {}, make("b", {}, one.name), one.disabled ? make("span", { class: "tag tag-beside" }, words("switched off")) : null),
    cell(words("Id"), one.id), cell(words("Role"), ROLES[one.role]), cell(words("Sees"), sees(one)),
    make("td", { class: "acts" }, asking(words("New PIN"), words("The old one ends?"), () => newPin(one)), " ",
      one.id === data.me ? null : make("button", { class: "button button-small", type: "button", onclick: (event) => alone(event.currentTarget, () => turn(one)) }, one.disabled ? words("Switch on") : words("Switch off"))))));
}

async function revoke(one) {
  if ((await ask("DELETE", `/api/v1/tokens/${one.id}`)) === undefined) return;
  data.tokens = data.tokens.filter((other) => other !== one);
  drawTokens();
}

function drawTokens() {
  if (!data.tokens.length) { fill(place("tokens"), make("tr", {}, make("td", { class: "quiet", colspan: 4 }, words("No program has a token.")))); return; }
  fill(place("tokens"), data.tokens.map((one) => make("tr", {}, make("td", {}, make("b", {}, one.name)), cell(words("Sees"), sees(one)), cell(words("Since"), format.day(one.made_at)),
    make("td", { class: "acts" }, asking(words("Revoke"), words("Really revoke?"), () => revoke(one), "button-bad")))));
}

const whole = unitOptions(data.units, data.top);

build(place("new-person"), [
  field({ name: "name", label: words("Name") }), field({ name: "id", label: words("Id"), maxlength: 48 }),
  field({ name: "role", label: words("Role"), options: Object.entries(ROLES), value: "viewer" }),
  field({ name: "node", label: words("Sees"), options: whole }),
], words("Add"), (values) => ({ path: "/api/v1/people", body: { ...values, node: values.node || null } }), (answer, values) => {
  place("new-person").reset();
  data.people.push({ ...values, node: values.node || null, disabled: false });
  drawPeople();
  secret(words("PIN of {name}", { name: values.name }), answer.pin);
});

build(place("new-token"), [field({ name: "name", label: words("Name") }), field({ name: "node", label: words("Sees"), options: whole })],
  words("Add"), (values) => ({ path: "/api/v1/tokens", body: { name: values.name, node: values.node || null } }), (answer, values) => {
    place("new-token").reset();
    data.tokens.push({ id: answer.id, name: values.name, node: values.node || null, made_at: Date.now() });
    drawTokens();
    secret(words("Token of {name}", { name: values.name }), answer.token);
  });

drawPeople();
drawTokens();
