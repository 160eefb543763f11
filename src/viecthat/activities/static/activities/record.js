/* The forms that record and document work in the browser: photos made lighter and shown, the line above the button, and Enter that searches
   instead of saving. They work without it. */
"use strict";

{
  const LONGEST_SIDE = 2048; // what the server keeps: more would only make a bad network slower
  const HEAVY = 700_000;
  const form = document.querySelector("#record-form");
  const photos = form.querySelector("[data-photos]");
  const previews = form.querySelector("#photo-previews");
  const adder = previews.querySelector("[data-add-photo]");
  const note = form.querySelector("[data-record-note]");
  let chosen = [];

  const lighter = async file => {
    if (file.size < HEAVY) return file;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg", .85));
      return blob && blob.size < file.size ? new File([blob], file.name, { type: "image/jpeg" }) : file;
    } catch {
      return file; // no picture this browser can read: the server will say so in a sentence
    }
  };

  const figureOf = file => {
    const figure = document.createElement("figure");
    const image = figure.appendChild(document.createElement("img"));
    image.alt = "";
    image.src = URL.createObjectURL(file);
    image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
    const caption = figure.appendChild(document.createElement("figcaption"));
    caption.append(file.name, " ");
    const drop = caption.appendChild(document.createElement("button"));
    drop.type = "button";
    drop.textContent = previews.dataset.drop;
    drop.setAttribute("aria-label", `${previews.dataset.drop}: ${file.name}`);
    drop.addEventListener("click", () => { keep(chosen.filter(other => other !== file)); adder.focus(); });
    return figure;
  };

  const keep = files => {
    chosen = files;
    const carrier = new DataTransfer();
    for (const file of chosen) carrier.items.add(file);
    photos.files = carrier.files;
    previews.replaceChildren(...chosen.map(figureOf), adder);
    showNote();
  };

  const showNote = () => {
    if (!note) return;
    const amounts = [...form.querySelectorAll("#results li")]
      .map(line => [line.querySelector("input").value.trim(), line.querySelector(".unit").textContent])
      .filter(([typed]) => typed);
    const heads = form.querySelector("#id_head_count");
    if (heads.value.trim()) amounts.push([heads.value.trim(), heads.parentElement.querySelector(".unit").textContent]);
    const evidenced = photos.files.length > 0 || form.querySelector("[name=people]:checked") !== null;
    const words = note.querySelector("[data-declared]");
    note.hidden = amounts.length === 0;
    note.querySelector("b").textContent = amounts.map(([typed, unit]) => `${typed} ${unit}`).join(", ");
    note.querySelector(".swatch").className = `swatch ${evidenced ? "e" : "d"}`;
    words.textContent = evidenced ? words.dataset.evidenced : words.dataset.declared;
  };

  photos.classList.add("sr");
  previews.hidden = false;
  photos.addEventListener("change", async () => {
    const before = chosen;
    const added = [...photos.files];
    keep([...before, ...added]); // at once, so that nothing is lost when the form is sent before they are lighter
    const light = await Promise.all(added.map(lighter));
    keep(chosen.map(file => light[added.indexOf(file)] ?? file));
  });
  for (const event of ["input", "change", "htmx:afterSettle"]) form.addEventListener(event, showNote);
  form.addEventListener("keydown", event => {
    if (event.key === "Enter" && event.target.matches("[data-part-search]")) event.preventDefault();
  });
  // After "Back" the browser remembers which kind was chosen, and not the boxes that came with it.
  addEventListener("pageshow", () => {
    const kind = form.querySelector("[name=kind]:checked");
    if (kind && !form.querySelector("#results li")) kind.dispatchEvent(new Event("change", { bubbles: true }));
  });
  showNote();
}
