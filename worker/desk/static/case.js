"use strict";

// The keys of a case: e goes into the editor, Escape leaves it, a approves, r opens the rejection.
document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form[data-case]");
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.matches("textarea, input, select")) event.target.blur();
  if (event.target.matches("input, select, textarea") || event.repeat) return;
  if (event.key === "e") focusOn(form.querySelector("textarea"), event);
  else if (event.key === "a") form.querySelector("[data-key=a]")?.click();
  else if (event.key === "r") {
    const side = form.querySelector("[data-key-open=r]");
    if (side) side.open = true;
    focusOn(side?.querySelector("select"), event);
  }
});

function focusOn(field, event) {
  if (!field) return;
  event.preventDefault();
  field.focus();
}

// Copies what stands in the editor now, not what stood there at first.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-value]");
  if (!button) return;
  navigator.clipboard.writeText(document.getElementById(button.dataset.copyValue).value).then(() => {
    button.parentElement.querySelector(".said").textContent = "Copied.";
  });
});

// A second press while the first is on its way would only be told that somebody was faster.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-case]")) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));
