/* Drafts: what is typed is kept in this browser until the form is sent, and offered again if it was left. */
"use strict";

(() => {
  const forms = document.querySelectorAll("form[data-draft]");
  const skipped = new Set(["csrfmiddlewaretoken", "revision"]);

  const contents = (form) => {
    const pairs = [...new FormData(form)].filter(([name, value]) => !skipped.has(name) && typeof value === "string");
    return JSON.stringify(pairs);
  };
  const restore = (form, saved) => {
    const given = new Map();
    for (const [name, value] of JSON.parse(saved)) given.set(name, [...(given.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || skipped.has(field.name) || field.type === "hidden" || field.type === "file") continue;
      const values = given.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values.length) field.value = values.shift();
    }
  };

  for (const form of forms) {
    const key = `holdtrue:${form.dataset.draft}`;
    const note = form.querySelector("[data-saved]");
    const offer = form.querySelector("[data-offer]");
    const atFirst = contents(form);
    let waiting = 0;
    try {
      const saved = localStorage.getItem(key);
      if (saved && saved !== atFirst && offer) {
        offer.hidden = false;
        offer.querySelector("[data-take]").addEventListener("click", () => {
          restore(form, saved);
          offer.hidden = true;
        });
        offer.querySelector("[data-drop]").addEventListener("click", () => {
          localStorage.removeItem(key);
          offer.hidden = true;
        });
      }
    } catch {
      continue;
    }
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        localStorage.setItem(key, contents(form));
        if (note) note.hidden = false;
      }, 600);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      localStorage.removeItem(key);
    });
  }
})();
