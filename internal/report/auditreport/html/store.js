// Rows of the drift report that are packed: columns of numbers. A row is read when it is
// shown, and searched without being read where that is possible.

const column = Object.fromEntries(data.columns.map((name, i) => [name, packedColumns[i]]));
const total = data.rows;
const markNumber = "\u0010";
const numbersIn = data.texts.map((text) => text.split(markNumber).length - 1);

// sums are the sums of the sizes of what is before each place, and of all.
function sums(codes, sizeOf) {
  const out = new Uint32Array(codes.length + 1);
  for (let i = 0; i < codes.length; i++) {
    out[i + 1] = out[i] + (sizeOf ? sizeOf[codes[i]] : codes[i]);
  }
  return out;
}

// namedBy are the rows that have the names of rows: a row without one has the name of the
// last row that is alike.
const namedBy = new Uint32Array(total);
const lastAlike = new Uint32Array(data.alike.length);
for (let place = 0; place < total; place++) {
  if (column.name[place]) {
    lastAlike[column.alike[place]] = place;
  }
  namedBy[place] = lastAlike[column.alike[place]];
}

// Where the numbers of names, the findings of rows, and the numbers of findings begin.
const nameStart = sums(column.name, Uint32Array.from([0].concat(numbersIn)));
const findingStart = sums(column.count);
const numberStart = sums(column.kinds, Uint32Array.from(data.kinds, ([shape, , actual]) => numbersIn[actual] + numbersIn[data.shapes[shape][2]]));
const exactIDs = new Map(data.exact.map(([place, id, token]) => [place, [id, token]]));
const placeOf = new Map(data.places.map(([template, rule, permission, file, line]) => [`${template} ${rule} ${permission}`, `${data.texts[file]}:${line}`]));

// signed is a number of which the sign was put at the end.
const signed = (n) => (n % 2 ? -(n + 1) / 2 : n / 2);

const seconds = (n) => (n ? signed(n - 1) : null);

// nameText is the text of the name of a row, in which numbers have marks.
const nameText = (place) => column.name[namedBy[place]] - 1;

function nameAt(place) {
  const text = data.texts[nameText(place)];
  let at = nameStart[namedBy[place]];
  return text.includes(markNumber) ? text.replaceAll(markNumber, () => String(column.nameNumbers[at++])) : text;
}

const marks = /[\u0001-\u0007\u000e-\u0013]/;
const partsOf = new Map();

// textAt is a text of a finding of a row, whose numbers begin at a place. It takes what
// marks represent from the columns.
function textAt(n, place, kind, at) {
  if (!partsOf.has(n)) {
    partsOf.set(n, data.texts[n].split(/([\u0001-\u0007\u000e-\u0013])/));
  }
  const parts = partsOf.get(n);
  const start = at;
  let out = parts[0];
  for (let i = 1; i < parts.length; i += 2) {
    out += (parts[i] === markNumber ? column.numbers[at++] : marked(parts[i], place, kind, start)) + parts[i + 1];
  }
  return out;
}

function marked(mark, place, kind, at) {
  const alike = (field) => data.texts[data.alike[column.alike[place]][field]];
  switch (mark) {
    case "\u0001": return nameAt(place);
    case "\u0002": return data.texts[column.owner[place]];
    case "\u0003": return alike(2);
    case "\u0004": return alike(3) || alike(5);
    case "\u0005": return alike(6);
    case "\u0007": return textAt(kind[1], place, kind, at);
    case "\u000e": return textAt(kind[2], place, kind, at - numbersIn[kind[2]]); // which are before those of the message
    case "\u000f": return data.texts[kind[3]];
    case "\u0011": return Math.trunc(-seconds(column.used[place]) / day);
    case "\u0012": return Math.trunc((seconds(column.expires[place]) + day - 1) / day);
    default: return exact(seconds(column.expires[place]));
  }
}

function idsAt(place) {
  const id = column.id[place];
  const token = column.token[place];
  return exactIDs.get(place) ?? [id, token ? id + signed(token - 1) : null];
}

const read = new Map();

// subjectAt returns a row, always the same one.
function subjectAt(place) {
  if (!read.has(place)) {
    read.set(place, readSubject(place));
  }
  return read.get(place);
}

function readSubject(place) {
  const s = {place, name: nameAt(place), owner: data.texts[column.owner[place]], deny: column.deny[place], reason: column.reason[place]};
  [s.verdict, s.kind, s.organization, s.template, s.matched, s.nearest, s.fix] = data.alike[column.alike[place]].map((n) => data.texts[n]);
  [s.id, s.token] = idsAt(place);
  s.expires = seconds(column.expires[place]);
  s.used = seconds(column.used[place]);
  s.expired = column.flags[place] === 1;
  s.unjudged = column.unjudged[place] > 0;
  s.unknown = s.unjudged ? data.unknown[column.unjudged[place] - 1].map((n) => data.texts[n]) : [];
  s.use = column.use[place];
  s.findings = [];
  for (let i = findingStart[place]; i < findingStart[place + 1]; i++) {
    s.findings.push(findingAt(i, s));
  }
  s.counts = severities.map((severity) => s.findings.filter((f) => f.severity === severity && !f.exception).length);
  s.change = column.change[place] ? changeAt(column.change[place] - 1, s) : null;
  return s;
}

// findingAt reads a finding of a row.
function findingAt(i, s) {
  const kind = data.kinds[column.kinds[i]];
  const [rule, severity, , where, exception] = data.shapes[kind[0]];
  const [, , , template, , nearest] = data.alike[column.alike[s.place]];
  return {
    rule: data.texts[rule], severity: data.texts[severity], exception: data.texts[exception], permission: data.texts[kind[3]],
    where: data.texts[where] === "\u0004" ? placeOf.get(`${template || nearest} ${rule} ${kind[3]}`) : data.texts[where],
    declared: declaredAt(i, s.place), actual: actualAt(i, s.place), message: messageAt(i, s.place),
    get place() { return sameness(this); },
  };
}

const kindAt = (i) => data.kinds[column.kinds[i]];
const declaredAt = (i, place) => textAt(kindAt(i)[1], place, kindAt(i), 0);
const actualAt = (i, place) => textAt(kindAt(i)[2], place, kindAt(i), numberStart[i]);

function messageAt(i, place) {
  const kind = kindAt(i);
  return textAt(data.shapes[kind[0]][2], place, kind, numberStart[i] + numbersIn[kind[2]]);
}

// sameness is equal for findings that say the same.
const sameness = (f) => JSON.stringify([f.rule, f.severity, f.message, f.where, f.exception, f.permission, f.declared, f.actual]);

function changeAt(n, s) {
  const found = change(data.changes[n], s);
  found.appeared = new Set([...found.appeared].map((place) => sameness(finding(place, data.findings[place - 1], s))));
  return found;
}
