// A small console on top of the other windows, where the browser has such windows (a secure address: this machine or
// https); elsewhere a small window of its own. Meanwhile this page waits, so that one console at a time hears the keys.
import { make, words } from "../page.js";
import { open } from "../dialogs.js";
import { toast } from "../toasts.js";

const SIZE = { width: 420, height: 760 };
const NAME = "motcua-console";

/** Not from within the small window itself. */
export const canFloat = () => globalThis.top === globalThis && globalThis.name !== NAME;

export async function floatWindow() {
  if (!globalThis.documentPictureInPicture) return besides();
  const small = await globalThis.documentPictureInPicture.requestWindow(SIZE);
  const frame = small.document.createElement("iframe");
  frame.src = "/console";
  Object.assign(frame.style, { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0" });
  small.document.title = document.title;
  small.document.body.append(frame);
  frame.addEventListener("load", () => frame.contentWindow.focus());
  return waitFor(small);
}

/** Nobody works here until the small window is closed. */
async function waitFor(small) {
  const back = make("button", { class: "button button-go", type: "button", onclick: () => dialog.close(null) }, words("Bring it back here"), make("kbd", {}, "Esc"));
  const dialog = open({ name: "floating", title: words("The counter is in the small window"), text: words("It stays on top of the other windows. Close it to go on here."), foot: [back] });
  dialog.element.tabIndex = -1;
  dialog.element.focus(); // an Enter that was meant for the small window brings nothing back
  small.addEventListener("pagehide", () => dialog.close(null));
  await dialog.closed;
  small.close();
}

function besides() {
  const small = globalThis.open("/console", NAME, `popup,width=${SIZE.width},height=${SIZE.height}`);
  if (!small) toast(words("The browser does not allow a second window."), { kind: "bad" });
}
