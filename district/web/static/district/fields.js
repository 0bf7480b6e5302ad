// Small forms: fields by description, what is wrong beside them, one call; and buttons that ask before they act.
import { fill, make, words } from "../pages/page.js";
import { call, NoAnswer, Problem } from "../pages/call.js";

const SURE_MS = 5000;

/** A field; `options`: [[value, label], …] makes a list to choose from. */
export function field({ name, label, options = null, type = "text", value = "", required = true, hint = "", maxlength = 120 }) {
  const id = `field-${name}-${Math.random().toString(36).slice(2, 8)}`;
  const input = options
    ? make("select", { id, name }, options.map(([key, text]) => make("option", { value: key, selected: key === value }, text)))
    : make("input", { id, name, type, value, required, maxlength: type === "text" ? maxlength : null });
  return make("div", { class: "field" }, make("label", { for: id }, label), input, hint ? make("span", { class: "hint" }, hint) : null);
}

export const unitOptions = (units, top) => [
  ...(top ? [] : [["", words("Whole tier")]]),
  ...units.map((unit) => [unit.id, `${"\u2003".repeat(unit.depth)}${[unit.label, unit.name].filter(Boolean).join(" ")}`]),
];

/** Put the fields into the form; `send(values)` says what to ask, `done(answer, values)` what follows. */
export function build(form, fields, go, send, done) {
  const wrong = make("p", { class: "wrong", role: "alert" });
  const button = make("button", { class: "button button-go", type: "submit" }, go);
  fill(form, fields, button, wrong);
  form.onsubmit = async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    const values = Object.fromEntries(new FormData(form));
    const answer = await alone(button, async () => asked(await send(values), wrong));
    if (answer !== undefined) done(answer, values);
  };
}

/** The button rests until the act is over: a second press does nothing twice. */
export async function alone(button, act) {
  button.disabled = true;
  try {
    return await act();
  } finally {
    button.disabled = false;
  }
}

/** The second press does it: no dialog, and nothing happens by one slip, which a double click is. */
export function twice(button, question, act) {
  const label = button.textContent;
  let over = 0;
  const calm = () => { clearTimeout(over); over = 0; button.textContent = label; };
  button.addEventListener("click", async (event) => {
    if (event.detail > 1) return;
    if (!over) { button.textContent = question; over = setTimeout(calm, SURE_MS); return; }
    calm();
    await alone(button, act);
  });
}

export async function asked({ method = "POST", path, body }, wrong) {
  try {
    return await call(method, path, body, { plain: true, tries: 1 });
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    wrong.textContent = error.message;
    return undefined;
  }
}
