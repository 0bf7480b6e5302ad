// The addresses below /lookup, in both directions.

export const LONGEST = 100; // characters that are searched for

const TOP = "/lookup";
const LONGEST_NEXT = 500; // of an address that the choice of a language leads back to
const LONE = /\p{Surrogate}/gu;

/** Which view an address shows. What cannot be read in it is taken as it stands. */
export function placeOf({ pathname, searchParams }) {
  const [first = "", second = ""] = pathname.split("/").slice(2).map(readable);
  if (first === "info") return second ? { view: "content", slug: second } : { view: "contents" };
  if (first === "dossier") return { view: "dossier" };
  if (first) return { view: "procedure", key: first };
  return { view: "search", q: shortened(searchParams.get("q") ?? ""), field: searchParams.get("field") ?? "" };
}

function readable(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Whole characters, no halves of them. */
export const shortened = (text) => [...text.replace(LONE, "")].slice(0, LONGEST).join("");

/** A text as one part of an address. */
export const part = (text) => encodeURIComponent(text.replace(LONE, ""));

export const toSearch = (q = "", field = "") => {
  const asked = new URLSearchParams({ ...(q && { q }), ...(field && { field }) }).toString();
  return asked ? `${TOP}?${asked}` : TOP;
};
export const toProcedure = (key) => `${TOP}/${part(key)}`;
export const toContent = (slug) => `${TOP}/info/${part(slug)}`;
export const qrOf = (kind, name) => `${TOP}/qr/${kind}/${part(name)}`;

export const isOurs = (url) => url.origin === location.origin && !url.hash && (url.pathname === TOP || (url.pathname.startsWith(`${TOP}/`) && !url.pathname.startsWith(`${TOP}/qr/`)));

const leaving = { settle: null };

/** What has to be put into the address before the person goes on; null = nothing. */
export const beforeLeaving = (settle) => { leaving.settle = settle; };

/** For a link that leads to a page anew: it takes along what was typed a moment ago. */
export const settleNow = () => leaving.settle?.();

/** Go on to another view, and remember how far down this one was read and which line was taken. */
export function goTo(address, key = "") {
  settleNow();
  history.replaceState({ ...history.state, y: scrollY, key }, "");
  history.pushState({ inside: true }, "", address);
}

/** Whether going back stays on this page. */
export const cameFromHere = () => Boolean(history.state?.inside);

/** The choice of a language comes back to what is shown now, not to what was opened first. */
export function leadLanguagesHere() {
  const whole = encodeURIComponent(location.pathname + location.search);
  const next = whole.length <= LONGEST_NEXT ? whole : encodeURIComponent(location.pathname);
  for (const link of document.querySelectorAll("a.language")) link.href = `/language/${link.lang}?next=${next}`;
}
