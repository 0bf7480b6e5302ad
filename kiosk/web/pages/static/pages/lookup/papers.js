// The papers to bring, to tick off at home. What is ticked is kept nowhere.
import { make, words } from "../page.js";
import { unknown, vi } from "./wording.js";

/** A list with a box before each paper, and how many are ready. */
export function drawPapers(papers) {
  if (!papers.length) return make("p", {}, unknown());
  const ready = make("p", { class: "quiet small on-screen", role: "status" });
  const list = make("ul", { class: "papers-to-bring" }, papers.map(({ name, copies }) => make("li", {}, make("label", { class: "paper-line" }, make("input", { type: "checkbox" }), make("span", vi, name, copies ? make("small", {}, ` · ${copies}`) : null)))));
  const count = () => { ready.textContent = words("{n} of {all} ready", { n: list.querySelectorAll(":checked").length, all: papers.length }); };
  list.addEventListener("change", count);
  count();
  return [list, ready];
}
