// The suggestion box itself: whether there is one, the reasons to tap, and whom it names as the reader above.
import { fill, make, page, picture, words } from "../pages/page.js";
import { post } from "../pages/call.js";
import { doing, edit, field, may, numberOf, valueOf } from "./forms.js";
import { rows } from "./rows.js";

const MOST = 12;
const held = { box: page.data.box };
const note = make("div", { class: "note" });

/** Who reads the letters and how long they stay. */
export function boxNote() {
  fill(note, picture("lock", 24), make("span", {}, words("Only the head of the office and the tier above read these. Nobody knows who wrote them; telephone and identity numbers are masked. Texts are kept for {n} months.", { n: held.box.keep_months })));
  return note;
}

export function boxButton() {
  return may ? [make("button", { class: "button", type: "button", id: "box", onclick: change }, picture("settings", 20), words("The box…"))] : [];
}

async function set(box) {
  held.box = (await post("/api/v1/admin/settings/suggestions", box)).settings.suggestions;
  boxNote();
  return true;
}

async function change() {
  const before = held.box;
  const reasons = before.reasons.map((one) => ({ ...one }));
  const columns = [{ key: "label", label: "Tiếng Việt", maxlength: 60 }, { key: "label_en", label: "English", maxlength: 60 }];
  const done = await edit({
    title: words("The suggestion box"), name: "box", wide: true,
    content: [make("label", { class: "check" }, make("input", { type: "checkbox", name: "on", checked: before.on }), words("Citizens may write a suggestion at the touch screen")),
      rows({ name: "reasons", label: words("Reasons to tap"), items: reasons, columns, blank: () => ({ id: fresh(reasons), label: "", label_en: "" }), add: words("Add a reason"), most: MOST, kind: "rows-reasons" }),
      field({ name: "keep_months", label: words("Months that texts are kept"), kind: "number", value: before.keep_months, min: 1, max: 60 }),
      field({ name: "tier_label", label: words("Who else reads it"), value: before.tier_label, maxlength: 120, hint: words("The tier above, as citizens call it, e.g. “UBND tỉnh Phú Thọ”.") })],
    save: (form) => set({ on: form.elements.on.checked, tier_label: valueOf(form, "tier_label").trim(), keep_months: numberOf(form, "keep_months"), reasons: reasons.filter((one) => one.label.trim()) }),
  });
  if (done) await doing(async () => true, words("Saved."), () => set(before));
}

function fresh(reasons) {
  for (let at = 1; ; at += 1) if (!reasons.some((one) => one.id === `ly-do-${at}`)) return `ly-do-${at}`;
}
