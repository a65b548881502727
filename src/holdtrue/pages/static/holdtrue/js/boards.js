/* Boards by mouse: a card dropped on another column sends the form it carries, or opens the gate it leads to, which sets
   nothing; without a mouse, Move and the gates of the card do it. */
"use strict";

(() => {
  const stacks = document.querySelectorAll(".stack[data-drop]");
  if (!stacks.length) return;
  let card = null;
  document.addEventListener("dragstart", (event) => {
    card = event.target.closest(".card[draggable]");
    if (!card) return;
    card.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.gates || card.querySelector("[name=ref]").value);
  });
  document.addEventListener("dragend", () => {
    if (card) card.classList.remove("is-dragged");
    card = null;
  });
  for (const stack of stacks) {
    stack.addEventListener("dragover", (event) => {
      if (!card || stack.contains(card)) return;
      event.preventDefault();
      stack.classList.add("is-over");
    });
    stack.addEventListener("dragleave", (event) => {
      if (!stack.contains(event.relatedTarget)) stack.classList.remove("is-over");
    });
    stack.addEventListener("drop", (event) => {
      stack.classList.remove("is-over");
      if (!card || stack.contains(card)) return;
      event.preventDefault();
      if (card.dataset.gates) {
        window.location.assign(`${card.dataset.gates}${stack.dataset.drop}/`);
        return;
      }
      const form = card.querySelector("form");
      form.elements.value.value = stack.dataset.drop;
      form.requestSubmit();
    });
  }
})();
