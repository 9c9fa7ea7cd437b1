"use strict";

// The keys of a case: e goes into the editor, Escape leaves it, a approves, c copies, t takes over, r and p open what
// needs a word more.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target.matches("textarea, input, select")) event.target.blur();
  if (event.target.matches("input:not([type=checkbox], [type=radio]), select, textarea") || event.repeat) return;
  if (event.key === "e") focusOn(document.querySelector("form[data-case] textarea"), event);
  else if ("act".includes(event.key)) document.querySelector(`[data-key=${event.key}]`)?.click();
  else if ("rp".includes(event.key)) {
    const side = document.querySelector(`[data-key-open=${event.key}]`);
    if (side) side.open = true;
    focusOn(side?.querySelector("select, input"), event);
  }
});

function focusOn(field, event) {
  if (!field) return;
  event.preventDefault();
  field.focus();
}

// Copies what stands in the editor now, with the quote where it is wanted. While a step in Stripe is open the first
// press only says so, and the second copies.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-value]");
  if (!button) return;
  const said = button.parentElement.querySelector(".said");
  if (button.dataset.warn && !button.dataset.warned) {
    button.dataset.warned = "1";
    said.textContent = `${button.dataset.warn} Press again to copy all the same.`;
    said.classList.add("warn");
    return;
  }
  const letter = document.getElementById(button.dataset.copyValue).value;
  const below = document.querySelector("[name=below]")?.checked ? document.getElementById("quote")?.textContent : "";
  navigator.clipboard.writeText(below ? `${letter.trimEnd()}\n\n${below}\n` : letter).then(() => {
    said.classList.remove("warn");
    said.textContent = "Copied.";
  });
});

// A second press while the first is on its way would only be told that somebody was faster.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-case]")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));
