/* A report in the browser: the sum as one types, figures put into the words. Without it every box is a plain box.
   Marks it reads: data-base (with data-base-of, data-decimals, data-share), data-insert, data-suggest, data-check-all,
   data-blank (a line or heading without a figure or a word), data-blanks (says how many there are), data-next-blank. */
"use strict";

const written = text => {
  const bare = text.replace(/[\s.]/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(bare) ? Number(bare) : null;
};
const shown = (value, decimals) => new Intl.NumberFormat("vi-VN", { maximumFractionDigits: decimals }).format(value);

/* typed besides what the ledger has: say what both make */
function saySum(input) {
  const place = input.parentElement.querySelector("[data-sum]");
  const decimals = Number(input.dataset.decimals);
  const base = Number(input.dataset.base) / 10 ** decimals;
  let sentence = "";
  if ("share" in input.dataset) {
    const [n, of] = input.value.split("/").map(written);
    const baseOf = Number(input.dataset.baseOf);
    if (n !== null && of) {
      const share = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 }).format(100 * (base + n) / (baseOf + of));
      sentence = `= ${shown(base + n, 0)}/${shown(baseOf + of, 0)} = ${share} %`;
    }
  } else if (written(input.value) !== null) {
    sentence = `= ${shown(base + written(input.value), decimals)}`;
  }
  place.textContent = sentence;
}

/* words go in where the cursor is; the box is told as if one had typed, so that it is kept */
function putIn(id, words, alone) {
  const box = document.getElementById(id);
  const at = box.selectionEnd || box.value.length; // nobody was in the box yet: at its end
  const before = box.value.slice(0, at);
  const gap = alone && before && !/\s$/.test(before) ? " " : "";
  box.setRangeText(gap + words, at, at, "end");
  box.focus();
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

/* the figures to choose from stand in the page once */
const choices = document.getElementById("report-fields");
for (const list of document.querySelectorAll("[data-insert] select")) list.append(choices.content.cloneNode(true));
for (const row of document.querySelectorAll("[data-insert], [data-suggest]")) row.hidden = false;
for (const all of document.querySelectorAll("[data-check-all]")) all.hidden = false;
for (const input of document.querySelectorAll("input[data-base]")) if (input.value) saySum(input);

/* boxes that are still empty: counted as one types, and the next one a press away */
const isWrittenIn = box => box.value.trim() !== "" && !box.name.endsWith("-reason");
const blanksIn = part => [...part.querySelectorAll("[data-blank]")]
  .filter(blank => ![...blank.querySelectorAll("input:not([type=hidden]), textarea")].some(isWrittenIn));

function sayBlanks() {
  for (const place of document.querySelectorAll("[data-blanks]")) {
    const n = blanksIn(place.closest(".report-group") ?? document).length;
    place.querySelector("b").textContent = n;
    (place.closest("[data-next-blank]") ?? place).hidden = n === 0;
  }
}

function openTo(part) {
  for (let at = part.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  for (const inner of part.querySelectorAll("details.report-box")) inner.open = true;
}

let here = null; // the line or heading one was in last: the press of a button takes the cursor out of it
document.addEventListener("focusin", event => {
  here = event.target.closest(".report-lines tbody, .report-section") ?? here;
});

function goToNextBlank() {
  const blanks = blanksIn(document);
  if (!blanks.length) return;
  const after = blanks.find(one => here && here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  const next = after ?? blanks[0];
  openTo(next);
  next.querySelector("input:not([type=hidden]), textarea").focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

/* on a phone forty lines are long: the groups are folded but for those with something returned, else the first with an
   empty box, or the one asked for */
const groups = [...document.querySelectorAll(".report-group")];
if (groups.length > 1 && matchMedia("(max-width: 40rem)").matches && !document.querySelector("[role=alert]")) {
  const returned = groups.filter(group => group.querySelector(".returned"));
  const kept = returned.length ? returned : [groups.find(group => blanksIn(group).length) ?? groups[0]];
  for (const group of groups) group.open = kept.includes(group);
}
function showAskedFor() {
  const asked = location.hash && document.getElementById(location.hash.slice(1));
  if (!asked || !asked.closest(".report-group")) return;
  openTo(asked);
  asked.scrollIntoView();
}
showAskedFor();
sayBlanks();
addEventListener("hashchange", showAskedFor);
addEventListener("beforeprint", () => groups.forEach(group => { group.open = true; }));

document.addEventListener("input", event => {
  if (event.target.matches("input[data-base]")) saySum(event.target);
  if (event.target.closest("[data-blank]")) sayBlanks();
});
document.addEventListener("change", event => {
  const place = event.target.closest("[data-insert]");
  if (place && event.target.value) {
    putIn(place.dataset.insert, `{${event.target.value}}`, false);
    event.target.value = "";
  }
  if (event.target.matches("[data-check-all]")) {
    for (const box of document.getElementsByName(event.target.dataset.checkAll)) box.checked = event.target.checked;
  }
});
document.addEventListener("click", event => {
  const button = event.target.closest("[data-suggest]");
  if (button) putIn(button.dataset.suggest, button.dataset.words, true);
  if (event.target.closest("[data-next-blank]")) {
    event.preventDefault();
    goToNextBlank();
  }
});
