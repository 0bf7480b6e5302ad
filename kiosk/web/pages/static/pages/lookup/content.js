// The pages of the office: rules, forms, fees, leaders, as the head wrote them.
import { fill, make, picture, words } from "../page.js";
import { Problem } from "../call.js";
import { drawBlocks } from "../blocks.js";
import { ask } from "./asking.js";
import { part, toContent, toSearch } from "./places.js";
import { calm, dayOf, heading, vi } from "./wording.js";

/** The list of the pages. */
export async function showContents(_place, { view, signal }) {
  const answer = await ask("/content", signal);
  if (!answer) return "";
  const cards = answer.items.map(({ slug, title, pictogram }) => make("a", { class: "info-card", href: toContent(slug) }, picture(pictogram, 36), make("b", vi, title), picture("forward", 22)));
  fill(view, heading(words("Information")), cards.length ? make("nav", { class: "info-cards", "aria-label": words("Information") }, cards) : calm("information", words("The office has not put anything here yet.")));
  return words("Information");
}

/** One page, drawn from its blocks. */
export async function showContent({ slug }, { view, signal }) {
  try {
    const found = await ask(`/content/${part(slug)}`, signal);
    if (!found) return "";
    fill(view, back(), make("article", { class: "card content" }, make("header", {}, heading(found.title, vi), found.updated_on ? make("p", { class: "quiet small" }, words("Last changed on {day}", { day: dayOf(found.updated_on) })) : null), make("div", { class: "blocks", ...vi }, drawBlocks(found.blocks))));
    return found.title;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    fill(view, back(), calm("information", words("This page does not exist any more."), make("a", { class: "button button-go", href: toSearch() }, words("Look up procedures"))));
    return words("Information");
  }
}

const back = () => make("a", { class: "back", href: "/lookup/info" }, picture("back", 20), words("All information"));
