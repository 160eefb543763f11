/* Opens the shell, and pages kept for the account that is signed in, when there is no network. It never answers for
   anything else, and never sends: what waits is sent by pages (ui/outbox.js), where somebody can see it. */
"use strict";

const ASSETS = "viecthat-assets-{{ version }}";
const PAGES = "viecthat-pages-"; // one cache for each account, written and forgotten by ui/outbox.js
const KEPT = {{ pages|safe|default:"[]" }}.map(pattern => new RegExp(pattern));
const PATIENCE = 6000; // milliseconds: a network that takes longer is none

self.addEventListener("install", event => {
  const fresh = [...{{ assets|safe|default:"[]" }}, "{{ fallback }}"].map(address => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(ASSETS).then(cache => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => {
  const old = name => name.startsWith("viecthat-assets-") && name !== ASSETS;
  event.waitUntil(caches.keys().then(names => Promise.all(names.filter(old).map(name => caches.delete(name)))).then(() => self.clients.claim()));
});

const kept = async path => {
  for (const name of await caches.keys()) {
    const found = name.startsWith(PAGES) && await caches.match(path, { cacheName: name });
    if (found) return found;
  }
  return null;
};

const page = async (request, path) => {
  try {
    const asked = fetch(request);
    if (!await kept(path)) return await asked;
    const patience = new Promise((_, fail) => { setTimeout(() => fail(new Error("slow")), PATIENCE); });
    return await Promise.race([asked, patience]);
  } catch (lost) {
    const found = await kept(path) ?? (request.mode === "navigate" ? await caches.match("{{ fallback }}") : null);
    if (found) return found;
    throw lost;
  }
};

self.addEventListener("fetch", event => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) {
    event.respondWith(caches.open(ASSETS).then(cache => cache.match(event.request, { ignoreSearch: true })).then(found => found ?? fetch(event.request)));
  } else if (event.request.mode === "navigate" || KEPT.some(pattern => pattern.test(address.pathname))) {
    event.respondWith(page(event.request, address.pathname));
  }
});
