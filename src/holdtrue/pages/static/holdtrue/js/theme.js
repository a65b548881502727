/* Theme switch: applied at once and kept in a cookie that the server reads; without script the buttons post a form. */
"use strict";

(() => {
  const form = document.querySelector("form[data-theme-switch]");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    if (button.value === "system") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", button.value);
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${button.value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    form.querySelectorAll("button").forEach((other) => {
      other.setAttribute("aria-pressed", String(other === button));
    });
  });
})();
