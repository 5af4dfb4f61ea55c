const explorer = new Explorer({
  rows, batch: 50, noun: ["request or token", "requests and tokens"], placeholder: "Name, owner, message, ID ...", draw: row, into: table,
  texts: (s) => [
    s.name, s.owner, s.organization, s.verdict, s.kind, String(s.id), String(s.token ?? ""), s.template, s.nearest,
    s.change?.title ?? "", ...s.unknown, unmarked(data.texts[s.reason ?? 0], s),
    ...s.findings.flatMap((f) => [f.rule, f.severity, f.message, f.permission, f.declared, f.actual, f.exception]),
  ],
  filters: [
    {name: "verdict", label: "Verdict", values: (s) => [s.verdict], order: verdicts},
    {name: "change", label: "Change", values: (s) => [[s.change?.kind ?? "none", s.change?.title ?? "unchanged"]], order: changes},
    {name: "kind", label: "Kind", values: (s) => [s.kind]},
    {name: "judged", label: "Checked", values: (s) => [s.unjudged ? ["partly", "Partly"] : ["fully", "Fully"]]},
    {
      name: "severity", label: "Severity", order: [...severities, "excepted"],
      values: (s) => [...new Set(s.findings.map((f) => (f.exception ? "excepted" : f.severity)))],
    },
    {name: "rule", label: "Rule", values: (s) => [...new Set(s.findings.map((f) => f.rule))]},
    {name: "organization", label: "Organization", values: (s) => [s.organization]},
    {name: "owner", label: "Owner", values: (s) => [s.owner]},
    {name: "template", label: "Template", values: (s) => [s.template || "-"].map((value) => [value, value === "-" ? "None" : value])},
  ],
  orders: [
    ["", "Worst first", worst],
    ...sortings.flatMap(([name, title, compare]) => [[name, title, compare], [`${name}-desc`, `${title}, reversed`, reversed(compare)]]),
  ],
});

byId("actions").append(make("button", {type: "button", class: "plain", id: "open-all", onclick: openAll}, "Open all"));

// openAll opens every row that is shown, or closes them where all are open.
function openAll() {
  const wide = !explorer.shown.every((s) => opened.has(s));
  for (const s of explorer.shown) {
    opened[wide ? "add" : "delete"](s);
  }
  explorer.drawFirst();
  announce(wide ? "All details are open." : "All details are closed.");
  byId("open-all").textContent = wide ? "Close all" : "Open all";
}

if (byId("gone")) {
  goneList(byId("gone"));
}
