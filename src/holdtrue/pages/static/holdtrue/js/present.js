/* The presenting view by keyboard: arrows and the space bar follow the same links that stand on every screen. */
"use strict";

(() => {
  const root = document.querySelector("[data-present]");
  if (!root) return;
  const keys = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "previous", PageUp: "previous" };
  document.addEventListener("keydown", (event) => {
    const turn = keys[event.key];
    if (!turn || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("a, button, input")) return;
    const screens = [...root.querySelectorAll(".present-screen")];
    const here = screens.findLast((screen) => screen.getBoundingClientRect().top <= 8) ?? screens[0];
    const link = here.querySelector(`[data-${turn}]`);
    if (!link) return;
    event.preventDefault();
    location.hash = link.hash;
  });
})();
