// The table of records: filtered, sorted, some rows at a time; in print all that pass.

const ROWS = 50; // shown at a time
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

const SELECTS = {
  indicators: [["fiscal_year", "year"], ["indicator_class", "class"], ["target_kind", "value_kind"]],
  funds: [["side", "side"], ["unit", null]],
  forms: [["fiscal_year", "year"], ["scope", "scope"], ["stage", "stage"]],
};
const SEARCHED = {
  indicators: ["department", "project", "level1", "level2", "key_task", "level3", "target_text",
    "unit_text", "cycle_text", "half_year_text", "actual_text", "indicator_name", "document"],
  funds: ["item_text", "parent", "full_year_text", "executed_text", "document"],
  forms: ["title", "department", "department_text", "project", "implementing_unit", "project_code",
    "annual_goal", "document"],
};

const count = (items) => (items ? items.length : 0);
const flagCount = (kind, row) => count(kind.value("flags", row));
const findingCount = (kind, row) => count(findingsOf.get(kind.value("id", row)));

function owner(kind, row) {
  const form = formOf(kind, row);
  const project = kind.value("project", row) ?? (form && form[0].value("project", form[1]));
  return [department(kind, row), project].filter(Boolean).join(" / ");
}

function numeric(text) {
  const found = Number.parseFloat(text);
  return Number.isNaN(found) ? null : found;
}

// A column: title, what is shown, what is sorted by, and a class; "open" columns open the
// record at the field they name.
const field = (name, title, more = {}) => ({
  title,
  show: (kind, row) => kind.value(name, row) ?? "",
  sort: (kind, row) => kind.value(name, row),
  needs: name,
  ...more,
});
const ownerColumn = { title: words.table.department, show: owner, sort: owner, css: "c-owner" };
const pageColumn = field("page", words.viewer.field, { css: "n" });
const counts = (name, counted) => ({
  title: words.table[name],
  show: (kind, row) => counted(kind, row) || "",
  sort: (kind, row) => -counted(kind, row),
  css: `n c-less ${name}`,
});
const flagsColumn = counts("flags", flagCount);
const findingsColumn = counts("findings", findingCount);

const COLUMNS = {
  indicators: [
    ownerColumn,
    field("fiscal_year", words.table.year, { css: "n c-less" }),
    field("indicator_class", words.table.class, { css: "c-less c-short" }),
    field("level3", kinds.indicators.title("level3"), { open: "level3", css: "c-name" }),
    field("target_text", kinds.indicators.title("target_text"), { open: "target_text", css: "c-value" }),
    {
      title: words.table.understood,
      show: (kind, row) => understood(kind, row, "target") ?? "",
      sort: (kind, row) => numeric(kind.value("target_value", row)),
      css: "c-less c-value",
    },
    flagsColumn,
    findingsColumn,
    { ...pageColumn, title: kinds.indicators.title("page") },
  ],
  funds: [
    ownerColumn,
    field("item_text", kinds.funds.title("item_text"), { open: "item_text", css: "c-name" }),
    ...["full_year", "half_year", "executed"].map((name) =>
      field(`${name}_text`, kinds.funds.title(`${name}_text`), {
        open: `${name}_text`,
        css: "n c-amount",
        sort: (kind, row) => numeric(kind.value(`${name}_value`, row)),
      })),
    field("unit", kinds.funds.title("unit")),
    findingsColumn,
    { ...pageColumn, title: kinds.funds.title("page") },
  ],
  forms: [
    ownerColumn,
    field("title", kinds.forms.title("title"), { open: "title", css: "c-name" }),
    field("fiscal_year", words.table.year, { css: "n" }),
    field("scope", words.table.scope, { css: "c-less c-short" }),
    field("stage", words.table.stage, { css: "c-less c-short" }),
    flagsColumn,
    findingsColumn,
    {
      ...pageColumn,
      title: kinds.forms.title("pages"),
      needs: "pages",
      show: (kind, row) => span(kind.value("pages", row)),
      sort: (kind, row) => (kind.value("pages", row) || [null])[0],
    },
  ],
};

function span(pages) {
  if (!pages || !pages.length) return "";
  const last = pages[pages.length - 1];
  return pages[0] === last ? String(last) : `${pages[0]}–${last}`;
}

