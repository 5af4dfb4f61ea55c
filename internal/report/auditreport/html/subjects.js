// The requests and tokens of the drift report, as the data has them.

const verdicts = ["undeclared", "drifted", "excepted", "conforming"];
const severities = ["error", "warning", "notice"];
const rules = new Map(data.rules.map(([name, what, todo, page]) => [name, {what, todo, page}]));

// subject reads a row. Its texts are read when they are shown or searched.
function subject(row, place) {
  const s = {place};
  data.columns.forEach((column, i) => { s[column] = row[i] ?? null; });
  s.name = data.texts[s.name ?? 0];
  s.owner = data.texts[s.owner ?? 0];
  [s.verdict, s.kind, s.organization, s.template, s.matched, s.nearest, s.fix] = data.alike[s.alike ?? 0].map((n) => data.texts[n]);
  s.findings = findings(s.findings, s);
  s.change = s.change ? change(data.changes[s.change - 1], s) : null;
  s.unknown = Array.isArray(s.unjudged) ? s.unjudged.map((n) => data.texts[n]) : [];
  s.counts = severities.map((severity) => s.findings.filter((f) => f.severity === severity && !f.exception).length);
  return s;
}

const findings = (places, s) => (places || []).map((n) => finding(n, data.findings[n - 1], s));

// finding reads a finding: what it has in common with others is its shape.
function finding(place, [shape, declared, actual, permission, ...numbers], s) {
  const [rule, severity, message, where, exception] = data.shapes[shape].map((n) => data.texts[n]);
  return {
    place, rule, severity, where, exception,
    permission: data.texts[permission],
    get declared() { return unmarked(data.texts[declared], s); },
    get actual() { return unmarked(data.texts[actual], s); },
    get message() { return unmarked(message, s, this, numbers); },
  };
}

// unmarked puts what is the subject's own, and the finding's, in the places of
// the marks.
function unmarked(text, s, f, numbers) {
  const messages = () => s.findings.filter((other) => other.severity === "error" && !other.exception).map((other) => other.message);
  let listed = null;
  let next = 0;
  return text.replace(/[\u0001-\u0007\u000e-\u0010]/g, (mark) => {
    switch (mark) {
      case "\u0001": return s.name;
      case "\u0002": return s.owner;
      case "\u0003": return s.organization;
      case "\u0004": return s.template || s.nearest;
      case "\u0005": return s.fix;
      case "\u0006": return `- ${(listed ??= messages()).shift()}`;
      case "\u0007": return f.declared;
      case "\u000e": return f.actual;
      case "\u000f": return f.permission;
      default: return String(numbers[next++]);
    }
  });
}

// change reads what happened since an earlier audit.
function change([kind, title, why, verdict, template, wasKind, wasID, appeared, resolved, undecided, unjudged], s) {
  const text = (n) => data.texts[n ?? 0];
  return {
    kind: text(kind), title: text(title), why: text(why), verdict: text(verdict), template: text(template), wasKind: text(wasKind), wasID,
    appeared: new Set(appeared || []), resolved: findings(resolved, s), undecided: findings(undecided, s), unjudged: unjudged === 1,
  };
}

