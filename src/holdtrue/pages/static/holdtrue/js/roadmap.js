/* The roadmap by mouse: a step is dragged onto a month of the plan; ticking one asks for the new figure at once. */
"use strict";

(() => {
  const form = document.getElementById("plan-by-drag");
  const take = document.getElementById("take");
  if (take) {
    document.addEventListener("change", (event) => {
      if (event.target.getAttribute("form") === "take") take.requestSubmit();
    });
  }
  if (!form) return;
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-step]");
    if (dragged) {
      dragged.classList.add("is-dragged");
      event.dataTransfer.setData("text/plain", dragged.dataset.step);
    }
  });
  document.addEventListener("dragend", () => {
    if (dragged) dragged.classList.remove("is-dragged");
    dragged = null;
  });
  for (const month of document.querySelectorAll("[data-plan-day]")) {
    month.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      month.classList.add("is-over");
    });
    month.addEventListener("dragleave", () => month.classList.remove("is-over"));
    month.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!dragged) return;
      const known = document.querySelector(`.roadmap-steps [data-step="${CSS.escape(dragged.dataset.step)}"]`);
      form.elements.step.value = dragged.dataset.step;
      form.elements.on.value = month.dataset.planDay;
      form.elements.person.value = known ? known.dataset.person : "";
      form.requestSubmit();
    });
  }
})();
