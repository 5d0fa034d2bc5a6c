import { initAll } from "./govuk-frontend.min.js";

initAll();

// The menu on a phone.
for (const toggle of document.querySelectorAll("[data-menu]")) {
  const head = toggle.closest(".head");
  toggle.addEventListener("click", () => {
    const open = head.classList.toggle("head--open");
    toggle.setAttribute("aria-expanded", String(open));
  });
}

// The account menu closes on Escape and on a press beside it.
const account = document.querySelector(".account");
if (account) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && account.open) {
      account.open = false;
      account.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!account.contains(event.target)) account.open = false;
  });
}

// A field that belongs to one answer is shown with it. Without script it simply stands there.
const reveal = () => {
  for (const input of document.querySelectorAll("[data-reveals]")) {
    document.getElementById(input.dataset.reveals).classList.toggle("is-closed", !input.checked);
  }
};
document.addEventListener("change", reveal);
window.addEventListener("pageshow", reveal);
reveal();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Registers: tick all on the page, and say how many are ticked.
for (const form of document.querySelectorAll("[data-register]")) {
  const all = form.querySelector("[data-tick-all]");
  const rows = [...form.querySelectorAll("[data-tick]")];
  const count = form.querySelector("[data-ticked]");
  const tell = () => {
    const ticked = rows.filter((row) => row.checked).length;
    if (count) count.textContent = ticked ? count.dataset.some.replace("%d", ticked) : count.dataset.none;
    if (all) {
      all.checked = ticked > 0 && ticked === rows.length;
      all.indeterminate = ticked > 0 && ticked < rows.length;
    }
  };
  const tick = (ticked) => {
    for (const row of rows) row.checked = ticked;
    tell();
  };
  if (all) all.addEventListener("change", () => tick(all.checked));
  for (const link of form.querySelectorAll("[data-tick-link]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      tick(true);
    });
  }
  form.addEventListener("change", tell);
  tell();
}

// A page that came back from the browser's own store keeps what was typed, unless its reader has signed out since.
window.addEventListener("pageshow", async (event) => {
  if (!event.persisted || document.body.dataset.private !== "yes") return;
  document.body.hidden = true;
  try {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return location.reload();
  } catch {
    // Without a network the page may stay: it shows nothing that was not on this screen before.
  }
  document.body.hidden = false;
});
