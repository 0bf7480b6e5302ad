// The same acts by mouse or touch: what each button does. A click never keeps the keyboard on the button.
import * as acts from "./acts.js";
import * as asking from "./asking.js";
import { desk } from "./desk.js";
import { askEnd } from "./ending.js";
import { showHelp } from "./help.js";
import { showMore } from "./more.js";
import { showMyDay } from "./my_day.js";
import { flash } from "./pressing.js";
import { askGoOn, askNote } from "./visit.js";
import { askWalkIn } from "./walk_in.js";

const ACTS = {
  next: () => (desk.paused ? acts.resume() : acts.callNext()),
  recall: acts.recall,
  start: acts.start,
  finish: acts.finish,
  no_show: acts.noShow,
  transfer: () => asking.askTransfer(),
  park: () => asking.askPark(),
  by_number: () => asking.askNumber(),
  walk_in: () => askWalkIn(),
  go_on: () => askGoOn(),
  note: () => askNote(),
  more: () => showMore(),
  my_day: () => showMyDay(),
  help: () => showHelp(),
  end: () => askEnd(),
  pause: () => (desk.paused ? acts.resume() : asking.askPause()),
  undo: acts.undo,
};

/** Do what this button does, from wherever it was asked. */
export function clickKey(name) {
  flash(document.querySelector(`[data-act="${name}"]`));
  void ACTS[name]();
}

export function startMouse() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) clickKey(button.dataset.act);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && event.detail > 0 && !event.target.closest("dialog")) button.blur();
  });
}
