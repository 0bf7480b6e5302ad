// Small forms: fields by description, what is wrong beside them, one call.
import { fill, make, words } from "../pages/page.js";
import { call, NoAnswer, Problem } from "../pages/call.js";

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
  fill(form, fields, make("button", { class: "button button-go", type: "submit" }, go), wrong);
  form.onsubmit = async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    const values = Object.fromEntries(new FormData(form));
    const answer = await asked(send(values), wrong);
    if (answer !== undefined) done(answer, values);
  };
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
