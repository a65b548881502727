/* The why drawer: a modal dialog that keeps the focus inside, closes on Escape, and gives the focus back. */
"use strict";

(() => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  const inside = drawer.querySelector(".drawer-inside");
  let opener = null;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[hx-target='#drawer-inside']");
    if (link && !drawer.contains(link)) opener = link;
  });
  inside.addEventListener("htmx:afterSwap", () => {
    if (!drawer.open) drawer.showModal();
    const heading = inside.querySelector("h1");
    if (heading) heading.focus();
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer || event.target.closest("[data-close]")) drawer.close();
  });
  drawer.addEventListener("close", () => {
    inside.replaceChildren();
    if (opener) opener.focus();
    opener = null;
  });
})();
