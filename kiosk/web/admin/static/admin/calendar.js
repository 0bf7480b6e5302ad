// The calendar as this page has it: what is saved, and the week that is being changed. What it makes of the next two
// weeks is worked out by the office itself, so that the rule is written once.
import { page, words } from "../pages/page.js";
import { NoAnswer, post, Problem } from "../pages/call.js";

const REST_MS = 250;
const listeners = [];
let asked = 0;
let timer = null;

export const calendar = {
  saved: { weekly: page.data.weekly, margins: page.data.margins },
  weekly: structuredClone(page.data.weekly),
  margins: { ...page.data.margins },
  days: page.data.days,
  notices: page.data.notices,
  ahead: page.data.ahead,

  get isChanged() { return JSON.stringify([this.weekly, this.margins]) !== JSON.stringify([this.saved.weekly, this.saved.margins]); },

  onChange(listener) { listeners.push(listener); },

  /** Something is different now, saved or not: everything that shows it is drawn again, the preview when it has come. */
  changed() {
    for (const listener of listeners) listener();
    clearTimeout(timer);
    timer = setTimeout(() => { void this.preview(); }, REST_MS);
  },

  /** What the office makes of it; throws Problem when it would not take it. */
  async tried(options) {
    const { weekly, days, notices, margins } = this;
    return (await post("/api/v1/admin/opening/preview", { weekly, days, notices, ...margins }, options)).days;
  },

  async preview() {
    asked += 1;
    const mine = asked;
    try {
      const ahead = await this.tried({ tries: 1 });
      if (mine !== asked) return;
      this.ahead = ahead;
      for (const listener of listeners) listener();
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NoAnswer)) throw error; // a mistake is told where it is saved
    }
  },
};

export const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** "7:30", "0730", "7h30" or "7" as minutes after midnight; null for what is no time. */
export function minutes(text) {
  const found = /^\s*(\d{1,2})\s*[:h.]?\s*(\d{2})?\s*$/i.exec(text);
  if (!found) return null;
  const value = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && value <= 1440 ? value : null;
}

export const spansOf = (sessions) => sessions.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(", ");

/** "7:30-11:30, 13:30-17:00" as sessions; null when something in it is no time. */
export function sessionsOf(text) {
  const parts = text.split(/[,;]/).map((part) => part.trim()).filter(Boolean).map((part) => part.split(/[-–—]/).map(minutes));
  return parts.every((part) => part.length === 2 && !part.includes(null)) ? parts : null;
}

export const WEEKDAYS = () => [words("Monday"), words("Tuesday"), words("Wednesday"), words("Thursday"), words("Friday"), words("Saturday"), words("Sunday")];

/** The weekday of an ISO date. */
export const weekdayOf = (date) => WEEKDAYS()[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7];

/** "25/12/2026" of an ISO date. */
export const inFigures = (date) => date.split("-").reverse().join("/");

/** The ISO date so many days later. */
export const daysLater = (date, days) => new Date(Date.parse(`${date}T12:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
