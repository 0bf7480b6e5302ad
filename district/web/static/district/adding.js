// A new office or unit, from the page of offices.
import { page, words } from "../pages/page.js";
import { toast } from "../pages/toasts.js";
import { build, field, unitOptions } from "./fields.js";

function path(values) {
  const body = { id: values.id, name: values.name, parent: values.parent || null };
  return values.kind === "unit" ? { path: "/api/v1/units", body: { ...body, label: values.label } } : { path: "/api/v1/offices", body };
}

/** `units`: those that one may choose by now. */
export function prepareAdding(look, units) {
  const button = document.getElementById("add");
  const form = document.getElementById("add-form");
  if (!button) return;
  const show = () => {
    build(form, [
      field({ name: "kind", label: words("What"), options: [["office", words("Office")], ["unit", words("Unit above offices")]] }),
      field({ name: "id", label: words("Id"), maxlength: 48, hint: words("Small letters, digits, hyphens. It stays for ever; names may change.") }),
      field({ name: "name", label: words("Name") }),
      field({ name: "label", label: words("Label"), required: false, hint: words("Only for a unit, e.g. Cụm") }),
      field({ name: "parent", label: words("Belongs to"), options: unitOptions(units(), page.data.top), required: false }),
    ], words("Add"), path, (answer, values) => {
      toast(words("{name} was added.", { name: values.name }), { kind: "good" });
      form.hidden = true;
      form.replaceChildren();
      look();
    });
  };
  button.addEventListener("click", () => {
    if (!form.childElementCount) show();
    form.hidden = !form.hidden;
    if (!form.hidden) form.querySelector("select").focus();
  });
}
