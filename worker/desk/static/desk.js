"use strict";

// Copies a text by its element's id, and says so where a screen reader hears it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  navigator.clipboard.writeText(text).then(() => {
    button.parentElement.querySelector(".said").textContent = "Copied.";
  });
});

// j and k walk the list, Enter opens, e goes to the draft, u goes back, / finds.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const rows = [...document.querySelectorAll("a.row")];
  const at = rows.indexOf(document.activeElement);
  if (event.key === "j" && rows.length) rows[Math.min(at + 1, rows.length - 1)].focus();
  else if (event.key === "k" && rows.length) rows[Math.max(at - 1, 0)].focus();
  else if (event.key === "u" && !rows.length) location.assign("/");
  else if (event.key === "/") { document.querySelector("input[type=search]")?.focus(); event.preventDefault(); }
});
