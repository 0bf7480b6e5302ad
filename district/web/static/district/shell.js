// What every page of the tier does: the clock in the bar, and signing out.
import { format, page, serverNow, words } from "../pages/page.js";
import { call, NoAnswer, Problem, session } from "../pages/call.js";
import { toast } from "../pages/toasts.js";

const WEEKDAYS = [words("Sunday"), words("Monday"), words("Tuesday"), words("Wednesday"), words("Thursday"), words("Friday"), words("Saturday")];
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: page.zone });
const ORDER = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function tick() {
  const now = serverNow();
  const name = WEEKDAYS[ORDER.indexOf(weekday.format(new Date(now)))];
  document.getElementById("clock").textContent = `${name}, ${format.day(now)} · ${format.clock(now)}`;
}

async function signOut(event) {
  event.currentTarget.disabled = true;
  session.leaving = true;
  try {
    await call("DELETE", "/api/v1/session", undefined, { tries: 2 });
    location.assign("/sign-in");
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    session.leaving = false;
    event.target.disabled = false;
    toast(error.message, { kind: "bad" });
  }
}

document.querySelector(".tab.is-here")?.scrollIntoView({ block: "nearest", inline: "center" });
for (const button of document.querySelectorAll("[data-sign-out]")) button.addEventListener("click", signOut);
if (document.getElementById("clock")) { tick(); setInterval(tick, 5000); }
