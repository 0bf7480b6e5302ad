// Where the progress of a dossier is asked for: the office's address with the number in it, and what a number looks like.
import { fill, make, page, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { doing, field, may, named, saving, valueOf } from "./forms.js";

const PATH = "/api/v1/admin/settings/dossier";
const held = { dossier: page.data.dossier };
const host = make("section", { class: "card card-gap", id: "dossier" });

export function dossierCard() {
  draw();
  return host;
}

function draw() {
  const { url_template, pattern, example, result_service } = held.dossier;
  const services = [["", words("None")], ...page.data.services.map((one) => [one.id, `${one.prefix} ${named(one)}`])];
  const form = make("form", { class: "form form-full", novalidate: true },
    field({ name: "url_template", label: words("Address of the page with the progress"), value: url_template, maxlength: 300, disabled: !may, hint: words("Begins with https:// and has {number} where the number goes, e.g. https://dichvucong.gov.vn/tra-cuu?so={number}. Empty: no progress is shown.") }),
    make("div", { class: "form-row" }, field({ name: "pattern", label: words("What a number looks like"), value: pattern, maxlength: 120, disabled: !may, hint: words("# a digit, A a letter, * either, + one or more of the sign before; other signs stand for themselves; several forms are divided by |. Empty: any number.") }),
      field({ name: "example", label: words("An example"), value: example, maxlength: 40, disabled: !may, hint: words("Shown to whoever types a number.") }),
      field({ name: "result_service", label: words("Number for the result"), kind: "select", value: result_service ?? "", options: services, disabled: !may, hint: words("Whose number a scanned appointment slip takes.") })),
    trial(), may ? make("div", { class: "acts" }, make("button", { class: "button button-go", type: "submit", "data-key": "save-dossier" }, words("Save"))) : null);
  form.addEventListener("submit", (event) => { event.preventDefault(); void save(form); });
  fill(host, make("h2", {}, words("Progress of a dossier")), make("p", { class: "quiet" }, words("A citizen types the number of the appointment slip or scans it, and gets the page with the progress as a QR code.")), form);
}

function trial() {
  if (!may) return null;
  const answer = make("output", { class: "trial-answer" });
  const box = make("div", { class: "trial" }, field({ name: "number", label: words("Try a number"), value: "", maxlength: 40 }), make("button", { class: "button", type: "button", "data-key": "try-dossier", onclick: () => tryIt(box.closest("form"), answer) }, words("Try it")), answer);
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); void tryIt(box.closest("form"), answer); } });
  return box;
}

const given = (form) => ({ url_template: valueOf(form, "url_template").trim(), pattern: valueOf(form, "pattern").trim(), example: valueOf(form, "example").trim(), result_service: valueOf(form, "result_service") });

async function tryIt(form, answer) {
  fill(answer);
  const { url_template, pattern } = given(form);
  const found = await saving(form, () => post(`${PATH}/try`, { url_template, pattern, number: valueOf(form, "number").trim() }));
  if (found) fill(answer, make("b", {}, found.number), found.url ? make("a", { href: found.url, target: "_blank", rel: "noopener noreferrer" }, found.url) : null);
}

async function set(dossier) {
  held.dossier = (await post(PATH, dossier)).settings.dossier;
  draw();
  return true;
}

async function save(form) {
  const before = held.dossier;
  if (await saving(form, () => set(given(form)))) await doing(async () => true, words("Saved."), () => set(before));
}
