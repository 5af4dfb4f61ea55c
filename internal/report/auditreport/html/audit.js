// The drift report: a row for each request and token.

// ---- Parts of a row ----

const badge = (verdict) => make("span", {class: `badge is-${verdict}`}, verdict);

const named = (s) => [
  make("span", {class: "name"}, outside(s.name || "(no name)")), " ", make("span", {class: "muted whole"}, `${s.kind} ${s.id}`),
];

// cellsOf are the cells of a row, of which the second is its heading.
const cellsOf = (cells, titles) => cells.map((cell, i) => (i === 1
  ? make("th", {role: "rowheader", scope: "row", "data-column": titles[i]}, ...[cell].flat(2))
  : make("td", {role: "cell", "data-column": titles[i]}, ...[cell].flat(2))));

function tally(s) {
  const excepted = s.findings.filter((f) => f.exception).length;
  const words = severities.flatMap((severity, i) =>
    s.counts[i] ? [make("span", {class: `severity is-${severity}`}, counted(s.counts[i], severity))] : []);
  if (excepted) {
    words.push(make("span", {class: "severity is-covered"}, `${excepted} excepted`));
  }
  return words.length ? words : make("span", {class: "muted"}, "none");
}

function fit(s) {
  if (s.template) {
    return [code(s.template), s.matched ? make("span", {class: "muted"}, ` by ${s.matched}`) : null];
  }
  return s.nearest ? [make("span", {class: "muted"}, "closest "), code(s.nearest)] : make("span", {class: "muted"}, "none");
}

function expiry(s) {
  if (s.expired) {
    return [time(s.expires, "never"), " ", aside(s.expires < 0 ? `expired ${relative(s.expires)}` : "expired")];
  }
  return when(s.expires, "never");
}

function side(title, text) {
  return make("div", {class: "side"}, make("div", {class: "side-title"}, title),
    text ? code(text) : make("span", {class: "muted"}, "nothing"));
}

function findingItem(f, isNew) {
  const rule = rules.get(f.rule);
  const severity = f.exception ? "covered" : f.severity;
  return make("li", {class: `finding is-${severity}`},
    make("p", {}, make("span", {class: `severity is-${severity}`}, f.exception ? "excepted" : f.severity),
      isNew ? make("span", {class: "change"}, "new") : null, " ",
      link(rule?.page ?? "", {class: "rule", "aria-label": `${f.rule} (about this rule, in a new tab)`}, code(f.rule)), " ", outside(f.message)),
    f.declared || f.actual ? make("div", {class: "sides"}, side("Declared", f.declared), side("Actual", f.actual)) : null,
    make("p", {class: "muted small"},
      f.exception ? ["The exception ", code(f.exception), " covers this finding of severity ", f.severity, ". "] : rule?.todo,
      f.where ? [" Declared at ", code(f.where), "."] : null));
}

function correction(s) {
  if (!s.fix) {
    return null;
  }
  return make("div", {class: "part"}, make("h3", {}, s.template ? "Link that matches the template" : "Link of the closest template"),
    make("p", {class: "url"}, link(s.fix, {}, parted(s.fix))),
    copyButton(() => s.fix, `the link for ${label(s)}`));
}

function denial(s) {
  const reason = unmarked(data.texts[s.deny ?? 0], s);
  if (!reason) {
    return null;
  }
  const [title, what] = s.kind === "request"
    ? ["Reason for denying it", `the reason for denying ${label(s)}`]
    : ["Message for its owner", `the message for the owner of ${label(s)}`];
  return make("div", {class: "part"}, make("h3", {}, title),
    make("pre", {tabindex: "0", role: "region", "aria-label": `${title}: ${label(s)}`}, outside(reason)),
    copyButton(() => reason, what));
}

// identity is what tells one request or token from another.
function identity(s) {
  const list = [
    ["Organization", outside(s.organization)], ["ID", String(s.id)], ["Token ID", s.token === null ? "unknown" : String(s.token)],
    ["Last used", when(s.used, s.kind === "token" ? "never, or unknown" : "not yet")],
    ["Expires", s.expires === null ? "never" : [exact(s.expires), " ", aside(relative(s.expires))]],
  ];
  return make("dl", {class: "identity"}, list.map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value))));
}

function given(s) {
  const reason = unmarked(data.texts[s.reason ?? 0], s);
  return reason ? make("div", {class: "part"}, make("h3", {}, "Reason in the request"), make("p", {class: "prose"}, outside(reason))) : null;
}

