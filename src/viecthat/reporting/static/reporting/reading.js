// Going through the figures: the quote in the text follows the row one is at; J and K move, L takes, B drops.
(() => {
  const form = document.querySelector("form[data-reading]");
  if (!form) return;
  const rows = [...form.querySelectorAll(".figure-row")];
  const quote = (row) => document.getElementById(`chu-${row.dataset.place}`);

  const show = (row) => {
    form.querySelector("mark.current")?.classList.remove("current");
    const mark = quote(row);
    if (!mark) return;
    mark.classList.add("current");
    const text = form.querySelector(".reading-text");
    if (text.scrollHeight > text.clientHeight) {
      text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
    }
  };
  const paint = (row) => {
    const dropped = row.querySelector('input[value="dropped"]')?.checked;
    quote(row)?.classList.toggle("dropped", Boolean(dropped));
  };
  const go = (row) => {
    if (!row) return;
    (row.querySelector("input[type=radio]:checked") ?? row.querySelector("input[type=radio]"))?.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const decide = (row, value) => {
    const box = row.querySelector(`input[value="${value}"]`);
    if (!box || box.disabled) return;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    go(rows[rows.indexOf(row) + 1] ?? row);
  };

  rows.forEach(paint);
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest(".figure-row");
    if (row) show(row);
  });
  form.addEventListener("change", (event) => {
    const row = event.target.closest(".figure-row");
    if (row) paint(row);
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("mark a");
    if (!link) return;
    event.preventDefault();
    go(document.getElementById(link.hash.slice(1)));
  });
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".figure-row");
    if (!row || event.target.matches('input:not([type="radio"]), select, textarea')) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = rows.indexOf(row);
    const act = {
      j: () => go(rows[at + 1]),
      k: () => go(rows[at - 1]),
      l: () => decide(row, "kept"),
      b: () => decide(row, "dropped"),
    }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
