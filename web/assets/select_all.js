// One box that ticks every box of a list, and a line that says how many are ticked.

/** A small GOV.UK checkbox that is sent with no form. */
function box(id, words) {
  const whole = document.createElement("div");
  whole.className = "govuk-checkboxes govuk-checkboxes--small govuk-!-margin-bottom-2";
  const item = whole.appendChild(document.createElement("div"));
  item.className = "govuk-checkboxes__item";
  const input = item.appendChild(document.createElement("input"));
  Object.assign(input, { className: "govuk-checkboxes__input", type: "checkbox", id, autocomplete: "off" });
  const label = item.appendChild(document.createElement("label"));
  Object.assign(label, { className: "govuk-label govuk-checkboxes__label", htmlFor: id, textContent: words });
  return { whole, input };
}

/** Offer it above one list. */
function offer(list, number) {
  const each = [...list.querySelectorAll("input[type=checkbox]")];
  if (each.length < 2) return;
  const { whole, input } = box(`select-all-${number}`, `Select all ${each.length} on this page`);
  list.before(whole);
  const told = document.createElement("p");
  told.className = "govuk-body govuk-!-margin-bottom-0";
  told.setAttribute("role", "status");
  document.querySelector(list.dataset.selectAll).prepend(told);

  const count = () => {
    const ticked = each.filter((one) => one.checked).length;
    input.checked = ticked === each.length;
    input.indeterminate = ticked > 0 && ticked < each.length;
    const sentence = `${ticked} of ${each.length} selected.`;
    // Nothing is said of a list that nobody has touched.
    if (told.textContent || ticked) told.textContent = sentence;
  };
  input.addEventListener("change", () => {
    const all = input.checked;
    each.forEach((one) => (one.checked = all));
    count();
  });
  list.addEventListener("change", count);
  // Back from the page that a button led to, the browser ticks again what was ticked.
  window.addEventListener("pageshow", count);
  count();
}

/** Offer it above every list that asks for it. */
export function selectAll() {
  document.querySelectorAll("[data-select-all]").forEach(offer);
}
