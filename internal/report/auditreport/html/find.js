// Search, filters, and order of packed rows.

// ---- Search ----

const numberMarks = /[\u0010-\u0013]/;
const digitsOnly = (word) => /^\d+$/.test(word);

// may tells whether a text has a word, once the marks in it are replaced: 1 yes, 2 it
// depends on the row, 0 no. What marks represent is searched elsewhere, but for numbers
// and the link, so it depends only on words that go beyond a mark.
function may(text, word) {
  const lower = text.toLowerCase();
  if (lower.includes(word)) {
    return 1;
  }
  if (!marks.test(text)) {
    return 0;
  }
  const parts = lower.split(marks);
  const cuts = Array.from({length: word.length - 1}, (_, i) => i + 1);
  const begins = (part) => cuts.some((i) => part.endsWith(word.slice(0, i)));
  const ends = (part) => cuts.some((i) => part.startsWith(word.slice(i)));
  const beyond = text.includes("\u0005") || text.includes("\u0013") || (numberMarks.test(text) && digitsOnly(word)) || parts.some((part, i) =>
    (i < parts.length - 1 && begins(part)) || (i > 0 && ends(part)) || (i > 0 && i < parts.length - 1 && word.includes(part)));
  return beyond ? 2 : 0;
}

// wordTest returns what tells whether a row has a word.
function wordTest(word) {
  const texts = Uint8Array.from(data.texts, (text) => may(text, word));
  const strongest = (...list) => (list.includes(1) ? 1 : Math.max(...list));
  const alike = data.alike.map(([verdict, kind, organization, template, , nearest]) =>
    [verdict, kind, organization, template, nearest].some((n) => texts[n] === 1));
  const shapes = data.shapes.map(([rule, severity, message, , exception]) => strongest(texts[rule], texts[severity], texts[message], texts[exception]));
  const kinds = Uint8Array.from(data.kinds, ([shape, declared, actual, permission]) =>
    strongest(shapes[shape], texts[declared], texts[actual], texts[permission]));
  const unsure = data.kinds.map(([shape, declared, actual]) =>
    [[declared, declaredAt], [actual, actualAt], [data.shapes[shape][2], messageAt]].filter(([n]) => texts[n] === 2).map(([, read]) => read));
  const changed = data.changes.map(([, title]) => texts[title ?? 0] === 1);
  const unknown = data.unknown.map((list) => list.some((n) => texts[n] === 1));
  const inNumber = /^-?\d+$/.test(word);
  const has = (text) => text.toLowerCase().includes(word);
  return (place) => {
    const name = texts[nameText(place)];
    const reason = texts[column.reason[place]];
    return name === 1 || alike[column.alike[place]] || texts[column.owner[place]] === 1 || reason === 1 ||
      (name === 2 && has(nameAt(place))) ||
      (inNumber && idsAt(place).some((id) => String(id ?? "").includes(word))) ||
      (column.change[place] > 0 && changed[column.change[place] - 1]) || (column.unjudged[place] > 0 && unknown[column.unjudged[place] - 1]) ||
      (reason === 2 && has(unmarked(data.texts[column.reason[place]], readSubject(place)))) || findingHas(place, kinds, unsure, has);
  };
}

// findingHas looks at the findings of a row, and reads only the texts that it has to.
function findingHas(place, kinds, unsure, has) {
  for (let i = findingStart[place]; i < findingStart[place + 1]; i++) {
    if (kinds[column.kinds[i]] === 1) {
      return true;
    }
  }
  for (let i = findingStart[place]; i < findingStart[place + 1]; i++) {
    if (kinds[column.kinds[i]] === 2 && unsure[column.kinds[i]].some((read) => has(read(i, place)))) {
      return true;
    }
  }
  return false;
}

// ---- Filters ----

// inOrder are options as an Explorer sorts them. counts has a count and an option for
// each value.
function inOrder(counts, order) {
  const list = options([...counts.values()], {order, values: (entry) => [entry.option]});
  return list.map((option) => ({...option, count: counts.get(option.value).count}));
}

