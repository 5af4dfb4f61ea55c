// What changed since an earlier audit.

const changes = ["new", "approved", "requested_again", "verdict", "template", "findings", "not_seen_before", "none"];

// changed is what happened to a request or token, in two words.
function changed(s) {
  if (!s.change) {
    return null;
  }
  return make("span", {class: "change"}, s.change.kind === "verdict" ? `was ${s.change.verdict}` : s.change.title);
}

const unsure = " (could not be fully checked)";

// before says what it was.
function before({kind, why, verdict, template, wasKind, wasID, unjudged}) {
  const then = [verdict, template ? [", ", code(template)] : null, unjudged ? unsure : null];
  switch (kind) {
    case "new": return ["It is new."];
    case "not_seen_before": return ["It is new, or may have existed before. In the earlier audit, ", outside(why), "."];
    case "approved":
    case "requested_again": return ["It was ", wasKind, ` ${wasID}: `, ...then, "."];
    default: return ["It was ", ...then, "."];
  }
}

function since(s) {
  if (!s.change) {
    return null;
  }
  return make("div", {class: "since"}, make("h3", {}, "Since the earlier audit"), make("p", {}, before(s.change).flat(2)),
    listed("Resolved", s.change.resolved), listed("Unknown, because one of the audits is incomplete", s.change.undecided));
}

function listed(title, list) {
  return list.length ? [make("p", {}, `${title}:`), make("ul", {}, list.map((f) => make("li", {}, brief(f))))] : null;
}

const brief = (f) => [f.exception ? "excepted" : f.severity, " ", code(f.rule), " ", outside(f.message)];

// ---- What is gone ----

const goneColumns = ["Change", "Request or token", "Owner", "Organization", "Before", "Findings before"];

function goneRow(s) {
  const cells = [
    [s.title, s.why ? [": in this audit, ", outside(s.why)] : null],
    named(s), outside(s.owner), outside(s.organization),
    [badge(s.verdict), " ", s.template ? code(s.template) : null, s.unjudged ? unsure : null],
    s.findings.length ? make("ul", {class: "plain-list"}, s.findings.map((f) => make("li", {}, brief(f)))) : make("span", {class: "muted"}, "none"),
  ];
  return make("tr", {class: "subject", role: "row", tabindex: "-1"}, cellsOf(cells, goneColumns));
}

// goneList draws its rows when it is opened, a part at a time, and all on paper.
function goneList(fold) {
  const body = make("tbody", {role: "rowgroup"});
  const more = make("button", {type: "button", class: "more", onclick: () => draw(200).focus()});
  let drawn = 0;
  function draw(batch) { // and returns the first row that is new
    const next = gone.slice(drawn, drawn + batch).map(goneRow);
    body.append(...next);
    drawn = Math.min(drawn + batch, gone.length);
    more.hidden = drawn === gone.length;
    more.textContent = `Show more (${(gone.length - drawn).toLocaleString("en")} left)`;
    return next[0];
  }
  const head = make("tr", {role: "row"}, goneColumns.map((title) => make("th", {role: "columnheader", scope: "col"}, title)));
  byId("gone-rows").append(make("table", {class: "subjects", role: "table", "aria-label": "Requests and tokens that are not in this audit"},
    make("thead", {role: "rowgroup"}, head), body), more);
  fold.addEventListener("toggle", () => { if (fold.open && !drawn) { draw(200); } });
  onPaper(() => [fold], () => draw(Infinity));
  fold.hidden = false;
}
