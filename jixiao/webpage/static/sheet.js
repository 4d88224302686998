// The left side of the viewer: the page with its cells marked, or the table of a Word file.

// A mark: the place, the field it is, its title, and whether it is the one looked at.
const READABLE = 18; // pixels that the lowest cell marked must have,
const READABLE_LINE = 12; // and a line of the page's text
const MOST_ZOOM = 6;

const sheet = {
  zoom: null, // chosen by hand; null: as large as the marked cells need

  // Show the marks of a document; the page shown is that of the chosen mark. ``labels``
  // is "all", or "chosen" where the others would lie over each other.
  show(name, marks, choose, labels = "all") {
    const number = documentNumbers.get(name);
    const chosen = marks.find((mark) => mark.chosen) || marks[0];
    const box = byName("viewer-sheet");
    box.replaceChildren();
    box.append(element("p", { class: "source" }, name));
    if (!chosen) {
      box.append(element("p", { class: "note" }, words.viewer.no_cell));
      return;
    }
    const sides = new Map(marks.map((mark) => [this.side(mark.place), mark]));
    const here = this.side(chosen.place);
    const tools = element("p", { class: "tools" });
    for (const [side, mark] of sides) {
      tools.append(element("button", {
        type: "button",
        "aria-pressed": String(side === here),
        onclick: () => choose(mark),
      }, this.sideName(mark.place)));
    }
    box.append(tools);
    const marked = marks.filter((mark) => this.side(mark.place) === here);
    const drawn = chosen.place.page === null
      ? this.table(number, chosen.place.table, marked, choose)
      : this.picture(number, chosen.place.page, marked, choose, name, tools);
    box.append(drawn || element("p", { class: "note" }, words.viewer.absent));
    const at = box.querySelector(".chosen");
    box.dataset.labels = labels;
    if (at) at.scrollIntoView({ block: "center", inline: "center" });
  },

  side(where) {
    return where.page === null ? `t${where.table}` : `p${where.page}`;
  },

  sideName(where) {
    return where.page === null
      ? fill(words.viewer.table, where)
      : fill(words.viewer.page, where);
  },

  picture(number, page, marks, choose, name, tools) {
    const held = byName(`p-${number}-${page}`);
    if (!held) return null;
    const [width, height] = [Number(held.dataset.w), Number(held.dataset.h)];
    const image = element("img", {
      src: `data:image/webp;base64,${held.textContent}`,
      alt: fill(words.viewer.picture, { document: name, page }),
    });
    const leaf = element("div", { class: "leaf" }, image);
    leaf.style.aspectRatio = `${width} / ${height}`;
    leaf.style.setProperty("--natural", `${Math.round((width * 4) / 3)}px`);
    const share = (value, whole) => `${(100 * value) / whole}%`;
    for (const mark of marks) {
      if (!mark.place.box) continue;
      const [x0, top, x1, bottom] = mark.place.box;
      const label = element("span", { class: "label" }, mark.title);
      const button = element("button", {
        type: "button",
        class: `mark${mark.chosen ? " chosen" : ""}`,
        "aria-label": `${words.viewer.mark} ${mark.title}`,
        onclick: () => choose(mark),
      }, label);
      button.style.left = share(x0, width);
      button.style.top = share(top, height);
      button.style.width = share(x1 - x0, width);
      button.style.height = share(bottom - top, height);
      leaf.append(button);
    }
    const fit = byName("viewer-sheet").clientWidth / width; // pixels a point
    const lowest = Math.min(...marks.filter((mark) => mark.place.box)
      .map(({ place: { box } }) => box[3] - box[1]));
    const needed = Math.min(MOST_ZOOM,
      Math.max(1, READABLE / (lowest * fit), READABLE_LINE / (Number(held.dataset.line) * fit)));
    this.resize(leaf, this.zoom ?? needed);
    const by = (factor) => () => {
      this.zoom = Math.min(MOST_ZOOM, Math.max(1, (this.zoom ?? needed) * factor));
      this.resize(leaf, this.zoom);
      leaf.querySelector(".chosen")?.scrollIntoView({ block: "center", inline: "center" });
    };
    const button = (text, name, onclick) =>
      element("button", { type: "button", "aria-label": name, title: name, onclick }, text);
    tools.append(element("span", { class: "zoom" },
      button("−", words.viewer.smaller, by(1 / 1.4)),
      button("+", words.viewer.larger, by(1.4)),
      button(words.viewer.fit, words.viewer.fit, by(1 / MOST_ZOOM))));
    return element("div", { class: "frame" }, leaf);
  },

  resize(leaf, zoom) {
    leaf.style.width = `${100 * zoom}%`;
    leaf.classList.toggle("zoomed", zoom > 1);
  },

  table(number, which, marks, choose) {
    const held = byName(`t-${number}-${which}`);
    if (!held) return null;
    const { rows, cells } = JSON.parse(held.textContent);
    const lines = Array.from({ length: rows }, () => element("tr"));
    for (const [row, col, rowSpan, colSpan, text] of cells) {
      const here = marks.filter((mark) => mark.place.row === row && mark.place.col === col);
      const mark = here.find((each) => each.chosen) || here[0];
      const cell = element("td", { rowspan: rowSpan, colspan: colSpan }, text);
      if (mark) {
        cell.className = `marked${mark.chosen ? " chosen" : ""}`;
        cell.prepend(element("button", {
          type: "button",
          class: "label",
          onclick: () => choose(mark),
        }, here.map((each) => each.title).join(words.viewer.comma)));
      }
      lines[row - 1].append(cell);
    }
    return element("div", { class: "frame" },
      element("table", { class: "word" }, element("tbody", {}, ...lines)));
  },
};
