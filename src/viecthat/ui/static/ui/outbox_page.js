/* The page of what waits on this device: each with why it was refused, to be mended, sent or dropped. */
"use strict";

{
  const page = document.querySelector("#outbox-list");
  const list = page.querySelector("[data-items]");
  const words = page.dataset;

  const button = (word, act, kind = "btn") => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = word;
    made.addEventListener("click", act);
    return made;
  };

  const lineOf = item => {
    const line = document.createElement("li");
    const told = line.appendChild(document.createElement("div"));
    told.appendChild(document.createElement("b")).textContent = item.title;
    const when = new Date(item.made).toLocaleString(document.documentElement.lang || "vi");
    const photos = item.files.length ? ` · ${words.photos.replace("{n}", item.files.length)}` : "";
    told.appendChild(document.createElement("small")).textContent = ` ${words[item.state]} · ${when}${photos}`;
    for (const why of item.why) told.appendChild(Object.assign(document.createElement("p"), { className: item.state === "refused" ? "error" : "help", textContent: why }));
    const ways = line.appendChild(document.createElement("p"));
    ways.className = "row";
    if (item.edit) {
      const way = ways.appendChild(document.createElement("a"));
      way.className = "btn";
      way.href = item.edit.replace("KEY", encodeURIComponent(item.key));
      way.textContent = words.edit;
      way.setAttribute("aria-label", `${words.edit}: ${item.title}`);
    }
    const again = ways.appendChild(button(words.again, async () => { const told = await outbox.send(item.key); if (told.state === "sent" && told.url) location.assign(told.url); }));
    again.setAttribute("aria-label", `${words.again}: ${item.title}`);
    const drop = ways.appendChild(button(words.drop, () => { if (confirm(words.sure.replace("{title}", item.title))) outbox.drop(item.key); }, "btn btn-quiet"));
    drop.setAttribute("aria-label", `${words.drop}: ${item.title}`);
    return line;
  };

  const draw = items => {
    list.replaceChildren(...items.map(lineOf));
    page.querySelector("[data-none]").hidden = items.length > 0;
  };
  document.addEventListener("outbox:shown", event => draw(event.detail));
  window.outbox?.items().then(draw);
}
