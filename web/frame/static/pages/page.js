// What the server wrote into this page: its data, its words, its language, the token that proves the page is ours.
// Every script of the office pages starts here. Builds elements without ever parsing text as markup.

const written = JSON.parse(document.getElementById("page").textContent);

export const page = Object.freeze(written);

/** The English text in the reader's language, with its {named} places filled. */
export function words(english, values) {
  const text = page.words[english] ?? english;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : text;
}

/** An element: make("p", {class: "quiet", onclick: f}, "text", child, …). Null children are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The drawing of this name, copied from the page's own stock of drawings (see pictures.html). */
export function picture(name, size = 22) {
  const stock = document.getElementById("pictures")?.content.querySelector(`[data-picture="${name}"] svg`);
  if (!stock) return document.createTextNode("");
  const copy = stock.cloneNode(true);
  copy.setAttribute("width", size);
  copy.setAttribute("height", size);
  return copy;
}

/** Put these children in place of the old ones. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/** A fresh id for one act; the same act tried again keeps it. Works on plain http too, where randomUUID is missing. */
export function freshId() {
  if (globalThis.crypto.randomUUID) return globalThis.crypto.randomUUID();
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const locale = page.language === "vi" ? "vi-VN" : "en-GB";
const hourMinute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: page.zone });
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: page.zone });

export const format = {
  /** "08:42" in the office's time zone, from RFC 3339 text or milliseconds. */
  clock: (at) => hourMinute.format(new Date(at)),
  /** "23/11/2026". */
  day: (at) => dayMonth.format(new Date(at)),
  /** "1.204" or "6,2". */
  number: (value, decimals = 0) =>
    value.toLocaleString(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  /** "17 phút"; the first minute is "dưới 1 phút". */
  minutes(ms) {
    const whole = Math.floor(Math.max(ms, 0) / 60000);
    if (whole === 0) return words("under 1 minute");
    return whole === 1 ? words("1 minute") : words("{n} minutes", { n: format.number(whole) });
  },
  /** The same in short, for rows: "17 phút", "17 min". */
  minutesShort: (ms) => (ms < 60000 ? words("just now") : words("{n} min", { n: format.number(Math.floor(ms / 60000)) })),
  /** "04:12", and from an hour on "1:04:12". */
  running(ms) {
    const seconds = Math.floor(Math.max(ms, 0) / 1000);
    const two = (value) => String(value).padStart(2, "0");
    const tail = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${tail}` : tail;
  },
};

let serverAhead = { server: page.now, here: performance.now() };

/** The server's clock in ms since 1970, so that a wrong clock of this machine shows no wrong waits. */
export const serverNow = () => serverAhead.server + (performance.now() - serverAhead.here);

/** Set the clock by what the server has just said (RFC 3339). */
export function heardTime(text) {
  serverAhead = { server: Date.parse(text), here: performance.now() };
}
