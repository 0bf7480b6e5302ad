// The paper in the printer: how much is left as far as one can tell, and the slip of the day.
import { format, make, picture, words } from "../pages/page.js";
import { post, trying } from "../pages/call.js";
import { toast } from "../pages/toasts.js";
import { doing } from "./forms.js";

const PRINTER_MS = 20_000; // the office answers when the paper is out

const metres = (mm) => format.number(Math.round(mm / 1000));

/** A bar of the roll; nothing without a printer. `draw` shows the page anew. */
export function paperLine(view, draw) {
  const { paper } = view;
  if (!paper) return null;
  const left = Math.max(0, paper.roll_mm - paper.used_mm);
  const since = paper.changed_at ? words("Paper changed {at}", { at: `${format.clock(paper.changed_at)} ${format.day(paper.changed_at)}` }) : words("Nobody has said yet that the paper was changed");
  return make("div", { class: "roll", id: "paper" }, picture("paper", 26),
    make("div", { class: "roll-bar" }, make("b", {}, words("Paper left: about {percent} % ({left} of {whole} m)", { percent: paper.left, left: metres(left), whole: metres(paper.roll_mm) })),
      make("progress", { class: `roll-left ${paper.left <= 10 ? "is-low" : ""}`, max: 100, value: paper.left, "aria-label": words("Paper left") }), make("small", { class: "quiet" }, since)),
    view.may_paper ? make("button", { class: "button button-small", type: "button", "data-key": "paper-changed", onclick: () => changed(view, draw) }, words("Paper was changed")) : null);
}

function changed(view, draw) {
  let before = 0;
  const change = (used) => async () => {
    const answer = await post("/api/v1/printer/paper-changed", { used_mm: used() });
    before = answer.before_mm;
    view.paper = answer.paper;
    draw();
    return answer;
  };
  return doing(change(() => 0), words("A whole roll counts from now on."), change(() => before));
}

export async function printDay() {
  const done = await trying(() => post("/api/v1/admin/day-slip", {}, { patience: PRINTER_MS }));
  if (!done) return;
  if (done.state === "printed" || done.state === "accepted") toast(words("The slip of the day is printed."), { kind: "good" });
  else toast(done.why ?? words("The printer does not answer."), { kind: "bad", seconds: 10 });
}
