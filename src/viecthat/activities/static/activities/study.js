// One button ticks the whole list; without it, every name is ticked by hand.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick-all]");
  if (!button) return;
  const boxes = [...document.querySelectorAll('input[name="present"]')];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
for (const button of document.querySelectorAll("[data-tick-all]")) button.hidden = false;
