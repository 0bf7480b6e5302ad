// The words of the rating tablet in the language that the person at the counter chose. The page holds them in every
// language; after each person it goes back to the office's own.

export const page = Object.freeze(JSON.parse(document.getElementById("page").textContent));

const NAMES = { vi: "Tiếng Việt", en: "English" };
const known = Object.keys(page.words);
let language = page.language;

export const currentLanguage = () => language;
export const otherLanguage = () => known[(known.indexOf(language) + 1) % known.length];
export const nameOfLanguage = (code) => NAMES[code] ?? code;

/** Change the language; back to the usual one without an argument. True when it is another one now. */
export function speak(code = page.language) {
  if (code === language || !known.includes(code)) return false;
  language = code;
  document.documentElement.lang = code;
  return true;
}

/** The English text in the chosen language, with its {named} places filled. */
export function words(english, values = {}) {
  const text = page.words[language]?.[english] ?? english;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The office's own text of a level, reason or question. */
export const label = (one) => (language !== "vi" && one.label_en) || one.label;

/** The first letters of the last two words: Vietnamese given names stand last. */
export const initials = (name) => name.split(/\s+/).filter(Boolean).slice(-2).map((word) => [...word][0]).join("").toUpperCase();

/** The name of a counter when it says more than its number, else "". */
export function ownName(counter) {
  const name = counter.name.trim();
  const plain = new RegExp(`^((quầy|counter) ?(số )?)?0*${counter.number}$`);
  return plain.test(name.toLowerCase().replace(/\s+/g, " ")) ? "" : name;
}

/** An element: make("p", {class: "quiet"}, "text", child, …). Null children are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