const table = {
  kind: kinds.indicators,
  rows: [], // that pass the filter, in order
  page: 0,
  sorted: null, // [index of the column, whether downwards]
  searched: {}, // the text that is searched, by kind

  columns() {
    const all = COLUMNS[this.kind.name];
    return all.filter((column) => !column.needs || this.kind.has(column.needs));
  },

  texts() {
    const { name, count: rows } = this.kind;
    this.searched[name] ??= Array.from({ length: rows }, (_, row) =>
      [owner(this.kind, row), ...SEARCHED[name].map((f) => this.kind.value(f, row) ?? "")]
        .join("\n")
        .toLowerCase());
    return this.searched[name];
  },

  filter() {
    const kind = this.kind;
    const terms = byName("text").value.toLowerCase().split(/\s+/).filter(Boolean);
    const texts = terms.length ? this.texts() : [];
    const chosen = [...byName("selects").querySelectorAll("select")]
      .filter((select) => select.value !== "")
      .map((select) => [select.dataset.field, Number(select.value)]);
    const flagged = byName("flagged").checked && kind.has("flags");
    const doubtful = byName("doubtful").checked;
    const rows = [];
    for (let row = 0; row < kind.count; row++) {
      if (!chosen.every(([name, at]) => kind.columns[name].i[row] === at)) continue;
      if (flagged && !flagCount(kind, row)) continue;
      if (doubtful && !findingCount(kind, row)) continue;
      if (!terms.every((term) => texts[row].includes(term))) continue;
      rows.push(row);
    }
    this.rows = this.sorted ? this.inOrder(rows) : rows;
    this.page = 0;
    this.draw();
  },

  inOrder(rows) {
    const [index, down] = this.sorted;
    const { sort } = this.columns()[index];
    const keys = new Map(rows.map((row) => [row, sort(this.kind, row)]));
    const empty = (key) => key === null || key === undefined || key === "";
    const sign = down ? -1 : 1;
    return rows.slice().sort((a, b) => {
      const [x, y] = [keys.get(a), keys.get(b)];
      if (empty(x) || empty(y)) return empty(x) - empty(y) || a - b;
      const found = typeof x === "number" ? x - y : collator.compare(x, y);
      return sign * found || a - b;
    });
  },

  draw() {
    const pages = Math.max(1, Math.ceil(this.rows.length / ROWS));
    const shownRows = this.rows.slice(this.page * ROWS, (this.page + 1) * ROWS);
    const columns = this.columns();
    const body = byName("table").tBodies[0];
    body.replaceChildren(...shownRows.map((row) => this.line(columns, row)));
    if (!this.rows.length) {
      const none = element("td", { colspan: columns.length }, words.table.none);
      body.append(element("tr", {}, none));
    }
    const said = { all: this.kind.count, some: this.rows.length };
    byName("count").textContent = fill(words.table.shown, said);
    byName("page").textContent = fill(words.table.page, { page: this.page + 1, pages });
    byName("previous").disabled = this.page === 0;
    byName("next").disabled = this.page >= pages - 1;
  },

  // All rows that pass, for print; without links, which are of no use on paper, and with
  // which a browser takes ten times as long.
  print() {
    const columns = this.columns();
    const head = element("tr", {}, ...columns.map((column) =>
      element("th", { scope: "col", class: column.css }, column.title)));
    const lines = this.rows.map((row) => this.line(columns, row, false));
    byName("printed").append(element("table", { class: "records" },
      element("thead", {}, head), element("tbody", {}, ...lines)));
  },

  line(columns, row, linked = true) {
    const id = this.kind.value("id", row);
    const cells = columns.map((column) => {
      const text = String(column.show(this.kind, row));
      if (!column.open) return element("td", { class: column.css }, text);
      const printed = this.kind.value(column.open, row); // null: there is no such cell
      const said = printed === null ? "—" : text || words.viewer.empty;
      const link = linked && (printed !== null || column.css === "c-name");
      return element("td", { class: column.css },
        link ? element("a", { href: hashOf(id, column.open) }, said) : said);
    });
    return element("tr", { "data-id": id }, ...cells);
  },

  head() {
    const cells = this.columns().map((column, index) => {
      const now = this.sorted && this.sorted[0] === index ? this.sorted[1] : null;
      const state = now === null ? "none" : now ? "descending" : "ascending";
      const sign = now === null ? "" : now ? " ▼" : " ▲";
      const button = element("button", { type: "button", onclick: () => this.sortBy(index) },
        column.title, element("span", { "aria-hidden": "true" }, sign));
      return element("th", { scope: "col", "aria-sort": state, class: column.css }, button);
    });
    byName("table").tHead.replaceChildren(element("tr", {}, ...cells));
  },

  sortBy(index) {
    const down = this.sorted && this.sorted[0] === index ? !this.sorted[1] : false;
    this.sorted = [index, down];
    this.head();
    this.filter();
    byName("table").tHead.rows[0].cells[index].firstChild.focus();
  },

  choose(name) {
    this.kind = kinds[name];
    this.sorted = null;
    byName("kind").value = name;
    byName("flagged").parentElement.hidden = !this.kind.has("flags");
    byName("selects").replaceChildren(...SELECTS[name]
      .filter(([f]) => this.kind.distinct(f).length > 1)
      .map(([f, word]) => this.select(f, word)));
    this.head();
    this.filter();
  },

  select(name, word) {
    const options = this.kind.distinct(name).map((value, at) => [shown(name, value), at]);
    options.sort((a, b) => collator.compare(a[0], b[0]));
    const unsaid = this.kind.columns[name].i.includes(-1) ? [[words.table.unsaid, -1]] : [];
    const select = element("select", { "data-field": name },
      ...[[words.table.all, ""], ...options, ...unsaid].map(([text, value]) =>
        element("option", { value: String(value) }, text)));
    const title = word ? words.table[word] : this.kind.title(name);
    return element("label", {}, `${title} `, select);
  },

  start() {
    byName("kind").addEventListener("change", (event) => this.choose(event.target.value));
    byName("filters").addEventListener("input", (event) => {
      if (event.target.id !== "kind") this.filter();
    });
    byName("filters").addEventListener("submit", (event) => event.preventDefault());
    byName("filters").addEventListener("reset", () => {
      const { name } = this.kind;
      requestAnimationFrame(() => this.choose(name));
    });
    byName("previous").addEventListener("click", () => this.turn(-1));
    byName("next").addEventListener("click", () => this.turn(1));
    byName("table").tBodies[0].addEventListener("click", (event) => {
      const line = event.target.closest("tr[data-id]");
      if (line && !event.target.closest("a")) location.hash = hashOf(line.dataset.id);
    });
    this.choose("indicators");
  },

  turn(by) {
    this.page += by;
    this.draw();
  },
};

function byName(id) {
  return document.getElementById(id);
}

function hashOf(id, name) {
  return `#record=${encodeURIComponent(id)}${name ? `&field=${encodeURIComponent(name)}` : ""}`;
}
