/* The screen that members scan: a new code every thirty seconds, made here from the key the server handed over, so that
   it goes on without a network. Where the browser can't (no secure connection), the server draws each code. */

import { SECONDS, codeOf, stepAt } from "./codes.js";
import { qrSvg } from "./qr.js";

const screen = document.querySelector("#code-screen");
const place = screen.querySelector("#code");
const told = screen.dataset;
const clock = () => window.outbox?.clock() ?? Date.now();
let purpose = "i", shown = "";

const draw = (letters, digits) => {
  const svg = qrSvg(told.address.replace("TOKEN", letters), told.label);
  if (!svg) return false;
  place.querySelector(".code-qr").replaceChildren(svg);
  place.querySelector(".code-digits b").textContent = `${digits.slice(0, 3)} ${digits.slice(3)}`;
  place.dataset.letters = letters;
  return true;
};

const tick = async () => {
  const now = clock(), step = stepAt(now);
  screen.querySelector("[data-left]").textContent = SECONDS - Math.floor(now / 1000) % SECONDS;
  const offline = screen.querySelector("[data-no-network]");
  offline.hidden = navigator.onLine;
  offline.textContent = told.offlineWord;
  const asked = `${purpose}${step}`;
  if (shown === asked) return;
  shown = asked;
  if (crypto.subtle) {
    const { letters, digits } = await codeOf(purpose, Number(told.serial), told.key, step);
    if (shown !== asked || draw(letters, digits)) return; // the other purpose was pressed meanwhile
  }
  try {
    const answer = await fetch(purpose === "i" ? told.drawn : told.drawnLeaving);
    const drawn = answer.ok && !answer.redirected ? await answer.text() : "";
    if (shown === asked && drawn) place.innerHTML = drawn;
  } catch {
    if (shown === asked) shown = ""; // tried again with the next second
  }
};

for (const button of screen.querySelectorAll("[data-purpose]")) {
  button.addEventListener("click", () => {
    purpose = button.dataset.purpose;
    for (const other of screen.querySelectorAll("[data-purpose]")) other.setAttribute("aria-pressed", String(other === button));
    tick();
  });
}
navigator.wakeLock?.request("screen").catch(() => {});
window.outbox?.session().catch(() => {}).finally(tick);
tick();
setInterval(tick, 1000);
