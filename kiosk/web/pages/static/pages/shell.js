// What every office page does: signing out, and showing where one is among the pages.
import { page, words } from "./page.js";
import { call, NoAnswer, Problem, session } from "./call.js";
import { toast } from "./toasts.js";

/** Leave the counter (or only the session) and go to the sign-in page. Throws Problem when somebody is at the counter. */
export async function signOut() {
  const counter = page.person?.counter;
  session.leaving = true;
  try {
    if (counter) await call("POST", `/api/v1/counters/${counter}/sign-out`, {}, { plain: true, tries: 2 });
    else await call("DELETE", "/api/v1/session", undefined, { tries: 2 });
  } catch (error) {
    session.leaving = false;
    throw error;
  }
  location.assign("/sign-in");
}

async function onSignOut(event) {
  const button = event.currentTarget;
  button.disabled = true;
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    toast(error.code === "ticket_active" ? words("Somebody is still at your counter: finish that number first.") : error.message, { kind: "bad" });
    button.disabled = false;
  }
}

for (const button of document.querySelectorAll("[data-sign-out]")) button.addEventListener("click", onSignOut);

const here = document.querySelector(".side-link.is-here");
if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;
