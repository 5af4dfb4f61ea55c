// The list of a page: search, filters, order, and drawing on demand.

// Explorer shows the rows that fit the search and the filters, in order, a
// batch at a time.
class Explorer {
  constructor({rows, filters, orders, texts, draw, into, noun, placeholder, only, batch}) {
    Object.assign(this, {rows, filters, orders, texts, draw, into, noun, only, batch});
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
      groups.get(group).append(make("option", {value, "data-label": text}, count === undefined ? text : `${text} (${count.toLocaleString("en")})`));
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
    const text = this.shown.length === this.rows.length ? all : `${this.shown.length.toLocaleString("en")} of ${all}`;
    byId("count").textContent = text;
    byId("none").hidden = this.shown.length > 0;
    byId("none").textContent = this.rows.length ? "Nothing fits what is searched and chosen here." : "There is nothing to list.";
    byId("narrowed").textContent = this.narrowed();
    clearTimeout(this.telling); // who types hears the end of it
    this.telling = setTimeout(() => announce(text), 600);
  }

  // narrowed says on paper, where the controls are not, what is shown.
  narrowed() {
    const words = this.search.value.trim() ? [`search: ${this.search.value.trim()}`] : [];
    for (const [name, control] of this.controls) {
      if (control.selectedIndex > 0 && name !== "sort") {
        words.push(`${control.labels[0].textContent.toLowerCase()}: ${control.selectedOptions[0].dataset.label}`);
      }
    }
    if (this.extra) {
      words.push(`${this.only.name}: ${this.extra}`);
    }
    return words.length ? `Narrowed to ${words.join("; ")}` : "";
  }

  drawFirst() {
    this.drawn = 0;
    this.body = this.into(this);
    this.drawMore(false);
  }

  // drawMore draws a batch. Who asked for it by hand goes on at its first row.
  drawMore(byHand, batch = this.batch) {
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
