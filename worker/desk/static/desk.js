"use strict";

// Copies a text by its element's id, and says so where a screen reader hears it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) {
    const text = document.getElementById(button.dataset.copy).textContent;
    navigator.clipboard.writeText(text).then(() => {
      button.parentElement.querySelector(".said").textContent = "Copied.";
    });
  }
  if (event.target.closest("[data-help]")) document.getElementById("help").showModal();
});

// j and k walk the list, Enter opens, u goes back, / finds, ? shows the keys. The keys of a case are in case.js.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (document.querySelector("dialog[open]")) return;
  const rows = [...document.querySelectorAll("a.row")];
  const at = rows.indexOf(document.activeElement);
  if (event.key === "j" && rows.length) rows[Math.min(at + 1, rows.length - 1)].focus();
  else if (event.key === "k" && rows.length) rows[Math.max(at - 1, 0)].focus();
  else if (event.key === "u" && !document.getElementById("rows")) location.assign("/");
  else if (event.key === "?") document.getElementById("help")?.showModal();
  else if (event.key === "/") { document.querySelector("input[type=search]")?.focus(); event.preventDefault(); }
});

// The list renews itself when the desk says that something changed; whoever stands on a row stays on it.
const list = document.querySelector("[data-live]");
if (list && window.EventSource) {
  const news = new EventSource("/live");
  news.addEventListener("changed", () => {
    const address = list.querySelector("[data-address]")?.dataset.address || location.href;
    htmx.ajax("GET", address, { target: list, swap: "innerHTML" });
  });
  window.addEventListener("pagehide", () => news.close());
}

// Times in the zone of whoever looks: the desk writes them so once it knows the zone, until then they are put right here.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const knows = document.documentElement.dataset.zone === zone;
if (zone && !knows) document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=strict`;
function putRight() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    const words = at.toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });
    if (time.dataset.age !== undefined) time.title = words;
    else if (!knows) time.textContent = words;
  }
}
putRight();
document.addEventListener("htmx:afterSwap", putRight);
let standing = null;
document.addEventListener("htmx:beforeSwap", () => { standing = document.activeElement?.id || null; });
document.addEventListener("htmx:afterSwap", () => { if (standing) document.getElementById(standing)?.focus(); });
