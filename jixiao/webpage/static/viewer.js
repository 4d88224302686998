// The viewer: one record or one finding, its texts beside what they mean, and its page.

const DERIVED = { target_text: "target", half_year_text: "half_year", cycle_text: "cycle", actual_text: "actual" };

const viewer = {
  open(hash) {
    const said = new URLSearchParams(hash.slice(1));
    const dialog = byName("viewer");
    const pane = dialog.contains(document.activeElement)
      ? document.activeElement.closest("#viewer-sheet, #viewer-said") : null;
    if (!dialog.open) { // at first, for what is drawn has to know its width
      dialog.showModal();
      byName("viewer-title").focus();
    }
    if (said.has("finding")) this.finding(said.get("finding"), Number(said.get("quote") || 0));
    else this.record(said.get("record"), said.get("field"));
    // What was focused has been drawn anew: the focus stays on the cell or field chosen.
    if (pane) pane.querySelector(".mark.chosen, td.chosen .label, [aria-current]")?.focus();
    else byName("viewer-said").scrollTop = 0;
  },

  // The title and the neighbours that the buttons lead to.
  head(title, before, after) {
    byName("viewer-title").textContent = title;
    for (const [id, hash] of [["viewer-previous", before], ["viewer-next", after]]) {
      const button = byName(id);
      button.disabled = hash === null;
      button.onclick = () => location.replace(hash);
    }
  },

  record(id, chosen) {
    const found = byId.get(id);
    if (!found) return this.gone(id);
    const [kind, row] = found;
    const at = table.kind === kind ? table.rows.indexOf(row) : -1;
    const neighbour = (index) =>
      at >= 0 && index in table.rows ? hashOf(kind.value("id", table.rows[index])) : null;
    const name = kind.value({ indicators: "level3", funds: "item_text", forms: "title" }[kind.name], row);
    this.head(`${words.kinds[kind.name]} · ${name || id}`, neighbour(at - 1), neighbour(at + 1));
    const marks = [];
    for (const each of Object.keys(kind.cells)) {
      for (const number of kind.places(each, row)) {
        marks.push({ place: place(number), field: each, title: plainTitle(kind, each), chosen: false });
      }
    }
    if (!marks.length && kind.value("page", row) !== null) { // written in prose: no cell
      marks.push({ place: { page: kind.value("page", row), box: null }, field: null, title: "" });
    }
    const first = marks.find((mark) => mark.field === chosen)
      || marks.find((mark) => mark.field === "level3") || marks[0];
    if (first) first.chosen = true;
    const choose = (mark) => location.replace(hashOf(id, mark.field) + this.which(marks, mark));
    sheet.show(kind.value("document", row), this.turned(marks, first), choose);
    byName("viewer-said").replaceChildren(...this.texts(kind, row, first, id));
  },

  // Of a field cut by a page break, the piece that was asked for.
  which(marks, mark) {
    const pieces = marks.filter((each) => each.field === mark.field);
    return pieces.length > 1 ? `&piece=${pieces.indexOf(mark)}` : "";
  },

  turned(marks, first) {
    const piece = Number(new URLSearchParams(location.hash.slice(1)).get("piece") || 0);
    const pieces = first ? marks.filter((mark) => mark.field === first.field) : [];
    if (piece && pieces[piece]) {
      first.chosen = false;
      pieces[piece].chosen = true;
    }
    return marks;
  },

  texts(kind, row, first, id) {
    const printed = kind.name === "forms" ? Object.keys(kind.cells) : data.texts[kind.name];
    const shownFields = printed.filter((name) =>
      kind.value(name, row) !== null || kind.places(name, row).length);
    const lines = shownFields.map((name) => this.line(kind, row, name, first, id));
    const head = [words.viewer.field, words.viewer.printed, words.viewer.derived];
    const parts = [element("table", { class: "fields" },
      element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
      element("tbody", {}, ...lines))];
    parts.push(...this.flags(kind, row), ...this.about(kind, row), ...this.form(kind, row));
    parts.push(this.others(kind, row, new Set(shownFields)));
    return parts;
  },

  line(kind, row, name, first, id) {
    const text = kind.value(name, row);
    const there = kind.places(name, row).length > 0;
    const title = plainTitle(kind, name);
    const chosen = first && first.field === name;
    const label = there
      ? element("a", { href: hashOf(id, name), "aria-current": chosen ? "true" : null }, title)
      : title;
    const empty = element("span", { class: "faint" }, words.viewer.empty);
    const raw = kind.name === "forms" && text === null ? kind.value(`${name}_text`, row) : text;
    return element("tr", { class: chosen ? "chosen" : null },
      element("th", { scope: "row" }, label),
      element("td", { class: "verbatim" }, raw === null ? "—" : raw === "" ? empty : shown(name, raw)),
      element("td", {}, this.derived(kind, row, name)));
  },

  derived(kind, row, name) {
    if (name in DERIVED) return understood(kind, row, DERIVED[name]) ?? "—";
    if (name === "level3") {
      const canonical = kind.value("indicator_name", row);
      if (canonical === null) return "—";
      const score = kind.value("match_score", row);
      const method = words.match[kind.value("match_method", row)] ?? "";
      return `${kind.value("indicator_id", row)} ${canonical} · ${method} ${score ?? ""}`;
    }
    if (name === "level2" && kind.value("indicator_class", row)) return kind.value("indicator_class", row);
    if (kind.name !== "funds" || !name.endsWith("_text")) return "";
    const value = kind.value(name.replace(/_text$/, "_value"), row);
    return value === null ? "" : `${value}${kind.value("unit", row) ?? ""}`;
  },

  flags(kind, row) {
    const found = kind.value("flags", row) || [];
    if (!found.length) return [];
    return [element("h3", {}, words.viewer.flags), element("ul", { class: "explained" },
      ...found.map((flag) => element("li", {}, element("code", {}, flag), " ", words.flags[flag] ?? "")))];
  },

  about(kind, row) {
    const found = findingsOf.get(kind.value("id", row)) || [];
    if (!found.length) return [];
    return [element("h3", {}, words.viewer.findings), element("ul", { class: "explained" },
      ...found.map((index) => {
        const { id, rule, severity, message } = findings[index];
        return element("li", {},
          element("span", { class: `chip ${severity}` }, words.severities[severity]), " ",
          element("a", { href: `#finding=${encodeURIComponent(id)}` }, rule), ` ${message}`);
      }))];
  },

  form(kind, row) {
    const found = kind.name === "forms" ? null : formOf(kind, row);
    if (!found) return [];
    const [forms, at] = found;
    const id = forms.value("id", at);
    const name = forms.value("title", at) || id;
    const said = ["department", "project", "scope", "stage", "fiscal_year"]
      .map((each) => forms.value(each, at)).filter((each) => each !== null);
    return [element("h3", {}, words.viewer.form),
      element("p", {}, element("a", { href: hashOf(id) }, name), ` ${said.join(" · ")}`)];
  },

  others(kind, row, done) {
    const list = element("dl");
    for (const name of kind.order) {
      const value = kind.value(name, row);
      if (done.has(name) || value === null || name === "flags") continue;
      list.append(element("dt", {}, kind.title(name)), element("dd", {}, shown(name, value)));
    }
    return element("details", {}, element("summary", {}, words.viewer.others), list);
  },

  finding(id, chosen) {
    const index = findingById.get(id);
    if (index === undefined) return this.gone(id);
    const { rule, severity, message, arithmetic, name, quotes } = findings[index];
    const to = (at) => (at in findings ? `#finding=${encodeURIComponent(findings[at].id)}` : null);
    this.head(rule, to(index - 1), to(index + 1));
    const marks = quotes.map((quote, at) => ({
      place: place(quote.place),
      document: quote.document,
      title: fieldName(quote.field),
      chosen: at === chosen,
      at,
    }));
    const shownMarks = marks.filter((mark) => mark.document === (quotes[chosen] || {}).document);
    const link = (at) => `#finding=${encodeURIComponent(id)}&quote=${at}`;
    sheet.show((quotes[chosen] || {}).document ?? findings[index].document, shownMarks,
      (mark) => location.replace(link(mark.at)), "chosen");
    const lines = quotes.map((quote, at) => element("tr", { class: at === chosen ? "chosen" : null },
      element("th", { scope: "row" },
        element("a", { href: link(at), "aria-current": at === chosen ? "true" : null }, fieldName(quote.field))),
      element("td", { class: "verbatim" }, quote.text || element("span", { class: "faint" }, words.viewer.empty)),
      element("td", {}, sheet.sideName(place(quote.place)), " ",
        byId.has(quote.of[1]) ? element("a", { href: hashOf(quote.of[1], quote.field) }, words.viewer.record) : "")));
    byName("viewer-said").replaceChildren(
      element("p", {}, element("span", { class: `chip ${severity}` }, words.severities[severity]), ` ${name}`),
      element("p", {}, message),
      arithmetic ? element("p", { class: "sum" }, arithmetic) : "",
      element("table", { class: "fields" },
        element("thead", {}, element("tr", {}, ...[words.viewer.field, words.viewer.printed, words.viewer.place]
          .map((text) => element("th", { scope: "col" }, text)))),
        element("tbody", {}, ...lines)));
  },

  gone(id) {
    this.head(fill(words.viewer.gone, { id }), null, null);
    byName("viewer-sheet").replaceChildren();
    byName("viewer-said").replaceChildren();
  },
};

function plainTitle(kind, name) {
  return kind.title(name).replace(/（原文）$/, "");
}

function fieldName(name) {
  return data.fields[name] ?? name;
}
