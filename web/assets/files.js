// A file that is larger than may be sent is told of where it is chosen: nothing is sent, and nothing typed is lost.
const MEGABYTE = 1024 * 1024;

/** What is wrong with the file that is chosen; empty where nothing is. */
function wrongWith(input) {
  const [file] = input.files;
  const most = Number(input.dataset.largest);
  if (!file || file.size <= most) return "";
  const has = Math.ceil((file.size * 10) / MEGABYTE) / 10;
  return `This file has ${has} MB, and a file can have ${most / MEGABYTE} MB. Make it smaller, split it, or choose another.`;
}

/** Watch one question for a file. */
function watch(input) {
  const group = input.closest(".govuk-form-group");
  const told = document.createElement("p");
  Object.assign(told, { id: `${input.id}-too-large`, className: "govuk-error-message govuk-!-display-none" });
  told.setAttribute("role", "alert");
  input.before(told);
  input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" "));
  const look = () => {
    told.textContent = wrongWith(input);
    told.classList.toggle("govuk-!-display-none", !told.textContent);
    group.classList.toggle("govuk-form-group--error", Boolean(told.textContent || group.querySelector(`#${input.id}-error`)));
    return !told.textContent;
  };
  input.addEventListener("change", look);
  // Before anything else that listens: a form that is not sent must not look sent.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== input.form || look()) return;
      event.preventDefault();
      event.stopPropagation();
      input.focus();
    },
    true,
  );
}

/** Watch every question for a file that says how large one may be. */
export function watchFiles() {
  document.querySelectorAll("input[type=file][data-largest]").forEach(watch);
}
