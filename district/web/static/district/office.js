// One office: its bundle, its certificate, its names and places.
import { fill, make, page, words } from "../pages/page.js";
import { deviceTag, nameOf } from "../pages/conditions.js";
import { trying, post } from "../pages/call.js";
import { toast } from "../pages/toasts.js";
import { alone, build, field, twice, unitOptions } from "./fields.js";
import { broken } from "./office_rows.js";

const here = page.data.id;
const button = (id) => document.getElementById(id);

async function enrol() {
  const bundle = await trying(() => post(`/api/v1/offices/${here}/enrol`, {}, { plain: true, tries: 1 }));
  if (!bundle) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(bundle, null, 1)], { type: "application/json" }));
  link.download = `${here}.motcua-bundle`;
  link.click();
  await new Promise((done) => setTimeout(done, 1500)); // until the browser has taken the file
  location.reload();
}

async function revoke() {
  const answer = await trying(() => post(`/api/v1/offices/${here}/revoke`, {}, { plain: true, tries: 1 }));
  if (!answer) return;
  if (answer.reloaded) { location.reload(); return; }
  button("certificate").replaceChildren(make("span", { class: "tag tag-bad" }, words("Revoked")));
  button("revoke").hidden = true;
  toast(words("Revoked. The broker still has to be told: restart mosquitto on the server."), { kind: "bad", seconds: 30 });
}

if (button("enrol")) {
  if (page.data.enrolled_before) twice(button("enrol"), words("Replace the certificate?"), enrol);
  else button("enrol").addEventListener("click", () => alone(button("enrol"), enrol));
}
if (button("revoke")) twice(button("revoke"), words("Really revoke?"), revoke);

button("seen")?.addEventListener("click", async () => {
  if (await trying(() => post(`/api/v1/offices/${here}/seen`, {}, { plain: true, tries: 1 }))) location.reload();
});

const devices = Object.entries(page.data.devices).sort();
if (broken(page.data.devices).length) document.querySelector("h1 .mark-good")?.classList.replace("mark-good", "mark-warn");
if (devices.length) fill(document.getElementById("devices"), devices.map(([name, condition]) => make("p", { class: "device-row" }, make("b", {}, nameOf(name)), deviceTag(condition))));

const form = document.getElementById("change");
const kinds = [["named", words("Name")], ["placed", words("Belongs to")], ["merged", words("Merged into")]];

function valueField(kind) {
  if (kind === "placed") return field({ name: "value", label: words("Unit"), options: unitOptions(page.data.units, page.data.top), value: page.data.parent ?? "" });
  if (kind === "merged") return field({ name: "value", label: words("Office"), options: [["", words("none")], ...page.data.others.map((other) => [other.id, other.name])] });
  return field({ name: "value", label: words("New name") });
}

function show(kind, from = form.dataset.today) {
  const day = field({ name: "day", label: words("From"), type: "date", value: from });
  build(form, [field({ name: "kind", label: words("Change"), options: kinds, value: kind }), valueField(kind), day], words("Save"),
    (values) => ({ path: `/api/v1/nodes/${here}/changes`, body: values }), () => location.reload());
  form.querySelector("[name=kind]").addEventListener("change", (event) => show(event.target.value, form.elements.day.value));
}

if (form) show("named");
