/* A review in the hall: keys and fingers turn the pages; without this file the links do. Not deferred: a key pressed as
   soon as the page is seen counts. */
"use strict";

(() => {
  const presses = []; // made while a page was on its way: each turns one page
  let underway = false;
  const press = mark => {
    if (underway) presses.push(mark);
    else document.querySelector(`#stage [data-${mark}]`)?.click();
  };
  document.addEventListener("htmx:beforeRequest", event => { underway ||= event.detail.target.id === "stage"; });
  document.addEventListener("htmx:afterRequest", event => {
    if (event.detail.target.id === "stage" && !event.detail.successful) {
      underway = false;
      presses.length = 0;
    }
  });
  const drawer = () => document.querySelector("#drawer-place .drawer");

  const turnFull = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  };

  const offerFull = () => {
    const button = document.querySelector("#stage [data-full]");
    if (button) button.hidden = !document.fullscreenEnabled;
  };

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable], summary")) return;
    // Within an opened figure the keys scroll and choose; the page of viecthat.js closes it on Escape.
    if (drawer()) return;
    const onButton = event.target.closest("a, button");
    if (["ArrowRight", "ArrowDown", "PageDown"].includes(event.key) || (event.key === " " && !event.shiftKey && !onButton)) {
      event.preventDefault();
      press("after");
    } else if (["ArrowLeft", "ArrowUp", "PageUp"].includes(event.key) || (event.key === " " && !onButton)) {
      event.preventDefault();
      press("before");
    } else if (event.key === "Home") {
      document.querySelector("#stage .step-list li:first-child a")?.click();
    } else if (event.key === "End") {
      document.querySelector("#stage .step-list li:last-child a")?.click();
    } else if (event.key === "f" || event.key === "F") {
      turnFull();
    } else if (event.key === "Escape" && !event.defaultPrevented && !document.fullscreenElement) {
      press("leave");
    }
  }, true);

  document.addEventListener("click", event => {
    if (event.target.closest("[data-full]")) turnFull();
  });

  let from = null;
  document.addEventListener("touchstart", event => {
    from = event.touches.length === 1 && !drawer() ? event.touches[0] : null;
  }, { passive: true });
  document.addEventListener("touchend", event => {
    if (!from) return;
    const to = event.changedTouches[0];
    const across = to.clientX - from.clientX;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(to.clientY - from.clientY)) {
      press(across < 0 ? "after" : "before");
    }
    from = null;
  }, { passive: true });

  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.target.id !== "stage") return;
    offerFull();
    document.title = document.title.replace(/^.*?(?=, )/, document.querySelector("#stage h1")?.textContent ?? "");
    scrollTo(0, 0);
    document.querySelector("#main").focus({ preventScroll: true });
    underway = false;
    if (presses.length) press(presses.shift());
  });
  document.addEventListener("DOMContentLoaded", offerFull);
})();
