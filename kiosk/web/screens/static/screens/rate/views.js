// The views of the rating tablet, each built once when it begins and then only touched where something changes, so that
// a finger never loses the control under it.
import { drawFace, faceName } from "./faces.js";
import { initials, label, make, nameOfLanguage, otherLanguage, ownName, page, words } from "./wording.js";

const press = (act, more = {}) => ({ type: "button", "data-press": act, ...more });

/** Who sits here: photo or initials, name, title. */
function portrait(clerk, extra = "") {
  const photo = clerk.photo_url ? `${clerk.photo_url}&as=${encodeURIComponent(page.as)}` : null;
  const letters = make("span", { class: `portrait ${extra}`, "aria-hidden": "true" }, initials(clerk.name));
  if (!photo) return letters;
  const picture = make("img", { class: `portrait ${extra}`, src: photo, alt: "", draggable: "false" });
  picture.addEventListener("error", () => picture.replaceWith(letters));
  return picture;
}

/** The bar on top. */
export function who(counter) {
  const clerk = counter.clerk;
  return [
    clerk ? portrait(clerk) : null,
    clerk ? make("div", { class: "who-person" }, make("b", {}, clerk.name), make("span", {}, clerk.title)) : null,
    make("div", { class: "who-counter" }, make("span", {}, words("Counter")), make("b", {}, String(counter.number))),
  ];
}

const language = () => make("button", press("language", { class: "button button-language", lang: otherLanguage(), "data-code": otherLanguage() }), nameOfLanguage(otherLanguage()));

function facesRow(levels, scale, chosen, extra) {
  return make("div", { class: `faces faces-${scale} ${extra}` }, [...levels].sort((one, other) => other.level - one.level).map((one) =>
    make("button", press("level", { class: `choice face-${faceName(one.level, scale)}${one.level === chosen ? " is-chosen" : ""}`, "data-level": one.level, "aria-pressed": String(one.level === chosen) }),
      drawFace(one.level, scale), make("b", {}, label(one)))));
}

function faces({ window, question }) {
  return make("section", { class: "page page-faces" },
    make("h1", {}, label(question), make("small", {}, words("Ratings carry no name. The clerk at the counter cannot see single ratings."))),
    facesRow(window.levels, window.scale, null, "faces-large"),
    make("div", { class: "foot" }, language(), make("button", press("decline", { class: "button button-skip" }), words("No rating")), make("span", { class: "foot-note", id: "left" })));
}

/** For a few seconds another face may still be chosen. */
const changing = ({ window, level }) => make("div", { class: "changing", id: "changing" }, make("p", {}, words("Touch another face to change your mind")), facesRow(window.levels, window.scale, level, "faces-small"));

const levelOf = (given) => given.window.levels.find((one) => one.level === given.level);

function thanks(given) {
  return make("section", { class: "page page-thanks", "data-settles": performance.now() },
    make("div", { class: `thanks face-${faceName(given.level, given.window.scale)}` }, drawFace(given.level, given.window.scale),
      make("div", {}, make("h1", {}, words("Thank you for your rating!")), make("p", { class: "noted" }, words("Noted: {level}", { level: label(levelOf(given)) })))),
    changing(given));
}

function reasons(given) {
  const items = given.window.reasons.slice(0, 6);
  return make("section", { class: "page page-reasons", "data-settles": performance.now() },
    make("h1", {}, words("What were you not satisfied with?"), make("small", {}, words("You may choose several. Your rating is noted already."))),
    make("div", { class: `reasons reasons-${items.length}` }, items.map((one) => make("button", press("reason", { class: "choice choice-reason", "data-reason": one.id, "aria-pressed": String(given.picked.has(one.id)) }), make("i", { class: "tick", "aria-hidden": "true" }), make("b", {}, label(one))))),
    make("div", { class: "foot foot-reasons" }, make("button", press("skip", { class: "button button-skip" }), words("Skip")), changing(given), make("button", press("tell", { class: "button button-go", disabled: given.picked.size === 0 }), words("Send"))),
    make("p", { class: "foot-note", id: "left" }));
}

const called = ({ number }) => saying("called", words("Now calling number"), number, words("to this counter"));
const serving = ({ number }) => saying("serving", words("Serving number"), number, words("You can rate the service when it is finished"));

function saying(kind, above, number, below) {
  return make("section", { class: `page page-saying page-${kind}` }, make("p", { class: "above" }, above), make("p", { class: "number" }, number), make("p", { class: "below" }, below));
}

/** Nobody is called: the counter and who sits there, large. */
function resting(counter, title, text) {
  const clerk = counter?.clerk;
  return make("section", { class: "page page-resting" },
    make("div", { class: "card-counter" }, make("span", {}, words("Counter")), make("b", {}, String(page.counter)), counter && ownName(counter) ? make("em", {}, ownName(counter)) : null),
    make("div", { class: "card-person" },
      clerk ? portrait(clerk, "portrait-large") : null, clerk ? make("h1", {}, clerk.name) : null, clerk ? make("p", { class: "title" }, clerk.title) : null,
      make("p", { class: "greeting" }, make("b", {}, title), text ? make("span", {}, text) : null), language()));
}

const BUILT = {
  faces, thanks, reasons, called, serving,
  declined: () => saying("declined", "", words("Thank you!"), words("Goodbye, see you again")),
  idle: (_, counter) => resting(counter, words("Welcome"), words("Please wait for your number")),
  paused: (_, counter) => resting(counter, words("This counter takes a short break"), words("The counter will be back soon")),
  closed: (_, counter) => resting(counter && { ...counter, clerk: null }, words("This counter is closed"), words("Please look at the hall display for the open counters")),
  gone: () => resting(null, words("This counter is not in use"), words("Please tell the office's staff")),
  starting: () => resting(null, words("One moment, please"), words("Connecting to the office…")),
};
const WITH_BAR = new Set(["faces", "thanks", "reasons", "called", "serving", "declined"]);

export const hasBar = (view) => WITH_BAR.has(view.name);

/** The elements of a view. */
export const build = (view, counter) => BUILT[view.name](view, counter);

/** What makes a view another one, so that it is built anew. */
export function keyOf(view, counter, language_) {
  const clerk = counter?.clerk ? `${counter.clerk.id}${counter.clerk.photo_url}${counter.clerk.name}` : "";
  return [view.name, view.ticket ?? view.window?.ticket ?? "", view.question?.id ?? "", view.number ?? "", view.level ?? "", hasBar(view) ? "" : clerk, language_].join("|");
}
