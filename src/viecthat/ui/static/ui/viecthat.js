/* Việc Thật in the browser. Every page works without it; it only saves steps.
   Marks it reads: data-theme-switch, data-search, data-close-drawer, data-close-toast, data-auto-submit,
   data-submit-many, data-print, data-part-search. */
"use strict";

const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

/* theme: follows the system until the reader chooses; the choice is a cookie, so that the server draws it at once */
const themeNow = () => root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

function showThemeSwitches(within = document) {
  for (const button of findAll("[data-theme-switch]", within)) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(themeNow() === "dark"));
  }
}

const secureMark = () => (location.protocol === "https:" ? "; Secure" : "");

function switchTheme() {
  root.dataset.theme = themeNow() === "dark" ? "light" : "dark";
  document.cookie = `viecthat_theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax${secureMark()}`;
  showThemeSwitches();
}

if (!root.dataset.theme) {
  const kept = document.cookie.match(/(?:^|; )viecthat_theme=(light|dark)/);
  if (kept) root.dataset.theme = kept[1]; // a page drawn without a request, such as the one for error 500
}
showThemeSwitches();

/* drawer: it has an address; closing gives the focus back to the figure that opened it */
let drawerOpener = null;
let addressBeneath = null;

function tendDrawer() {
  const drawer = find("#drawer-place .drawer");
  const covers = Boolean(drawer) && matchMedia("(max-width: 59.99rem)").matches;
  for (const part of findAll(".app > :not(#drawer-place, #toasts)")) part.inert = covers;
  drawer?.focus({ preventScroll: true });
}

function closeDrawer() {
  const drawer = find("#drawer-place .drawer");
  if (!drawer) return false;
  const way = find("[data-close-drawer]", drawer);
  if (!drawerOpener) { // the page came with its drawer open: its way out is a page
    if (way) location.assign(way.href);
    return true;
  }
  find("#drawer-place").replaceChildren();
  tendDrawer();
  history.pushState({ htmx: true }, "", addressBeneath);
  if (drawerOpener.isConnected) drawerOpener.focus();
  drawerOpener = null;
  return true;
}

document.addEventListener("htmx:beforeRequest", event => {
  if (event.detail.target.id === "drawer-place" && !event.detail.elt.closest("#drawer-place")) {
    if (!drawerOpener) addressBeneath = location.href;
    drawerOpener = event.detail.elt;
  }
});
document.addEventListener("htmx:afterSettle", event => {
  if (event.detail.target.id === "drawer-place") tendDrawer();
  showThemeSwitches(event.detail.target);
});
if (find("#drawer-place .drawer")) tendDrawer();

/* toasts */
function sayToast(sentence) {
  const place = find("#toasts");
  if (!place || !sentence) return;
  const toast = find("#toast").content.cloneNode(true);
  find("p", toast).textContent = sentence;
  place.replaceChildren(toast);
}

const sentenceFor = status => {
  const say = find("#toasts")?.dataset ?? {};
  if (status === 401 || status === 403) return say.sayRefused;
  if (status === 404 || status === 410) return say.sayGone;
  if (status === 429) return say.sayMany;
  return say.sayBroken;
};
document.addEventListener("htmx:responseError", event => sayToast(sentenceFor(event.detail.xhr.status)));
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => sayToast(find("#toasts")?.dataset.sayOffline));
}

/* a form is sent once: a second press of the button does nothing until an answer has come */
const freeButtons = () => findAll("[data-sent]").forEach(button => { button.disabled = false; delete button.dataset.sent; });

document.addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-submit-many")) return;
  // after the browser has gathered the fields: a disabled button would not be among them
  setTimeout(() => {
    for (const button of [...form.elements].filter(e => e.type === "submit" && !e.disabled)) {
      button.disabled = true;
      button.dataset.sent = "";
    }
  });
});
window.addEventListener("pageshow", freeButtons); // not when some part was fetched: that is no answer to the form