// unjudged says what the verdict depends on and nobody knows.
function unjudged(s) {
  return make("div", {class: "part unjudged"},
    make("p", {class: "attention"}, `Could not be fully checked. The verdict may be too good.${s.unknown.length ? " Unknown:" : ""}`),
    s.unknown.length ? make("ul", {}, s.unknown.map((why) => make("li", {}, outside(why)))) : null);
}

const doubt = (s) => (s.unjudged ? [" ", make("span", {class: "attention small"}, "not fully checked")] : null);

function detail(s) {
  return [
    s.unjudged ? unjudged(s) : null,
    identity(s),
    since(s),
    s.findings.length
      ? make("ul", {class: "findings"}, s.findings.map((f) => findingItem(f, s.change?.appeared.has(f.place))))
      : make("p", {class: "muted"}, "No findings."),
    used(s),
    make("div", {class: "parts"}, given(s), correction(s), denial(s)),
  ];
}

const label = (s) => `${s.kind} ${s.id}${s.name ? ` "${s.name}"` : ""} of ${s.owner}`;

// ---- The table ----

// opened are the rows that are open, whether they are drawn or not.
const opened = new Set();

const columns = [
  ["Verdict", "verdict"], ["Request or token", "name"], ["Owner", "owner"], ["Template", "template"], ["Findings", "findings"],
  ["Expires", "expires"],
];

function row(s) {
  const id = `subject-${s.place}`;
  const toggle = make("button", {
    type: "button", class: "toggle", "aria-controls": id, "aria-label": `Details of ${label(s)}`, onclick: () => open(!opened.has(s)),
  });
  const more = make("tr", {id, class: "more-of", role: "row", hidden: true}, make("td", {role: "cell", colspan: columns.length + 1}));
  const cells = [[badge(s.verdict), doubt(s), changed(s)], named(s), outside(s.owner), fit(s), tally(s), expiry(s)];
  const main = make("tr", {class: "subject", role: "row", onclick: byMouse},
    make("td", {role: "cell", class: "toggles"}, toggle),
    cellsOf(cells, columns.map(([title]) => title)));
  function open(wide) {
    opened[wide ? "add" : "delete"](s);
    toggle.setAttribute("aria-expanded", String(wide));
    main.classList.toggle("open", wide);
    more.hidden = !wide;
    more.firstChild.replaceChildren(...(wide ? detail(s).filter(Boolean) : []));
  }
  function byMouse(event) {
    if (!event.target.closest("a, button") && getSelection().isCollapsed) {
      open(!opened.has(s));
    }
  }
  open(opened.has(s));
  return [main, more];
}

// table draws the frame anew: its headings tell the order.
function table(explorer) {
  const heading = ([title, name]) => {
    const order = explorer.order.replace(/-desc$/, "");
    const sorted = order === name || (name === "verdict" && order === "");
    const direction = explorer.order.endsWith("-desc") ? "descending" : "ascending";
    return make("th", {role: "columnheader", scope: "col", "aria-sort": sorted ? direction : null},
      make("button", {type: "button", class: "sort", "data-sort": name, onclick: () => sort(explorer, name)}, title));
  };
  const body = make("tbody", {role: "rowgroup"});
  byId("rows").replaceChildren(make("table", {class: "subjects", role: "table", "aria-labelledby": "list-title"},
    make("thead", {role: "rowgroup"}, make("tr", {role: "row"},
      make("th", {role: "columnheader", scope: "col", class: "toggles"}, make("span", {class: "unseen"}, "Details")), columns.map(heading))),
    body));
  return body;
}

// sort keeps the focus on the heading, which is drawn anew.
function sort(explorer, name) {
  explorer.sortBy(name === "verdict" ? "" : name);
  document.querySelector(`[data-sort="${name}"]`).focus();
}

const place = (a, b) => a.place - b.place;
const weight = (s) => verdicts.indexOf(s.verdict);
const worst = (a, b) => weight(a) - weight(b) || b.counts[0] - a.counts[0] || b.counts[1] - a.counts[1] || b.counts[2] - a.counts[2] || place(a, b);
const byText = (read) => (a, b) => compareText(read(a), read(b)) || place(a, b);
const byEnd = (a, b) => (a.expires ?? Infinity) - (b.expires ?? Infinity) || place(a, b);
const byFindings = (a, b) => b.counts[0] - a.counts[0] || b.counts[1] - a.counts[1] || b.counts[2] - a.counts[2] || place(a, b);
const reversed = (compare) => (a, b) => compare(b, a);

const sortings = [
  ["name", "Name", byText((s) => s.name)], ["owner", "Owner", byText((s) => s.owner)],
  ["template", "Template", byText((s) => s.template || s.nearest)], ["findings", "Findings", byFindings], ["expires", "Expiry", byEnd],
];

