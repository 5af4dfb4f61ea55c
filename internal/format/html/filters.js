// What is searched and chosen: in the address, in the data and in the controls.

// ---- The state of the page, which stands in the address behind # ----

function readState() {
  return new URLSearchParams(location.hash.slice(1));
}

function writeState(state) {
  for (const [name, value] of [...state]) {
    if (value === "") {
      state.delete(name);
    }
  }
  const text = state.toString();
  try {
    history.replaceState(null, "", text ? `#${text}` : location.href.split("#")[0]);
  } catch {
    // Browsers refuse a hundred changes in a few seconds. The next one says it all.
  }
}

// ---- Search, filters and order ----

// haystacks remembers what of a row is searched.
const haystacks = new WeakMap();

function haystack(row, texts) {
  let found = haystacks.get(row);
  if (found === undefined) {
    found = texts(row).join("\n").toLowerCase();
    haystacks.set(row, found);
  }
  return found;
}

// options counts the values of a filter among all rows. Each is a value, its
// label and its group, or a bare value.
function options(rows, filter) {
  const known = new Map();
  for (const row of rows) {
    for (const option of filter.values(row)) {
      const [value, label = value, group = ""] = Array.isArray(option) ? option : [option];
      const entry = known.get(value) ?? {value, label, group, count: 0};
      entry.count++;
      known.set(value, entry);
    }
  }
  const order = filter.order ?? [];
  const place = (value) => (order.indexOf(value) + order.length + 1) % (order.length + 1);
  return [...known.values()].sort((a, b) =>
    compareText(a.group, b.group) || (order.length ? place(a.value) - place(b.value) : 0) || compareText(a.label, b.label));
}

const collator = new Intl.Collator("en", {numeric: true});
const compareText = (a, b) => collator.compare(a, b);

// valuesOf are the plain values that a row has for a filter.
const valuesOf = (filter, row) => filter.values(row).map((option) => (Array.isArray(option) ? option[0] : option));

// ---- Controls ----

function field(id, label, control, kind = "") {
  return make("div", {class: `field ${kind}`}, make("label", {for: id}, label), control);
}

// choose selects a value. A filter for one that no row has stays, so that a
// shared view shows nothing rather than everything.
function choose(control, value, first) {
  control.querySelectorAll("[data-unknown]").forEach((option) => option.remove());
  const known = [...control.options].some((option) => option.value === value);
  if (first && !known) {
    control.selectedIndex = 0;
    return;
  }
  if (!known) {
    const label = value.length > 60 ? `${value.slice(0, 60)}...` : value;
    control.append(make("option", {value, "data-label": label, "data-unknown": true}, `${label} (0)`));
  }
  control.value = value;
}
