
// ---- Search ----

const dialog = byId("Search");
const field = byId("Query");
const results = byId("Results");
const maxResults = 30;
let loading; // of the index: a promise, once somebody searches

async function loadIndex() {
  const response = await fetch(root.dataset.index);
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  const {pages, sections} = await response.json();
  return sections.map(({page, id, title, text}) => ({
    page: pages[page], id, title, text, low: {title: title.toLowerCase(), text: text.toLowerCase(), page: pages[page].title.toLowerCase()},
  }));
}

// wordsOf splits a query. The plural finds the singular, too.
const wordsOf = (query) => query.toLowerCase().split(/\s+/).filter(Boolean).map((word) => (/^[a-z]{3,}[^su]s$/.test(word) ? word.slice(0, -1) : word));

const isWordPart = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

// placeOf returns where a word begins in a text: at the start of a word of the text if
// there is such a place, else anywhere, else -1.
function placeOf(word, text) {
  const first = text.indexOf(word);
  for (let at = first; at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1]) || !isWordPart(word[0])) {
      return {at, start: true};
    }
  }
  return {at: first, start: false};
}

function weigh(word, text, whole, part) {
  const {at, start} = placeOf(word, text);
  return at < 0 ? 0 : start ? whole : part;
}

// frequency weighs a section up that is about a word, over one that mentions it.
function frequency(word, text) {
  return Math.min(text.split(word).length - 1, 6) / 2;
}

// scoreOf says how well a section fits: 0 if a word is missing.
function scoreOf(section, words, query) {
  let score = 0;
  for (const word of words) {
    const found = Math.max(
      weigh(word, section.low.title, 30, 15), weigh(word, section.low.page, section.id ? 8 : 20, 4), weigh(word, section.low.text, 6, 2),
    );
    if (!found) {
      return 0;
    }
    score += found + frequency(word, section.low.text);
  }
  if (wordsOf(section.low.title).join(" ") === words.join(" ")) {
    score += 40;
  } else if (words.length > 1 && section.low.title.includes(query)) {
    score += 20;
  } else if (words.length > 1 && section.low.text.includes(query)) {
    score += 10;
  }
  return section.page.last ? score / 3 : score;
}

function find(sections, text) {
  const query = text.trim().toLowerCase();
  const words = wordsOf(query);
  if (!words.length) {
    return {words, found: []};
  }
  const found = sections.map((section) => ({section, score: scoreOf(section, words, query)})).filter(({score}) => score > 0);
  found.sort((a, b) => b.score - a.score); // stable: the order of the pages
  return {words, found: found.map(({section}) => section)};
}

// marked returns a text with the words in mark elements.
function marked(text, words) {
  const low = text.toLowerCase();
  if (low.length !== text.length) {
    return [text]; // places in one would not be places in the other
  }
  const nodes = [];
  let end = 0;
  for (;;) {
    const next = words.map((word) => ({word, at: low.indexOf(word, end)})).filter(({at}) => at >= 0).sort((a, b) => a.at - b.at || b.word.length - a.word.length)[0];
    if (!next) {
      nodes.push(text.slice(end));
      return nodes;
    }
    nodes.push(text.slice(end, next.at), make("mark", {}, text.slice(next.at, next.at + next.word.length)));
    end = next.at + next.word.length;
  }
}

// excerptOf returns the text around the first word that is in it.
function excerptOf(section, words) {
  const places = words.map((word) => placeOf(word, section.low.text).at).filter((at) => at >= 0);
  const at = places.length ? Math.min(...places) : 0;
  const from = at < 60 ? 0 : section.text.indexOf(" ", at - 60) + 1;
  if (section.text.length <= from + 180) {
    return `${from ? "... " : ""}${section.text.slice(from)}`;
  }
  const excerpt = section.text.slice(from, section.text.lastIndexOf(" ", from + 180));
  return `${from ? "... " : ""}${excerpt} ...`;
}

function drawResult(section, words) {
  const {page, id, title} = section;
  const address = `${root.dataset.base}${page.path}${id ? `#${id}` : ""}`;
  const place = id ? make("span", {class: "place"}, page.title) : "";
  return make("li", {}, make("a", {href: address, onclick: () => dialog.close()},
    make("span", {class: "title"}, ...marked(title, words)), place, make("span", {class: "excerpt"}, ...marked(excerptOf(section, words), words))));
}

let telling;
function tell(text) {
  byId("Count").textContent = text;
  clearTimeout(telling); // somebody who types hears only the end of it
  telling = setTimeout(() => {
    byId("Said").textContent = text;
  }, 500);
}

async function showResults() {
  let sections;
  try {
    sections = await (loading ??= loadIndex());
  } catch {
    loading = undefined;
    tell("The search index can't be loaded.");
    return;
  }
  const {words, found} = find(sections, field.value);
  results.replaceChildren(...found.slice(0, maxResults).map((section) => drawResult(section, words)));
  const count = found.length === 1 ? "1 result" : `${found.length} results`;
  if (!words.length) {
    tell("");
  } else if (!found.length) {
    tell("No results. Try fewer or shorter words.");
  } else {
    tell(found.length > maxResults ? `The best ${maxResults} of ${count}` : count);
  }
}

function openSearch() {
  if (!dialog.open) {
    dialog.showModal();
  }
  field.select();
  showResults();
}

// The arrow keys move between the field and the results.
function move(event) {
  const links = [...results.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const next = {ArrowDown: at + 1, ArrowUp: at - 1}[event.key];
  if (next === undefined || (at < 0 && event.key === "ArrowUp")) {
    return;
  }
  event.preventDefault();
  (next < 0 ? field : links[next])?.focus();
}

byId("Find").hidden = false;
byId("Find").addEventListener("click", openSearch);
byId("Close").addEventListener("click", () => dialog.close());
field.addEventListener("input", showResults);
field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { // which else clears the field first
    event.preventDefault();
    dialog.close();
  }
});
dialog.addEventListener("keydown", move);
dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("a")?.click();
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) { // beside the window
    dialog.close();
  }
});
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    openSearch();
  }
});
