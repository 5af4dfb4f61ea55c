// The list of a page: search, filters, order, and drawing on demand.

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

// Explorer shows the rows that fit the search and the filters, in order, a
// batch at a time.
class Explorer {
  constructor({rows, filters, orders, texts, draw, into, noun, placeholder, only}) {
    Object.assign(this, {rows, filters, orders, texts, draw, into, noun, only});
    this.shown = [];
    this.drawn = 0;
    this.more = make("button", {type: "button", class: "more", onclick: () => this.drawMore(true)});
    this.controls = new Map();
    this.watch();
    this.build(placeholder);
    this.follow();
  }

  build(placeholder) {
    const form = byId("filters");
    this.search = make("input", {
      type: "search", id: "q", autocomplete: "off", spellcheck: "false", placeholder, oninput: () => this.changed(),
    });
    form.append(field("q", "Search", this.search, "search"));
    for (const filter of this.filters) {
      form.append(this.select(filter.name, filter.label, [{value: "", label: "All"}, ...options(this.rows, filter)]));
    }
    form.append(this.select("sort", "Sort by", this.orders.map(([value, label]) => ({value, label}))));
    this.clear = make("button", {type: "button", class: "plain", id: "clear", onclick: () => this.reset()}, "Clear filters");
    byId("actions").prepend(
      this.clear,
      copyButton(() => location.href, "the link to this view", "Copy link"),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = byId("found").hidden = false;
  }

  select(name, label, list) {
    const control = make("select", {id: `by-${name}`, onchange: () => this.changed()});
    const groups = new Map([["", control]]);
    for (const {value, label: text, group = "", count} of list) {
      if (!groups.has(group)) {
        groups.set(group, control.appendChild(make("optgroup", {label: group})));
      }
      groups.get(group).append(make("option", {value}, count === undefined ? text : `${text} (${count.toLocaleString("en")})`));
    }
    this.controls.set(name, control);
    return field(control.id, label, control);
  }

  // watch draws more when the end of the list comes near, everything when the
  // page is printed, and again when the address changes.
  watch() {
    this.nearEnd = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        this.drawMore(false);
      }
    }, {rootMargin: "600px"});
    addEventListener("beforeprint", () => this.drawMore(false, Infinity));
    addEventListener("hashchange", () => {
      this.follow();
      byId("list").focus(); // where the link was may be gone
    });
  }

  // follow takes the state from the address.
  follow() {
    const state = readState();
    this.search.value = state.get("q") ?? "";
    for (const [name, control] of this.controls) {
      choose(control, state.get(name) ?? "", name === "sort");
      control.parentElement.hidden = control.options.length < 3 && control.value === ""; // nothing to choose
    }
    this.extra = this.only ? state.get(this.only.name) ?? "" : "";
    this.show();
  }

  // changed takes the state from the controls.
  changed() {
    this.extra = "";
    this.show();
    this.remember();
  }

  reset() {
    this.search.value = "";
    for (const control of this.controls.values()) {
      control.selectedIndex = 0;
    }
    this.changed();
    this.search.focus();
  }

  remember() {
    const state = new URLSearchParams({q: this.search.value.trim()});
    for (const [name, control] of this.controls) {
      state.set(name, name === "sort" && control.selectedIndex === 0 ? "" : control.value);
    }
    if (this.only) {
      state.set(this.only.name, this.extra);
    }
    writeState(state);
  }

  // sortBy is for headings of columns. Once more is the other way round.
  sortBy(name) {
    const control = this.controls.get("sort");
    const reverse = `${name}-desc`;
    control.value = control.value === name && this.orders.some(([value]) => value === reverse) ? reverse : name;
    this.changed();
  }

  get order() {
    return this.controls.get("sort").value;
  }

  show() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = this.filters.filter((filter) => this.controls.get(filter.name)?.value);
    this.shown = this.rows.filter((row) =>
      (!this.extra || this.only.value(row) === this.extra) &&
      active.every((filter) => valuesOf(filter, row).includes(this.controls.get(filter.name).value)) &&
      words.every((word) => haystack(row, this.texts).includes(word)));
    const compare = this.orders.find(([value]) => value === this.order)?.[2];
    if (compare) {
      this.shown.sort(compare);
    }
    this.clear.hidden = !words.length && !active.length && !this.extra;
    this.drawFirst();
    this.tell();
  }

  tell() {
    const all = counted(this.rows.length, ...this.noun);
    byId("count").textContent = this.shown.length === this.rows.length ? all :
      `${this.shown.length.toLocaleString("en")} of ${all}`;
  }

  drawFirst() {
    this.drawn = 0;
    this.body = this.into(this);
    this.drawMore(false);
  }

  // drawMore draws a batch. Who asked for it by hand goes on at its first row.
  drawMore(byHand, batch = 60) {
    const next = this.shown.slice(this.drawn, this.drawn + batch);
    const elements = next.flatMap((row) => this.draw(row, this));
    this.body.append(...elements);
    this.drawn += next.length;
    const left = this.shown.length - this.drawn;
    this.more.hidden = left === 0;
    this.more.textContent = `Show more (${left.toLocaleString("en")} left)`;
    byId("list").append(this.more);
    this.nearEnd.unobserve(this.more); // observed anew, it is looked at again even if it is in sight still
    this.nearEnd.observe(this.more);
    if (byHand && elements.length) {
      elements[0].querySelector("button, a, summary")?.focus();
    }
  }
}

function field(id, label, control, kind = "") {
  return make("div", {class: `field ${kind}`}, make("label", {for: id}, label), control);
}

// choose selects a value. A filter for one that no row has stays, so that a
// shared view shows nothing rather than everything.
function choose(control, value, first) {
  const known = [...control.options].some((option) => option.value === value);
  if (first && !known) {
    control.selectedIndex = 0;
    return;
  }
  if (!known) {
    control.append(make("option", {value}, `${value} (0)`));
  }
  control.value = value;
}
