// A page that was open while the office's computer got a new version: it starts anew as soon as nobody is in the middle
// of something, so that old scripts never speak to a newer office for long.
import { page } from "../page.js";
import { get } from "../call.js";
import { isOpen } from "../dialogs.js";
import { desk } from "./desk.js";

const AGAIN_MS = 3000;
const isBusy = () => isOpen() || desk.typed || desk.held || !desk.connected;

/** After a lost connection: is this still what the office would send now? */
export async function startAnewWhenOld() {
  const now = await get("/console/version", { tries: 2 }).catch(() => null);
  if (now && now.version !== page.data.version) reload();
}

function reload() {
  if (isBusy()) setTimeout(reload, AGAIN_MS);
  else location.reload();
}
