// What both pages share. Text from outside reaches the page only as text nodes
// and as attributes that hold no code: nothing here writes markup.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

// make returns an element. Attributes that are null, undefined or false are
// left out; children are elements or text.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// outside isolates text from outside, so that its direction ends with it.
const outside = (text) => make("bdi", {}, text);
const code = (text) => make("code", {}, parted(text));

// parted lets an address break between its parts and, where they are short,
// nowhere else.
const longestPart = 28;
function parted(text) {
  if (text.length > 1000) {
    return outside(text);
  }
  const parts = text.split(/(?<=[./&?=+])|(?=\[)/);
  return make("bdi", {}, parts.flatMap((part, i) => [
    i ? make("wbr") : null, part.length > longestPart ? part : make("span", {class: "whole"}, part),
  ]));
}

// Lists are joined with commas between their elements.
const joined = (items) => items.flatMap((item, i) => (i ? [", ", item] : [item]));

const counted = (n, noun, plural = `${noun}s`) => `${n.toLocaleString("en")} ${n === 1 ? noun : plural}`;

// link returns a link to another page, or the bare text where the address is
// anything but https.
function link(address, attributes, ...children) {
  let parsed = null;
  try {
    parsed = new URL(address);
  } catch {
    return make("span", {}, ...children);
  }
  if (parsed.protocol !== "https:") {
    return make("span", {}, ...children);
  }
  return make("a", {
    ...attributes, href: parsed.href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer",
  }, ...children);
}

// copyButton copies text, and says so to everybody.
function copyButton(text, what, label = "Copy") {
  const words = make("span", {}, label);
  const button = make("button", {type: "button", class: "plain copy", "aria-label": `${label} ${what}`, onclick: copy}, words);
  async function copy() {
    const done = await toClipboard(text());
    words.textContent = done ? "Copied" : "Not copied";
    announce(done ? `Copied ${what}.` : `The browser did not let ${what} be copied.`);
    setTimeout(() => { words.textContent = label; }, 2000);
  }
  return button;
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// copyBySelection is for browsers that give files no clipboard.
function copyBySelection(text) {
  const area = make("textarea", {class: "unseen", "aria-hidden": "true", tabindex: "-1"});
  area.value = text;
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}

// announce tells screen readers what has changed out of their sight.
const announcer = make("div", {class: "unseen", role: "status"});
document.body.append(announcer);
function announce(text) {
  announcer.textContent = text;
}

// onPaper opens folds while the page is printed, and does before what must be.
function onPaper(folds, prepare = () => {}) {
  let opened = [];
  addEventListener("beforeprint", () => {
    prepare();
    opened = [...folds()].filter((fold) => !fold.open);
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));
}

// ---- Light and dark ----

function themeButton() {
  const button = byId("theme");
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(dark()));
  const kept = stored();
  if (kept === "dark" || kept === "light") {
    root.dataset.theme = kept;
  }
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    store(root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  button.hidden = false;
  show();
}

// A browser may keep nothing for files: then the choice lasts as long as the page.
function stored() {
  try {
    return localStorage.getItem("patctl-theme");
  } catch {
    return null;
  }
}

function store(theme) {
  try {
    localStorage.setItem("patctl-theme", theme);
  } catch {
    // see stored
  }
}

themeButton();

// The link to the list must not take the place of the state in the address.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("list").focus();
});
