// The page for citizens: which view an address shows, and how one comes from one to the next without loading anew.
// Every view can be passed on as a link, and going back shows the list as it was left.
import { page } from "./page.js";
import { call } from "./call.js";
import { goTo, isOurs, leadLanguagesHere, placeOf, settleNow } from "./lookup/places.js";
import { showSearch } from "./lookup/searching.js";
import { showProcedure } from "./lookup/procedure.js";
import { showContent, showContents } from "./lookup/content.js";
import { showDossier } from "./lookup/dossier.js";

const VIEWS = { search: showSearch, procedure: showProcedure, contents: showContents, content: showContent, dossier: showDossier };
const TABS = { search: "procedures", procedure: "procedures", contents: "info", content: "info", dossier: "dossier" };

const view = document.getElementById("view");
let shown = null;

/**
 * Show the view of the present address. `y`: how far down it was left, `key`: by which line of the list; `moved`: the
 * person came from another view.
 */
async function show({ y = 0, key = "", moved = false } = {}) {
  shown?.abort();
  shown = new AbortController();
  const { signal } = shown;
  const place = placeOf(new URL(location.href));
  markTab(TABS[place.view]);
  view.setAttribute("aria-busy", "true");
  const title = await VIEWS[place.view](place, { view, signal, moved });
  if (signal.aborted) return;
  view.removeAttribute("aria-busy");
  document.title = `${title} · ${page.data.office}`;
  leadLanguagesHere();
  if (!moved) return;
  scrollTo(0, y);
  const reader = (key && view.querySelector(`[data-key="${CSS.escape(key)}"]`)) || view.querySelector("[data-focus]");
  reader?.focus({ preventScroll: true });
}

function markTab(name) {
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === name) tab.setAttribute("aria-current", "page"); else tab.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.matches("a.language")) settleNow();
  if (link.target || !isOurs(new URL(link.href))) return;
  event.preventDefault();
  goTo(link.href, link.dataset.key);
  void show({ moved: true });
});

addEventListener("popstate", ({ state }) => { void show({ moved: true, y: state?.y, key: state?.key }); });

/** The tabs of what this office has; the procedures are always there. */
async function offerTabs() {
  const [content, dossiers] = await Promise.all(["/api/v1/content", "/api/v1/dossiers"].map((path) => call("GET", path).catch(() => null)));
  const offered = { info: content?.items?.length > 0, dossier: Boolean(dossiers?.url) };
  for (const [name, here] of Object.entries(offered)) document.querySelector(`[data-tab="${name}"]`).hidden = !here;
  document.getElementById("tabs").hidden = !Object.values(offered).some(Boolean);
}

history.scrollRestoration = "manual";
void show();
void offerTabs();
