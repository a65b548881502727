/* The command box: / or Ctrl-K puts the cursor in it, arrows choose, Enter goes. Without script it is a search form. */
"use strict";

(() => {
  const box = document.querySelector(".head .command");
  if (!box) return;
  const input = box.querySelector("input[type=search]");
  const found = box.querySelector(".command-found");
  let here = -1;

  const options = () => [...found.querySelectorAll("[role=option]")];
  const choose = (next) => {
    const all = options();
    if (!all.length) return;
    here = (next + all.length) % all.length;
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === here)));
    input.setAttribute("aria-activedescendant", all[here].id);
    all[here].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    found.replaceChildren();
    here = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const asked = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing);
    if (!asked) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(here + 1);
    else if (event.key === "ArrowUp") choose(here - 1);
    else if (event.key === "Escape") {
      close();
      input.blur();
    } else if (event.key === "Enter" && here >= 0) options()[here].click();
    else return;
    event.preventDefault();
  });

  found.addEventListener("htmx:afterSwap", () => {
    // An answer that comes after the cursor went on would cover what it went on to.
    if (!box.contains(document.activeElement)) return close();
    const kept = Math.min(here, options().length - 1);
    here = -1;
    input.setAttribute("aria-expanded", String(options().length > 0));
    if (kept >= 0) choose(kept);
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) close();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
})();
