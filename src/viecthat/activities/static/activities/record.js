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
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
  let chosen = [];
  let lightening = null;

  // The canvas forgets when and where the camera says the photo was taken: its EXIF goes along, turned upright already.
  const withClaims = async (file, blob) => {
    const bytes = new Uint8Array(await file.slice(0, 262_144).arrayBuffer());
    const view = new DataView(bytes.buffer);
    if (bytes.length < 4 || view.getUint16(0) !== 0xFFD8) return [blob];
    for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xFF && bytes[at + 1] !== 0xDA; at += 2 + view.getUint16(at + 2)) {
      const end = at + 2 + view.getUint16(at + 2);
      if (bytes[at + 1] !== 0xE1 || end > bytes.length || view.getUint32(at + 4) !== 0x45786966) continue;
      const start = at + 10;
      const little = view.getUint16(start) === 0x4949;
      const first = start + view.getUint32(start + 4, little);
      for (let n = 0; first + 2 <= end && n < view.getUint16(first, little); n += 1) {
        const tag = first + 2 + 12 * n;
        if (tag + 12 <= end && view.getUint16(tag, little) === 0x0112) view.setUint16(tag + 8, 1, little);
      }
      return [blob.slice(0, 2), bytes.slice(at, end), blob.slice(2)];
    }
    return [blob];
  };

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
      return blob && blob.size < file.size ? new File(await withClaims(file, blob), file.name, { type: "image/jpeg" }) : file;
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

  // A page from this device's own store carries a key that may have been used: what is filled in anew is sent anew.
  if (window.outbox !== undefined && form.dataset.takeAlong && !("again" in form.dataset)) form.elements.key.value = newKey();

  photos.classList.add("sr");
  previews.hidden = false;
  photos.addEventListener("change", async () => {
    const before = chosen;
    const added = [...photos.files];
    keep([...before, ...added]); // at once, so that nothing is lost when the form is sent before they are lighter
    lightening = Promise.all(added.map(lighter)).then(light => {
      keep(chosen.map(file => light[added.indexOf(file)] ?? file));
      lightening = null;
    });
  });
  form.addEventListener("submit", async event => {
    if (!lightening) return;
    event.preventDefault();
    event.stopPropagation();
    await lightening;
    form.requestSubmit(event.submitter);
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

  /* Without a network: the boxes of a kind and the people of the unit come from what this device took along. */
  const takenAlong = async () => {
    try {
      const told = await (await fetch(form.dataset.takeAlong)).json();
      const unit = form.querySelector("[name=unit]:checked") ?? form.querySelector("select[name=unit]");
      return !unit || unit.value === told.unit ? told : null;
    } catch {
      return null;
    }
  };
  const putIn = (place, markup) => {
    const fresh = new DOMParser().parseFromString(markup, "text/html").body.firstElementChild;
    const old = form.querySelector(place);
    if (!fresh || !old) return;
    old.replaceWith(fresh);
    showNote();
  };
  const boxesOf = async kind => {
    const told = await takenAlong();
    if (told?.boxes[kind]) putIn("#results", told.boxes[kind]);
  };
  const peopleLike = async text => {
    const told = await takenAlong();
    if (!told) return;
    const ticked = new Set([...form.querySelectorAll("[name=people]:checked")].map(box => box.value));
    putIn("#people-choices", told.people);
    const plain = words => words.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
    for (const label of form.querySelectorAll("#people-choices label")) {
      const box = label.querySelector("input");
      box.checked = ticked.has(box.value);
      label.hidden = !box.checked && !plain(label.textContent).includes(plain(text.trim()));
    }
    showNote();
  };
  form.addEventListener("htmx:sendError", event => {
    if (event.detail.target.id === "results") boxesOf(form.querySelector("[name=kind]:checked")?.value);
    if (event.detail.target.id === "people-choices") peopleLike(form.querySelector("#q_people")?.value ?? "");
  });

  /* A draft that waits on this device, opened again to be mended (?nhap=KEY); sent, it replaces itself. */
  const draft = new URLSearchParams(location.search).get("nhap");
  // However long the network takes: boxes that come after the draft was filled in would be empty.
  const boxesFetched = kind => new Promise(done => {
    const stop = event => {
      const came = event.type === "htmx:afterSettle" && event.detail.target.id === "results";
      const failed = event.type === "htmx:afterRequest" && event.detail.target.id === "results" && !event.detail.successful;
      if (!came && !failed) return;
      for (const name of ["htmx:afterSettle", "htmx:afterRequest"]) form.removeEventListener(name, stop);
      done(came ? undefined : boxesOf(kind.value));
    };
    for (const name of ["htmx:afterSettle", "htmx:afterRequest"]) form.addEventListener(name, stop);
    kind.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const fill = async item => {
    const told = name => item.fields.filter(([field]) => field === name).map(([, value]) => value);
    form.elements.key.value = item.key;
    for (const name of ["unit", "kind"]) {
      const [value] = told(name);
      const box = form.querySelector(`input[name=${name}][value="${CSS.escape(value ?? "")}"]`);
      if (box) box.checked = true; else if (form.elements[name]?.tagName === "SELECT") form.elements[name].value = value;
    }
    const kind = form.querySelector("[name=kind]:checked");
    if (navigator.onLine && kind) await boxesFetched(kind);
    else await boxesOf(told("kind")[0]);
    await peopleLike("");
    for (const box of form.querySelectorAll("input, textarea, select")) {
      if (["unit", "kind", "key", "csrfmiddlewaretoken"].includes(box.name) || box.type === "file") continue;
      const values = told(box.name);
      if (box.type === "checkbox" || box.type === "radio") box.checked = values.includes(box.value);
      else if (values.length) box.value = values[0];
    }
    keep(item.files.filter(({ name }) => name === "photos").map(({ file }) => file));
  };
  if (draft && window.outbox !== undefined) outbox.item(draft).then(item => item && fill(item));
  form.addEventListener("outbox:kept", () => {
    const kept = form.elements.key.value;
    form.reset();
    form.elements.key.value = kept;
    keep([]);
    scrollTo({ top: 0 });
  });
}
