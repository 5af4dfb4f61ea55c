// What the sources of --used show of a token.

// used is the part of the details about it.
function used(s) {
  if (!s.use) {
    return null;
  }
  const [summary, doubt, url, lines] = data.uses[s.use - 1];
  const text = (n) => data.texts[n];
  const cells = (titles, line) => line.map((n, i) => (i === 0
    ? make("th", {role: "rowheader", scope: "row", "data-column": titles[i]}, code(text(n)))
    : make("td", {role: "cell", "data-column": titles[i]}, outside(text(n) || "-"))));
  const titles = ["Permission", "Granted", "Seen", "State", "Why"];
  return make("div", {class: "part use"}, make("h3", {}, "Use"),
    make("p", {}, outside(text(summary))),
    doubt ? make("p", {class: "attention"}, outside(text(doubt))) : null,
    lines.length ? make("table", {class: "use-of", role: "table", "aria-label": `Use of ${label(s)}`},
      make("thead", {role: "rowgroup"}, make("tr", {role: "row"}, titles.map((title) => make("th", {role: "columnheader", scope: "col"}, title)))),
      make("tbody", {role: "rowgroup"}, lines.map((line) => make("tr", {role: "row"}, cells(titles, line))))) : null,
    url ? [make("h3", {}, "Link without the unused access"), make("p", {class: "url"}, link(text(url), {}, parted(text(url)))),
      copyButton(() => text(url), `the narrower link for ${label(s)}`)] : null);
}
