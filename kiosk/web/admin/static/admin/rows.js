// A list inside a form, one line of boxes for each thing; `items` is kept as it is typed.
import { fill, make, picture, words } from "../pages/page.js";
import { may } from "./forms.js";

/**
 * `columns`: [{key, label, options: [[value, text]], type, maxlength, read(text), show(value)}]; `blank()`: a new item;
 * `label`: what all of them are called, `add`: what the button says. Its mistakes are those of `name.0`, `name.1` …
 */
export function rows({ name, label, items, columns, blank, add, most, hint = "", kind = "" }) {
  const list = make("div", { class: `rows ${kind}`, role: "group", "aria-label": label });
  const draw = (focus = -1) => {
    const more = make("button", { class: "button button-small", type: "button", "data-key": `add-${name}`, disabled: items.length >= most, onclick: () => { items.push(blank()); changed(list); draw(items.length - 1); } }, picture("plus", 16), add);
    fill(list, items.map((item, at) => line(item, at)), may ? make("div", {}, more) : null);
    list.querySelectorAll(".rows-line")[focus]?.querySelector("input, select, textarea")?.focus();
  };
  const line = (item, at) => make("div", { class: "rows-line field", "data-field": `${name}.${at}` }, columns.map((column) => box(column, item, at)), may ? away(at) : null);
  const away = (at) => make("button", { class: "button button-small", type: "button", title: words("Remove"), "aria-label": `${words("Remove")} – ${label} ${at + 1}`, onclick: () => { items.splice(at, 1); changed(list); draw(Math.max(0, at - 1)); } }, picture("cross", 14));
  draw();
  return make("div", { class: "field", "data-field": name }, make("span", { class: "label" }, label), hint ? make("span", { class: "hint" }, hint) : null, list);
}

function box(column, item, at) {
  const value = column.show ? column.show(item[column.key]) : item[column.key] ?? "";
  const common = { "aria-label": `${column.label} ${at + 1}`, title: column.label, disabled: !may };
  if (column.options) {
    return make("select", { ...common, onchange: (event) => { item[column.key] = event.target.value; } }, column.options.map(([key, text]) => make("option", { value: key, selected: String(key) === String(value) }, text)));
  }
  const keep = (event) => { item[column.key] = column.read ? column.read(event.target.value) : event.target.value; };
  return make("input", { ...common, type: column.type ?? "text", value, placeholder: column.label, autocomplete: "off", maxlength: column.maxlength ?? null, oninput: keep });
}

/** A line that came or went is a change of the form as typing is. */
const changed = (list) => list.dispatchEvent(new Event("input", { bubbles: true }));
