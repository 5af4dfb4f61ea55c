// The header, the contents, and the code blocks of a page. Text reaches the page only as
// text nodes.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

// make returns an element with attributes, properties that begin with "on", and children.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

// ---- Light and dark ----

const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
const darkPictures = [...document.querySelectorAll('source[media="(prefers-color-scheme: dark)"]')];

function showTheme() {
  byId("Theme").setAttribute("aria-pressed", String(isDark()));
  for (const source of darkPictures) {
    source.media = isDark() ? "all" : "not all";
  }
}

byId("Theme").addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("patctl-theme", root.dataset.theme);
  } catch {
    // see theme.js
  }
  showTheme();
});
system.addEventListener("change", showTheme);
addEventListener("beforeprint", () => darkPictures.forEach((source) => { source.media = "not all"; })); // paper is light
addEventListener("afterprint", showTheme);
byId("Theme").hidden = false;
showTheme();

// ---- What narrow screens fold ----

function folds(button, folded) {
  if (!button) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = folded.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
}
folds(byId("Menu"), byId("Nav"));
folds(byId("Contents"), byId("ContentsList"));

// A link of the contents leads away from the list on a narrow screen.
byId("ContentsList")?.addEventListener("click", (event) => {
  if (event.target.closest("a")) {
    byId("ContentsList").classList.remove("open");
    byId("Contents").setAttribute("aria-expanded", "false");
  }
});

// ---- Where the reader is ----

const entries = new Map();
for (const link of document.querySelectorAll("#ContentsList a")) {
  entries.set(decodeURIComponent(link.hash.slice(1)), link);
}
const headings = [...entries.keys()].map(byId).filter(Boolean);

function showPlace() {
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
  const current = passed.at(-1)?.id;
  for (const [id, link] of entries) {
    if (id === current) {
      link.setAttribute("aria-current", "location");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}
let waiting = false;
addEventListener("scroll", () => {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      showPlace();
    });
  }
}, {passive: true});
showPlace();

// ---- Code blocks ----

// commandsOf returns what a reader wants to paste: from a session only the commands.
function commandsOf(code) {
  const text = code.textContent;
  if (code.dataset.language !== "console") {
    return text;
  }
  return text.split("\n").filter((line) => line.startsWith("$ ")).map((line) => `${line.slice(2)}\n`).join("");
}

function addCopyButton(code) {
  const label = make("span", {}, "Copy");
  const said = make("span", {class: "unseen", role: "status"});
  const button = make("button", {type: "button", class: "plain copy", "aria-label": "Copy the code", onclick: async () => {
    let result = "Copied";
    try {
      await navigator.clipboard.writeText(commandsOf(code));
    } catch {
      result = "Not copied";
    }
    label.textContent = result;
    said.textContent = result;
    setTimeout(() => {
      label.textContent = "Copy";
      said.textContent = "";
    }, 2000);
  }}, label);
  code.closest("figure").append(button, said);
}
// Blocks without a language, and text, show what commands print or expect.
for (const code of document.querySelectorAll("figure.code code")) {
  if (!["", "text"].includes(code.dataset.language)) {
    addCopyButton(code);
  }
}

// What is wider than the screen scrolls, also with the keyboard.
const scrolling = new ResizeObserver((changes) => {
  for (const {target} of changes) {
    if (target.scrollWidth > target.clientWidth) {
      target.tabIndex = 0;
      target.setAttribute("role", "group");
      target.setAttribute("aria-label", target.matches("pre") ? "Code" : "Table");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) {
        target.removeAttribute(name);
      }
    }
  }
});
document.querySelectorAll("pre, .table").forEach((box) => scrolling.observe(box));

// ---- Versions ----

// addVersions offers the other versions of the site: the same page if they have it.
async function addVersions() {
  const {top, page, version} = root.dataset;
  const response = await fetch(`${top}versions.json`);
  const versions = await response.json();
  if (!Array.isArray(versions) || versions.length < 2) {
    return;
  }
  const links = versions.map(({name, path, pages}) => make("li", {}, make("a", {
    href: `${top}${path}${pages.includes(page) ? page : "index.html"}`, "aria-current": name === version ? "true" : null,
  }, name)));
  const menu = make("details", {}, make("summary", {class: "plain"}, make("span", {class: "wider"}, "Version: "), version), make("ul", {}, ...links));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  addEventListener("click", (event) => {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  });
  byId("Versions").replaceChildren(menu);
}
addVersions().catch(() => {}); // the page itself needs no versions
