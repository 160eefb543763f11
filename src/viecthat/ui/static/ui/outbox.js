/* What could not be sent waits on this device until it can: forms marked data-outbox, with their photos, and whatever a
   page puts in by `outbox.keep`. Each waits under the account that filled it in; another account on the same device
   neither sees nor sends it. The server knows each by its key, so that sending twice writes once.

   The page tells by #outbox-bar who is signed in, where the session is asked for, and the words; see parts/outbox.html. */
"use strict";

window.outbox = (() => {
  const place = document.querySelector("#outbox-bar");
  if (!place || !("indexedDB" in window)) return undefined;
  const say = place.dataset;
  const owner = say.account;
  const MOST_BYTES = 80 * 2 ** 20; // of one account: a phone's storage is shared with its photos
  const SLOW = 60_000; // milliseconds after which a network that answers nothing counts as none

  const opened = new Promise((done, fail) => {
    const asked = indexedDB.open("viecthat-outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("items", { keyPath: "id" }).createIndex("owner", "owner");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const within = async (mode, work) => {
    const store = (await opened).transaction("items", mode).objectStore("items");
    const asked = work(store);
    return new Promise((done, fail) => {
      store.transaction.oncomplete = () => done(asked.result);
      store.transaction.onerror = store.transaction.onabort = () => fail(store.transaction.error);
    });
  };

  const items = async () => {
    const found = await within("readonly", store => store.index("owner").getAll(owner));
    return found.sort((one, other) => one.made - other.made);
  };
  const write = item => within("readwrite", store => store.put(item));
  const item = async key => {
    const found = await within("readonly", store => store.get(`${owner}:${key}`));
    return found ?? null;
  };
  const drop = async key => { await within("readwrite", store => store.delete(`${owner}:${key}`)); await show(); };

  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");

  /* Put something in: {key, title, address, fields: [[name, text]], files: [{name, file}], edit}. Raises when the device
     has no room: what is told as kept is kept. */
  const keep = async ({ key, title, address, fields, files = [], edit = "" }) => {
    const held = await items();
    const bytes = [...held.filter(one => one.key !== key), { files }].flatMap(one => one.files).reduce((sum, { file }) => sum + file.size, 0);
    if (bytes > MOST_BYTES) throw new Error(say.full);
    await write({ id: `${owner}:${key}`, key, owner, title, address, fields, files, edit, made: Date.now(), state: "waiting", why: [] });
    navigator.storage?.persist?.();
    await show();
  };

  const session = async () => {
    const answer = await fetch(say.session, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(SLOW) });
    if (answer.redirected || !answer.ok) return null;
    const told = await answer.json();
    localStorage.setItem("viecthat-clock", String(told.now - Date.now()));
    return told.account === owner ? told : null;
  };

  const bodyOf = waiting => {
    const body = new FormData();
    for (const [name, text] of waiting.fields) body.append(name, text);
    for (const { name, file } of waiting.files) body.append(name, file, file.name || "anh.jpg");
    return body;
  };

  /* One try: {state: "sent", url, said} · {state: "refused", why} · {state: "waiting", why: a word}. */
  const attempt = async waiting => {
    try {
      const who = await session();
      if (!who) return { state: "waiting", why: say.signIn };
      const headers = { "X-CSRFToken": who.token, "X-Viecthat-Outbox": owner, Accept: "application/json" };
      const answer = await fetch(waiting.address, { method: "POST", body: bodyOf(waiting), headers, signal: AbortSignal.timeout(2 * SLOW) });
      if (answer.redirected || answer.status === 403) return { state: "waiting", why: say.signIn };
      if (!answer.ok) return { state: "waiting", why: say.broken };
      const told = await answer.json();
      return told.state === "waiting" ? { ...told, why: say.signIn } : told;
    } catch {
      return { state: "waiting", why: say.noNetwork };
    }
  };

  const alone = work => navigator.locks ? navigator.locks.request("viecthat-outbox", work) : work();

  /* Send one thing now. What was sent leaves the device only after the server said that it is written. */
  const send = key => alone(async () => {
    const waiting = await item(key);
    if (!waiting) return { state: "sent", url: "" };
    const outcome = await attempt(waiting);
    if (outcome.state === "sent") await drop(key);
    else await write({ ...waiting, state: outcome.state, why: [outcome.why].flat() });
    await show();
    return outcome;
  });

  const sendAll = async () => {
    place.setAttribute("aria-busy", "true");
    let sent = 0, last = null;
    for (const one of await items()) {
      if (one.state === "refused") continue;
      last = await send(one.key);
      if (last.state === "sent") { sent += 1; document.dispatchEvent(new CustomEvent("outbox:sent", { detail: { ...one, ...last } })); }
      else if (last.state === "waiting") break;
    }
    place.removeAttribute("aria-busy");
    await show(last?.state === "waiting" ? last.why : sent ? say.went.replace("{n}", sent) : "");
    return sent;
  };

  const show = async (word = "") => {
    const held = await items();
    const waiting = held.filter(one => one.state === "waiting").length;
    const refused = held.length - waiting;
    place.hidden = held.length === 0 && !word;
    place.querySelector("[data-waiting]").textContent = waiting || !refused ? say.waiting.replace("{n}", waiting) : "";
    place.querySelector("[data-refused]").textContent = refused ? say.refused.replace("{n}", refused) : "";
    place.querySelector("[data-word]").textContent = word;
    place.querySelector("[data-send]").hidden = waiting === 0;
    document.dispatchEvent(new CustomEvent("outbox:shown", { detail: held }));
  };

  /* Copies of pages that must open without a network, kept for this account alone. */
  const PAGES = "viecthat-pages-";
  const keepPages = async addresses => {
    if (!("caches" in window)) return;
    const cache = await caches.open(PAGES + owner);
    await Promise.all(addresses.map(async address => {
      try {
        const answer = await fetch(address, { cache: "no-store" });
        if (answer.ok && !answer.redirected) await cache.put(new URL(address, location.href).pathname, answer);
      } catch { /* no network: the copy that is there stays */ }
    }));
  };
  const forgetPages = async mine => {
    if (!("caches" in window)) return;
    for (const name of await caches.keys()) {
      if (name.startsWith(PAGES) && (mine || name !== PAGES + owner)) await caches.delete(name);
    }
  };

  place.querySelector("[data-send]").addEventListener("click", sendAll);
  addEventListener("online", sendAll);
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.matches("[data-sign-out]") && !form.dataset.sure) {
      event.preventDefault();
      items().then(async held => {
        if (held.length && !confirm(say.leaving.replace("{n}", held.length))) return;
        await forgetPages(true);
        form.dataset.sure = "1";
        form.requestSubmit();
      });
    } else if (form.matches("form[data-outbox]") && !event.defaultPrevented) {
      event.preventDefault();
      sendForm(form, event.submitter);
    }
  });

  /* A form is put away first and sent then. Refused, it is sent the plain way, and the page says why at its boxes. */
  const sendForm = async (form, submitter) => {
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const key = form.elements.key.value;
    const data = new FormData(form, submitter);
    data.delete("csrfmiddlewaretoken");
    const fields = [...data].filter(([, value]) => typeof value === "string");
    const files = [...data].filter(([, value]) => typeof value !== "string" && value.size).map(([name, file]) => ({ name, file }));
    const title = form.elements.title?.value.trim() || form.dataset.outbox;
    try {
      await keep({ key, title, address: form.action, fields, files, edit: form.dataset.outboxEdit ?? "" });
    } catch (full) {
      form.removeAttribute("aria-busy");
      if (navigator.onLine) form.submit(); else await show(full.message || say.full);
      return;
    }
    const outcome = await send(key);
    if (outcome.state === "sent") { location.assign(outcome.url || form.action); return; }
    form.removeAttribute("aria-busy");
    if (outcome.state === "refused") {
      await drop(key);
      const token = document.cookie.match(/(?:^|; )csrftoken=(\w+)/);
      if (token && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token[1];
      const button = submitter?.name ? Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }) : null;
      if (button) form.append(button);
      form.submit();
      return;
    }
    form.elements.key.value = newKey();
    form.dispatchEvent(new CustomEvent("outbox:kept", { bubbles: true, detail: { key, title } }));
    await show(say.kept);
    place.focus();
  };

  const offline = document.querySelector("[data-offline]");
  forgetPages(false).then(async () => {
    if (!offline || !("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(say.worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    await keepPages([location.pathname, ...offline.dataset.offline.split(" ").filter(Boolean)]);
    offline.dataset.kept = ""; // from here on it opens without a network
  });
  show().then(() => { if (navigator.onLine) return items().then(held => held.some(one => one.state === "waiting") && sendAll()); });

  // The server's time as far as this device knows it: codes that change every thirty seconds need one clock.
  const clock = () => Date.now() + Number(localStorage.getItem("viecthat-clock") ?? 0);

  return { clock, session, items, item, keep, drop, send, sendAll, newKey, keepPages, owner };
})();
