/* The list of indicators: typing narrows it, with or without marks; the head says how many are chosen. */
"use strict";
(() => {
  const list = document.querySelector(".ask-what");
  if (!list) return;
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
  const areas = [...list.querySelectorAll(".area")].map(area => ({
    area,
    was: area.open,
    labels: [...area.querySelectorAll("label")].filter(label => label.querySelector("[name=cs]"))
      .map(label => ({ label, text: fold(label.textContent) })),
  }));
  const box = list.querySelector("[data-filter]");
  box.hidden = false;
  box.querySelector("input").addEventListener("input", event => {
    const wanted = fold(event.target.value.trim());
    for (const { area, was, labels } of areas) {
      let shown = 0;
      for (const { label, text } of labels) {
        label.hidden = wanted !== "" && !text.includes(wanted);
        if (!label.hidden) shown += 1;
      }
      area.hidden = shown === 0;
      area.open = wanted === "" ? was : shown > 0;
    }
  });
  // Enter in the search box must not send half a question.
  box.querySelector("input").addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });
})();