function addTo(counts, option, count) {
  const value = Array.isArray(option) ? option[0] : option;
  const entry = counts.get(value) ?? {option, count: 0};
  entry.count += count;
  counts.set(value, entry);
}

// byCode is a filter for a column: each number in it has a value.
function byCode(name, label, codes, optionOf, order) {
  const valueOf = (code) => [optionOf(code)].flat()[0];
  let values = new Map();
  return {
    name, label,
    options() {
      const uses = new Uint32Array(codes.reduce((a, b) => (b > a ? b : a), 0) + 1);
      for (let place = 0; place < total; place++) {
        uses[codes[place]]++;
      }
      const counts = new Map();
      values = new Map();
      uses.forEach((count, code) => {
        if (count) {
          addTo(counts, optionOf(code), count);
          values.set(code, valueOf(code));
        }
      });
      return inOrder(counts, order);
    },
    fits(value) {
      const wanted = [];
      values.forEach((other, code) => { wanted[code] = other === value; });
      return (place) => wanted[codes[place]];
    },
  };
}

// byFinding is a filter for what findings have, of which a row has several.
function byFinding(name, label, valueOf, order) {
  const values = data.kinds.map(([shape]) => valueOf(data.shapes[shape].map((n) => data.texts[n])));
  return {
    name, label,
    options() {
      const names = [...new Set(values)];
      const code = Uint16Array.from(values, (value) => names.indexOf(value));
      const count = new Uint32Array(names.length);
      const last = new Int32Array(names.length).fill(-1); // the row that was counted last
      for (let place = 0; place < total; place++) {
        for (let i = findingStart[place]; i < findingStart[place + 1]; i++) {
          const n = code[column.kinds[i]];
          if (last[n] !== place) {
            last[n] = place;
            count[n]++;
          }
        }
      }
      const counts = new Map();
      names.forEach((value, n) => { if (count[n]) { addTo(counts, value, count[n]); } });
      return inOrder(counts, order);
    },
    fits(value) {
      const wanted = Uint8Array.from(values, (other) => other === value);
      return (place) => {
        for (let i = findingStart[place]; i < findingStart[place + 1]; i++) {
          if (wanted[column.kinds[i]]) {
            return true;
          }
        }
        return false;
      };
    },
  };
}

const alikeText = (field) => (code) => data.texts[data.alike[code][field]];

const packedFilters = [
  byCode("verdict", "Verdict", column.alike, alikeText(0), verdicts),
  byCode("change", "Change", column.change, (code) => (code ? data.changes[code - 1].slice(0, 2).map((n) => data.texts[n]) : ["none", "unchanged"]), changes),
  byCode("kind", "Kind", column.alike, alikeText(1)),
  byCode("judged", "Checked", column.unjudged, (code) => (code ? ["partly", "Partly"] : ["fully", "Fully"])),
  byFinding("severity", "Severity", ([, severity, , , exception]) => (exception ? "excepted" : severity), [...severities, "excepted"]),
  byFinding("rule", "Rule", ([rule]) => rule),
  byCode("organization", "Organization", column.alike, alikeText(2)),
  byCode("owner", "Owner", column.owner, (code) => data.texts[code]),
  byCode("template", "Template", column.alike, (code) => (alikeText(3)(code) ? alikeText(3)(code) : ["-", "None"])),
];

// ---- Order ----

// byKey are the rows by a number of each, and otherwise in their order.
function byKey(key) {
  const keys = new Float64Array(total);
  let least = Infinity;
  let largest = -Infinity;
  for (let place = 0; place < total; place++) {
    const n = keys[place] = key(place);
    least = Math.min(least, n);
    largest = n < Infinity ? Math.max(largest, n) : largest;
  }
  if (least === Infinity) {
    return Uint32Array.from(keys.keys());
  }
  const after = largest + 1; // of what has no key
  if ((after - least + 1) * total > Number.MAX_SAFE_INTEGER) {
    return Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b] || a - b);
  }
  for (let place = 0; place < total; place++) {
    keys[place] = (Math.min(keys[place], after) - least) * total + place;
  }
  keys.sort();
  const out = new Uint32Array(total);
  for (let i = 0; i < total; i++) {
    out[i] = keys[i] % total;
  }
  return out;
}

