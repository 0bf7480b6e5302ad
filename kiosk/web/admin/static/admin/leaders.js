// The leaders of the office with their telephone numbers: shown on the touch screen, the first also on the ticket.
import { fill, make, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { edit } from "./forms.js";

const MOST = 6;

export const leaderLine = (one) => make("div", {}, [[one.title, one.name].filter(Boolean).join(" "), one.phone].filter(Boolean).join(" – "));

/** Resolves to what the office answered, or null when it was closed. */
export function editLeaders(leaders) {
  const held = leaders.map((one) => ({ ...one }));
  const host = make("div", { class: "leaders" });
  drawRows(host, held);
  return edit({
    title: words("Leaders"), text: words("Shown on the touch screen while nobody uses it. The first one also stands at the foot of the ticket."),
    name: "leaders", wide: true, content: [host],
    save: () => { dropEmpty(host, held); return post("/api/v1/admin/settings/leaders", { leaders: held }); },
  });
}

/** So that a mistake that the office names by its place finds its row. */
function dropEmpty(host, held) {
  const filled = held.filter((one) => one.name.trim() || one.title.trim() || one.phone.trim());
  if (filled.length === held.length) return;
  held.splice(0, held.length, ...filled);
  drawRows(host, held);
}

function drawRows(host, held) {
  const again = (at) => { drawRows(host, held); host.querySelectorAll("input")[3 * at]?.focus(); };
  const add = make("button", { class: "button button-small", type: "button", disabled: held.length >= MOST, onclick: () => again(held.push({ name: "", title: "", phone: "" }) - 1) }, picture("plus", 16), words("Add a leader"));
  fill(host, held.map((one, at) => row(held, one, at, again)), add);
}

function row(held, one, at, again) {
  const input = (key, label, longest) => make("input", {
    value: one[key], placeholder: label, "aria-label": `${label} ${at + 1}`, maxlength: longest, autocomplete: "off",
    inputmode: key === "phone" ? "tel" : "text", oninput: (event) => { one[key] = event.target.value; },
  });
  const small = (key, label, drawing, act, disabled = false) => make("button", { class: `button button-small ${key}`, type: "button", "data-key": `${key}-${at}`, title: label, "aria-label": `${label} ${at + 1}`, disabled, onclick: act }, picture(drawing, 16));
  return make("div", { class: "leader-row field", "data-field": `leaders.${at}` },
    input("title", words("Title"), 120), input("name", words("Full name"), 120), input("phone", words("Telephone"), 40),
    small("up", words("Further up"), "back", () => { held.splice(at - 1, 0, ...held.splice(at, 1)); again(at - 1); }, at === 0),
    small("away", words("Remove"), "cross", () => { held.splice(at, 1); again(Math.max(0, at - 1)); }));
}
