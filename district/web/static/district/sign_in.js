// Signing in with an id and a PIN.
import { page } from "../pages/page.js";
import { call, NoAnswer, Problem } from "../pages/call.js";

const form = document.getElementById("door");
const wrong = document.getElementById("wrong");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  wrong.textContent = "";
  try {
    await call("POST", "/api/v1/session", { person: form.person.value.trim(), pin: form.pin.value }, { plain: true, tries: 1 });
    location.assign(page.data.next ?? "/");
  } catch (error) {
    if (!(error instanceof Problem || error instanceof NoAnswer)) throw error;
    wrong.textContent = error.message;
    form.pin.value = "";
    form.pin.focus();
    button.disabled = false;
  }
});
