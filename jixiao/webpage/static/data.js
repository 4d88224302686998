// The page's data: records by column, places, findings. Texts are put into the page as
// text only (textContent), never as HTML.

const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

class Kind {
  constructor(name, raw) {
    this.name = name;
    this.count = raw.count;
    this.order = raw.order;
    this.titles = raw.titles;
    this.columns = raw.columns;
    this.cells = raw.cells;
  }

  value(field, row) {
    const column = this.columns[field];
    if (!column) return null;
    const at = column.i[row];
    return at < 0 ? null : column.d[at];
  }

  distinct(field) {
    return this.columns[field] ? this.columns[field].d : [];
  }

  has(field) {
    return field in this.columns;
  }

  places(field, row) {
    const found = this.cells[field] ? this.cells[field][row] : [];
    return Array.isArray(found) ? found : [found];
  }

  title(field) {
    return this.titles[field] || data.fields[field] || field;
  }
}

const kinds = {};
for (const [name, raw] of Object.entries(data.kinds)) kinds[name] = new Kind(name, raw);

const byId = new Map(); // of every record: its kind and row
for (const kind of Object.values(kinds)) {
  for (let row = 0; row < kind.count; row++) byId.set(kind.value("id", row), [kind, row]);
}

const findings = data.findings;
const findingById = new Map(findings.map((finding, index) => [finding.id, index]));
const findingsOf = new Map(); // the findings that quote a record
findings.forEach((finding, index) => {
  if (finding.silenced !== null) return;
  for (const id of new Set(finding.quotes.map((quote) => quote.of[1]))) {
    if (!findingsOf.has(id)) findingsOf.set(id, []);
    findingsOf.get(id).push(index);
  }
});

const documentNumbers = new Map(data.documents.map((name, index) => [name, index]));

// A place: page (null for Word), table, row, col from 1, and the box in points or null.
function place(number) {
  const [page, table, row, col, x0, top, x1, bottom] = data.places.slice(8 * number, 8 * number + 8);
  const box = x0 < 0 && x1 < 0 ? null : [x0, top, x1, bottom].map((v) => v / data.tenths);
  return { page: page || null, table, row, col, box };
}

function formOf(kind, row) {
  const found = kind.has("form") ? byId.get(kind.value("form", row)) : [kind, row];
  return found || null;
}

// What a value is understood as, in one line; null where nothing is certain.
function understood(kind, row, prefix) {
  const said = (name) => kind.value(`${prefix}_${name}`, row);
  const what = said("kind");
  if (what === null) return null;
  const unit = said("unit") || "";
  const sign = said("operator") ? words.values[said("operator")] : "";
  const several = said("quantities");
  if (several) return several.join("; ");
  if (said("value") !== null) return `${sign}${said("value")}${unit}`;
  if (said("low") !== null || said("high") !== null) {
    return `${said("low") ?? ""}–${said("high") ?? ""}${unit}`;
  }
  if (said("from") !== null || said("to") !== null) {
    const [from, to] = [said("from"), said("to")];
    return from === to || !from ? `${sign}${to}` : `${from} – ${to ?? ""}`;
  }
  return words.values[what] || what;
}

// Who a record belongs to: what it, its form or its document says.
function department(kind, row) {
  const form = formOf(kind, row);
  return kind.value("department", row)
    ?? (form && form[0].value("department", form[1]))
    ?? data.departments[documentNumbers.get(kind.value("document", row))];
}

function shown(field, value) {
  if (Array.isArray(value)) return value.join(words.viewer.comma);
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (field === "match_method") return words.match[value] || value;
  if (/(_kind|_operator|^horizon|^polarity)$/.test(field)) return words.values[value] || value;
  return String(value);
}