// byTexts are the rows by a text of each, of which each code has one.
function byTexts(codeAt, textOf) {
  const codes = new Map();
  const codeOf = new Uint32Array(total);
  for (let place = 0; place < total; place++) {
    const text = textOf(codeAt(place));
    const known = codes.get(text);
    codeOf[place] = known ?? codes.size;
    if (known === undefined) {
      codes.set(text, codes.size);
    }
  }
  const rank = new Uint32Array(codes.size);
  let place = -1;
  let before = null;
  for (const text of [...codes.keys()].sort(compareText)) {
    place += before === null || compareText(before, text) ? 1 : 0; // texts may differ and yet be equal in order
    before = text;
    rank[codes.get(text)] = place;
  }
  return byKey((n) => rank[codeOf[n]]);
}

// weightAt is a number that grows as a row has fewer errors, then warnings, then notices.
const severityOf = data.kinds.map(([shape]) => (data.shapes[shape][4] ? 3 : severities.indexOf(data.texts[data.shapes[shape][1]])));
const most = 1023; // of which it counts no more
function weightAt(place) {
  let [errors, warnings, notices] = [0, 0, 0];
  for (let i = findingStart[place]; i < findingStart[place + 1]; i++) {
    switch (severityOf[column.kinds[i]]) {
      case 0: errors++; break;
      case 1: warnings++; break;
      case 2: notices++; break;
      default: // excepted
    }
  }
  return ((most - Math.min(errors, most)) * (most + 1) + most - Math.min(warnings, most)) * (most + 1) + most - Math.min(notices, most);
}

const weightOfVerdict = data.alike.map(([verdict]) => verdicts.indexOf(data.texts[verdict]));
const inOrderOf = {
  "": () => byKey((place) => weightOfVerdict[column.alike[place]] * (most + 1) ** 3 + weightAt(place)),
  name: () => byTexts((place) => place, nameAt),
  owner: () => byTexts((place) => column.owner[place], (code) => data.texts[code]),
  template: () => byTexts((place) => column.alike[place], (code) => alikeText(3)(code) || alikeText(5)(code)),
  findings: () => byKey(weightAt),
  expires: () => byKey((place) => seconds(column.expires[place]) ?? Infinity),
};

const orders = new Map();

// ordered are all rows in an order, which is kept.
function ordered(order) {
  if (!orders.has(order)) {
    const name = order.replace(/-desc$/, "");
    orders.set(order, name === order ? inOrderOf[name]() : ordered(name).slice().reverse());
  }
  return orders.get(order);
}

function find(words, chosen, order) {
  const tests = [...chosen.map(([filter, value]) => filter.fits(value)), ...words.map(wordTest)];
  const all = ordered(order);
  if (!tests.length) {
    return all;
  }
  const out = new Uint32Array(total);
  let n = 0;
  for (const place of all) {
    if (tests.every((test) => test(place))) {
      out[n++] = place;
    }
  }
  return out.subarray(0, n);
}

// ---- The list ----

const explorer = new Pager({
  rows: total, find, read: subjectAt, batch: 100, noun: ["request or token", "requests and tokens"], placeholder: "Name, owner, message, ID ...",
  draw: row, into: table, filters: packedFilters,
  orders: [["", "Worst first"], ...sortings.flatMap(([name, title]) => [[name, title], [`${name}-desc`, `${title}, reversed`]])],
});

byId("actions").append(make("button", {type: "button", class: "plain", id: "open-all", onclick: openPage}, "Open all on this page"));

// openPage opens every row of the page, or closes them where all are open.
function openPage() {
  const wide = !explorer.onPage.every((s) => opened.has(s));
  for (const s of explorer.onPage) {
    opened[wide ? "add" : "delete"](s);
  }
  explorer.drawFirst();
  announce(wide ? "All details on this page are open." : "All details on this page are closed.");
}

if (byId("gone")) {
  goneList(byId("gone"));
}