/* menu: a part stays as it was left, in the side and in the sheet alike; the server draws it from a cookie */
// at the press, not at "toggle": that comes a moment later, when the page may be left or the part pressed again
document.addEventListener("click", event => {
  const pressed = event.target.closest("details[data-menu] > summary")?.parentElement;
  if (!pressed || event.defaultPrevented) return;
  for (const other of findAll(`details[data-menu="${pressed.dataset.menu}"]`)) {
    if (other !== pressed) other.open = !pressed.open; // the browser turns the pressed one itself
  }
  const turned = findAll("details[data-menu]").filter(one => one === pressed ? !one.open : one.open);
  const left = turned.filter(one => !find("[aria-current]", one)).map(one => one.dataset.menu);
  document.cookie = `viecthat_menu=${[...new Set(left)].join(".")}; Path=/; Max-Age=31536000; SameSite=Lax${secureMark()}`;
});

/* a part drawn anew beside the one asked for keeps what was typed in it meanwhile, and the cursor */
const boxesIn = part => findAll("input:not([type=hidden]), textarea", part);
document.addEventListener("htmx:oobBeforeSwap", event => {
  const { target, fragment } = event.detail;
  const anew = boxesIn(fragment);
  const boxes = boxesIn(target);
  for (const box of boxes) {
    const again = anew.find(one => one.name === box.name);
    if (again) again.value = box.value;
  }
  const typing = boxes.find(box => box === document.activeElement);
  if (!typing) return;
  // another kind of box in its stead (two of a ratio for one number): the first takes over what was being typed
  const again = anew.find(one => one.name === typing.name) ?? anew[0];
  if (!again) return;
  again.value = typing.value;
  event.detail.typing = again;
});
document.addEventListener("htmx:oobAfterSwap", event => {
  const { typing } = event.detail;
  if (!typing || typing === document.activeElement) return;
  typing.focus();
  typing.setSelectionRange?.(typing.value.length, typing.value.length);
});

/* a list that a search draws anew keeps what was ticked or unticked in it meanwhile */
document.addEventListener("htmx:beforeSwap", event => {
  const { requestConfig, shouldSwap, target } = event.detail;
  if (!shouldSwap || !requestConfig.elt.matches("[data-part-search]")) return;
  const boxes = findAll("input", target);
  document.addEventListener("htmx:afterSwap", () => {
    const list = document.getElementById(target.id);
    const anew = findAll("input", list);
    for (const box of boxes) {
      const again = anew.find(one => one.name === box.name && one.value === box.value);
      if (again) again.checked = box.checked;
      else if (box.checked) list.prepend(box.closest("label"));
    }
  }, { once: true });
});

/* presses and keys */
document.addEventListener("click", event => {
  const pressed = event.target.closest("[data-theme-switch], [data-close-toast], [data-close-drawer], [data-print]");
  if (!pressed) {
    for (const menu of findAll("details.bar-more[open]")) if (!menu.contains(event.target)) menu.open = false;
    return;
  }
  if (pressed.matches("[data-theme-switch]")) switchTheme();
  if (pressed.matches("[data-close-toast]")) pressed.closest(".toast").remove();
  if (pressed.matches("[data-print]")) print();
  if (pressed.matches("[data-close-drawer]") && drawerOpener && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    closeDrawer();
  }
});

document.addEventListener("change", event => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form) form.requestSubmit();
});

document.addEventListener("keydown", event => {
  if (event.key === "Escape" && !event.isComposing) {
    const menu = find("details.bar-more[open]");
    if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    } else if (closeDrawer()) {
      event.preventDefault();
    } else {
      find(".toast")?.remove();
    }
  }
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = findAll("[data-search]").find(input => input.offsetParent);
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

/* a form that came back stands at what must be mended, unless its beginning already lists that */
const wrong = findAll("form[method=post] .field.bad").find(box => !find("[role=alert]", box.closest("form")));
if (wrong) {
  for (let part = wrong.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  find("input:not([type=hidden]), select, textarea", wrong)?.focus({ preventScroll: true });
  wrong.scrollIntoView({ block: "center" });
}

/* of pages beside each other the one shown is in sight, where the row is too long for a phone */
for (const row of findAll(".subnav")) {
  const here = find("[aria-current]", row);
  if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
