// A list that is too long for an Explorer: rows are numbers, and only those of one page
// are elements.

class Pager extends Explorer {
  // rows is how many there are; find(words, chosen, order) gives the numbers of those that
  // fit, and read(number) a row. A filter has options() and fits(value).
  constructor({rows, find, read, ...rest}) {
    super({...rest, rows: {length: rows, find, read, [Symbol.iterator]: () => [][Symbol.iterator]()}});
  }

  // build makes the controls, and those that go from page to page.
  build(placeholder) {
    this.pages = make("nav", {class: "pages", "aria-label": "Pages of the list"});
    byId("list").append(this.pages);
    super.build(placeholder);
  }

  select(name, label, list) {
    const filter = this.filters.find((other) => other.name === name);
    return super.select(name, label, filter ? [...list, ...filter.options()] : list);
  }

  follow() {
    this.wanted = Number.parseInt(readState().get("page"), 10) - 1 || 0;
    super.follow();
  }

  // changed waits for the end of the typing.
  changed() {
    clearTimeout(this.typing);
    if (document.activeElement === this.search) {
      this.typing = setTimeout(() => super.changed(), 150);
    } else {
      super.changed();
    }
  }

  remember() {
    super.remember();
    const state = readState();
    state.set("page", this.page ? this.page + 1 : "");
    writeState(state);
  }

  show() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.filters.map((filter) => [filter, this.controls.get(filter.name).value]).filter(([, value]) => value);
    this.shown = this.rows.find(words, chosen, this.order);
    this.clear.hidden = !words.length && !chosen.length;
    this.page = Math.min(Math.max(this.wanted, 0), this.last);
    this.wanted = 0;
    this.drawFirst();
    this.tell();
  }

  get last() {
    return Math.max(Math.ceil(this.shown.length / this.batch) - 1, 0);
  }

  // drawFirst draws the rows of the page.
  drawFirst() {
    const start = this.page * this.batch;
    this.onPage = Array.from(this.shown.subarray(start, start + this.batch), (n) => this.rows.read(n));
    this.body = this.into(this);
    this.body.append(...this.onPage.flatMap((row) => this.draw(row, this)));
    const words = this.pageWords(start);
    const step = (label, page) => make("button", {type: "button", class: "plain", disabled: page === this.page || page < 0 || page > this.last, onclick: () => this.turn(page)}, label);
    this.pages.replaceChildren(step("First", 0), step("Previous", this.page - 1), make("span", {}, words), step("Next", this.page + 1), step("Last", this.last));
    this.pages.hidden = this.last === 0;
    byId("printed").textContent = `Printouts include ${words.toLowerCase()}, and the details of rows that are open on the screen.`;
  }

  pageWords(start) {
    const all = counted(this.shown.length, "row");
    return this.last ? `Rows ${(start + 1).toLocaleString("en")} to ${(start + this.onPage.length).toLocaleString("en")} of ${all.replace(/ rows?$/, "")}` : all;
  }

  // drawMore is for pages that are drawn in parts.
  drawMore() {}

  // turn goes to another page, and to its first row.
  turn(page) {
    this.page = page;
    this.drawFirst();
    this.remember();
    announce(this.pages.querySelector("span").textContent);
    byId("list").scrollIntoView();
    this.body.querySelector("button, a")?.focus({preventScroll: true});
  }
}
