/* Drafts: what is typed is kept, for its author alone, whenever the typing pauses; the page offers it when it is opened again.
   What could not be kept is sent again with the next pause. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const note = form.querySelector("[data-saved]");
    const button = form.querySelector("[data-keep]");
    let waiting = 0;
    let typed = false;
    let leaving = false;
    if (button) button.hidden = true;

    const keep = async () => {
      if (!typed || leaving) return;
      typed = false;
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST",
          body: plain(form),
          headers: { Accept: "application/json" },
          keepalive: true,
        });
        if (answer.ok && note && !leaving) note.textContent = (await answer.json()).saved;
        else if (!answer.ok) typed = true;
      } catch {
        typed = true;
      }
    };
    form.addEventListener("input", () => {
      typed = true;
      clearTimeout(waiting);
      waiting = setTimeout(keep, 800);
    });
    form.addEventListener("submit", () => {
      leaving = true;
      clearTimeout(waiting);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") keep();
    });
  }

  /* The fields as text; files are sent with the form itself and not before. */
  function plain(form) {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    return body;
  }
})();
