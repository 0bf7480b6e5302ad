// How far a dossier is: its number leads to the page that the office names. The number stands in no address of ours,
// and is kept nowhere.
import { fill, make, picture, words } from "../page.js";
import { Problem } from "../call.js";
import { link } from "../blocks.js";
import { ask, oneAtATime } from "./asking.js";
import { part, qrOf } from "./places.js";
import { calm, heading } from "./wording.js";

const LONGEST = 64;

/** The field for the number, when the office offers this at all. */
export async function showDossier(_place, { view, signal }) {
  const title = words("Progress of a dossier");
  const offered = await ask("/dossiers", signal);
  if (!offered) return title;
  if (offered.url) fill(view, heading(title), form(offered, signal));
  else fill(view, heading(title), calm("note", words("This office does not show the progress of dossiers here."), make("p", {}, words("Please ask at a counter."))));
  return title;
}

function form({ example }, signal) {
  const asking = oneAtATime(signal);
  const input = make("input", { type: "text", id: "number", maxlength: LONGEST, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", "aria-describedby": "number-hint" });
  const wrong = make("p", { class: "wrong", role: "alert" });
  const place = make("div", { class: "dossier-found", "aria-live": "polite" });
  const hint = example ? words("It stands on the appointment slip, for example {example}.", { example }) : words("It stands on the appointment slip.");
  const element = make("form", { class: "card dossier" }, make("div", { class: "field" }, make("label", { for: "number" }, words("Number of the dossier")), input, make("span", { class: "hint", id: "number-hint" }, hint), wrong),
    make("button", { class: "button button-go", type: "submit" }, picture("search", 22), words("Show")));
  element.addEventListener("submit", (event) => { event.preventDefault(); void find(input, { asking, wrong, place }); });
  return [element, place];
}

async function find(input, { asking, wrong, place }) {
  const typed = input.value.trim();
  fill(wrong);
  fill(place);
  input.parentElement.classList.toggle("is-wrong", false);
  try {
    if (!typed) throw new Problem(422, { detail: words("Please type the number first.") });
    const found = await ask(`/dossiers/${part(typed)}`, asking.next());
    if (found) fill(place, result(found));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    input.parentElement.classList.toggle("is-wrong", true);
    fill(wrong, error.status === 404 || error.status === 422 && typed ? words("This does not look like a number of a dossier of this office. Please check it.") : error.message);
    input.focus();
  }
}

function result({ number, url }) {
  const known = url && /^https:\/\//i.test(url);
  if (!known) return calm("note", words("Dossier {number}", { number }), make("p", {}, words("Its progress cannot be seen here. Please ask at a counter.")));
  const qr = make("img", { class: "qr", src: qrOf("dossier", number), alt: words("QR code of the progress of this dossier"), width: 176, height: 176 });
  return make("section", { class: "card portal" }, make("h2", {}, words("Dossier {number}", { number })), qr, make("p", { class: "small quiet" }, words("Scan it with your telephone, or open it here:")), make("p", {}, link(url, words("See the progress"))));
}
