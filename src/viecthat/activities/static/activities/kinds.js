/* The list of kinds of work narrowed while one types. Without it all kinds stand there, by group. */
"use strict";

{
  const search = document.querySelector("[data-kind-search]");
  // Marks fall away, and đ is d: "trong cay" finds "Trồng cây".
  const fold = text => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  if (search) {
    const groups = [...document.querySelectorAll(".kind-group")];
    const none = document.querySelector("[data-no-kind]");
    search.hidden = false;
    search.addEventListener("input", () => {
      const wanted = fold(search.value.trim());
      for (const group of groups) {
        for (const tile of group.querySelectorAll("label")) tile.hidden = !fold(tile.textContent).includes(wanted);
        group.hidden = !group.querySelector("label:not([hidden])");
      }
      none.hidden = groups.some(group => !group.hidden);
    });
    search.addEventListener("change", event => event.stopPropagation()); // choosing a kind is what the form waits for
    search.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });
  }
}
