// The office's file: everything the head decides, to keep or to carry to another machine.
import { make, words } from "../pages/page.js";
import { get, post } from "../pages/call.js";
import { doing } from "./forms.js";

export function officeFile() {
  const choose = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => bring(choose) });
  return [make("button", { class: "button", type: "button", "data-key": "keep", onclick: keep }, words("Save the office's file")),
    make("button", { class: "button", type: "button", "data-key": "bring", onclick: () => choose.click() }, words("Read an office's file…")), choose];
}

async function keep() {
  await doing(async () => {
    const office = await get("/api/v1/admin/office");
    const link = make("a", { href: URL.createObjectURL(new Blob([JSON.stringify(office, null, 2)], { type: "application/json" })), download: "motcua-office.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }, words("The file has no PINs, no numbers and no ratings."));
}

async function bring(input) {
  const [file] = input.files;
  if (!file) return;
  const before = await doing(() => get("/api/v1/admin/office"), words("Reading…"));
  const put = async (office) => { const answer = await post("/api/v1/admin/office", { office }); setTimeout(() => location.reload(), 1200); return answer; };
  await doing(async () => put(parsed(await file.text())), words("The office was replaced by the file."), before && (() => put(before)));
  input.value = "";
}

function parsed(text) {
  try {
    const office = JSON.parse(text);
    return office && typeof office === "object" && !Array.isArray(office) ? office : {};
  } catch {
    return {};
  }
}
