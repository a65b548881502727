/* Lists by keyboard: j and k move between rows, Enter opens the row, x ticks it. */
"use strict";

(() => {
  const rows = () => [...document.querySelectorAll("[data-list] tbody tr[data-href]")];
  let here = -1;

  const move = (next) => {
    const all = rows();
    if (!all.length) return;
    here = Math.max(0, Math.min(all.length - 1, next));
    all.forEach((row, n) => row.classList.toggle("is-here", n === here));
    const link = all[here].querySelector("th a");
    if (link) link.focus({ preventScroll: true });
    all[here].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === "j") move(here + 1);
    else if (event.key === "k") move(here - 1);
    else if (event.key === "x" && here >= 0) {
      const tick = rows()[here].querySelector("input[type=checkbox]");
      if (tick) tick.click();
    }
  });
  /* An address names only the filters that ask for something, so that it can be read and shared. */
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form.filters")) return;
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    here = -1;
  });
})();
