// People who sign in, and programs with a token.
import { fill, format, make, page, words } from "../pages/page.js";
import { call, trying } from "../pages/call.js";
import { build, field, unitOptions } from "./fields.js";

const { data } = page;
const ROLES = { admin: words("Administrator"), viewer: words("Viewer") };
const unit = (id) => data.units.find((one) => one.id === id);
const sees = (id) => (id === null ? words("Whole tier") : unit(id)?.name ?? id);
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

function drawPeople() {
  fill(place("people"), data.people.map((one) => make("tr", { "data-person": one.id },
    make("td", {}, make("b", {}, one.name), one.disabled ? make("span", { class: "tag tag-beside" }, words("switched off")) : null),
    make("td", {}, one.id), make("td", {}, ROLES[one.role]), make("td", {}, sees(one.node)),
    make("td", { class: "acts" }, make("button", { class: "button button-small", type: "button", onclick: () => newPin(one) }, words("New PIN")), " ",
      one.id === data.me ? null : make("button", { class: "button button-small", type: "button", onclick: () => turn(one) }, one.disabled ? words("Switch on") : words("Switch off"))))));
}

async function revoke(one) {
  if ((await ask("DELETE", `/api/v1/tokens/${one.id}`)) === undefined) return;
  data.tokens = data.tokens.filter((other) => other !== one);
  drawTokens();
}

function drawTokens() {
  fill(place("tokens"), data.tokens.map((one) => make("tr", {}, make("td", {}, make("b", {}, one.name)), make("td", {}, sees(one.node)), make("td", {}, format.day(one.made_at)),
    make("td", { class: "acts" }, make("button", { class: "button button-small button-bad", type: "button", onclick: () => revoke(one) }, words("Revoke"))))));
}

const whole = unitOptions(data.units, data.top);

build(place("new-person"), [
  field({ name: "name", label: words("Name") }), field({ name: "id", label: words("Id"), maxlength: 48 }),
  field({ name: "role", label: words("Role"), options: Object.entries(ROLES), value: "viewer" }),
  field({ name: "node", label: words("Sees"), options: whole }),
], words("Add"), (values) => ({ path: "/api/v1/people", body: { ...values, node: values.node || null } }), (answer, values) => {
  data.people.push({ ...values, node: values.node || null, disabled: false });
  drawPeople();
  secret(words("PIN of {name}", { name: values.name }), answer.pin);
});

build(place("new-token"), [field({ name: "name", label: words("Name") }), field({ name: "node", label: words("Sees"), options: whole })],
  words("Add"), (values) => ({ path: "/api/v1/tokens", body: { name: values.name, node: values.node || null } }), (answer, values) => {
    data.tokens.push({ id: answer.id, name: values.name, node: values.node || null, made_at: Date.now() });
    drawTokens();
    secret(words("Token of {name}", { name: values.name }), answer.token);
  });

drawPeople();
drawTokens();
