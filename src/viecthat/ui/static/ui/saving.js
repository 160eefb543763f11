/* Boxes that save themselves while one types (data-saves-itself, with "save-now" among their hx-triggers). What was typed
   is on its way when the page is left, and written before anything else is asked for or sent: nobody signs a report
   without the figure typed last, and a slow network loses nothing. */
"use strict";

{
  const unsaved = new Set(); // typed in since they were sent last
  const underway = new Set(); // sent and not answered yet
  const refused = new Set();
  let waiting = false; // a press waits until all is written

  const pending = () => unsaved.size + underway.size > 0;
  const typed = event => {
    const box = event.target.closest("[data-saves-itself]");
    if (box && event.target.name) unsaved.add(box);
  };
  document.addEventListener("input", typed, true);
  document.addEventListener("change", typed, true);

  document.addEventListener("htmx:beforeRequest", event => {
    const box = event.detail.elt;
    if (!box.matches("[data-saves-itself]")) return;
    unsaved.delete(box);
    underway.add(box);
  });
  document.addEventListener("htmx:afterRequest", event => {
    const box = event.detail.elt;
    if (!underway.delete(box)) return;
    const { status } = event.detail.xhr;
    if (status === 422) refused.add(box); else refused.delete(box);
    if (status !== 422 && (status < 200 || status >= 300)) unsaved.add(box);
  });

  const answer = () => new Promise(done => {
    // a moment later, when the next in a queue has been sent
    document.addEventListener("htmx:afterRequest", () => setTimeout(done), { once: true });
  });

  /* Send what was typed and wait for the answers: the boxes that are not written. */
  const save = async () => {
    const boxes = new Set([...unsaved, ...underway]);
    for (const box of unsaved) htmx.trigger(box, "save-now");
    while (underway.size) await answer();
    return [...boxes].filter(box => unsaved.has(box) || refused.has(box));
  };

  const hold = async then => {
    waiting = true;
    const left = await save();
    waiting = false;
    if (then(left)) return;
    for (let part = left[0].closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    left[0].scrollIntoView({ block: "center" }); // why it is not written stands in it, or in a toast
  };

  document.addEventListener("htmx:confirm", event => {
    const { elt, issueRequest, triggeringEvent } = event.detail;
    if (elt.closest("[data-saves-itself]") || !pending()) return;
    event.preventDefault();
    if (waiting) return;
    hold(left => {
      const goes = left.length === 0 || !triggeringEvent;
      if (goes) issueRequest(false);
      return goes;
    });
  });
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method !== "post" || !(waiting || pending())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting) return;
    hold(left => {
      // what was refused is shown with its reason by the answer to the form that it belongs to
      const own = box => !unsaved.has(box) && (box === form || box.querySelector("[name]").form === form);
      const goes = left.every(own);
      if (goes) form.requestSubmit(event.submitter);
      return goes;
    });
  }, true);

  /* The page is left, or the phone turned to something else: both may be its end. */
  let sentLast = false;
  addEventListener("pagehide", () => {
    for (const box of new Set([...unsaved, ...underway])) {
      const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" };
      fetch(box.getAttribute("hx-post"), { method: "POST", body: new URLSearchParams(htmx.values(box, "post")), headers, keepalive: true });
      sentLast = true;
    }
    unsaved.clear();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) for (const box of unsaved) htmx.trigger(box, "save-now");
  });
  addEventListener("pageshow", event => { if (event.persisted && sentLast) location.reload(); });
}
