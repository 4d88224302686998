"""Pages of tables in the spirit of ICDAR-2013, with what a person reads in them.

Made-up statistics of governments, English and Chinese, as such publications set them:
few ruling lines or none, headers over several columns, indented and wrapped stubs, notes
and prose around. Every page is a PDF; beside it stands a JSON list of its tables, each
a list of cells. The same seed gives the same pages; another gives other ones.

    python benchmarks/icdar_like.py FOLDER [seed]
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from icdar_table import CHINESE_FONT, Head, Look, Row, Sheet, split, table
from icdar_words import ENGLISH, Words, words_of
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

RULES = (
    "none",
    "head",
    "booktabs",
    "rows",
    "zebra",
    "frame",
    "columns",
    "grid",
    "shade",
    "tiles",
    "header",
)
NUMBERS = ("comma", "space", "plain", "percent", "currency", "marks", "dashes", "signs")


def look(rng: random.Random, words: Words, rules: str, narrow: bool) -> Look:
    font, bold = rng.choice(
        [("Times-Roman", "Times-Bold"), ("Helvetica", "Helvetica-Bold")]
        if words is ENGLISH
        else [(CHINESE_FONT, CHINESE_FONT)]
    )
    size = rng.choice([7.5, 8, 8.5, 9, 10])
    return Look(
        rules, font, bold, min(size, 8) if narrow else size,
        0.45 if narrow else rng.choice([0.28, 0.34, 0.42]), size * rng.choice([1.12, 1.2]),
        size * rng.choice([0.12, 0.25, 0.45]), rng.choice(["right", "right", "centre"]),
        rng.choice(["top", "middle", "bottom"]),
        rules in ("none", "booktabs") and rng.random() < 0.2,
        rng.random() < 0.7,
    )  # fmt: skip


def number(rng: random.Random, kind: str) -> str:
    value = rng.choice([rng.uniform(0, 100), rng.uniform(100, 9000), rng.uniform(1e4, 9e5)])
    if rng.random() < 0.07:
        return rng.choice({"dashes": ["-", "–"], "marks": ["n.a.", ":"]}.get(kind, [""]))
    if kind in ("percent", "dashes"):
        return f"{value % 100:.1f}" + ("%" if kind == "percent" else "")
    if kind == "space":
        return f"{int(value):,}".replace(",", " ")
    if kind == "currency":
        return f"${int(value):,}"
    if kind == "marks":
        return f"{value % 500:.1f}" + rng.choice(["", "", "", " (1)", " p", "*"])
    if kind == "signs":
        return f"$ {int(value):,}"
    return f"{int(value):,}" if kind == "comma" else f"{int(value)}"


def header(rng: random.Random, words: Words, leaves: int, levels: int) -> tuple[Head, ...]:
    """A stub header and header cells over that many columns."""
    stub = Head(rng.choice([*words.stub_heads, ""]))
    names = rng.sample(words.heads, leaves)
    if levels == 1:
        years = rng.random() < 0.4
        names = [str(2003 + i) for i in range(leaves)] if years else names
        return (stub, *map(Head, names))
    cells: list[Head] = []
    groups = rng.sample(words.groups, 4)
    while leaves > 0:
        size = min(leaves, rng.choice([1, 2, 2, 3]))
        few = rng.sample(words.short_heads, size)
        group = Head(groups.pop(), tuple(map(Head, few))) if size > 1 and groups else None
        cells += [group] if group else [Head(names.pop()) for _ in range(size)]
        leaves -= size
    return (stub, *cells)


def body(rng: random.Random, words: Words, columns: int, count: int, kind: str) -> list[Row]:
    """Rows of values, in sections or not, with long stubs, indents and totals."""
    rows: list[Row] = []
    sections, centred = rng.random() < 0.35, rng.random() < 0.3
    long, texts = rng.random() < 0.4, rng.random() < 0.25 and columns < 5
    groups, spaced = rng.random() < 0.25 and not sections and columns > 2, rng.random() < 0.2
    for place, name in enumerate(rng.sample(words.long_stubs if long else words.stubs, count)):
        if sections and (not rows or rng.random() < 0.2):
            rows.append(Row(rng.choice(words.sections), centred=centred, bold=rng.random() < 0.5))
        values = [number(rng, kind) for _ in range(columns)]
        if texts:
            values[-1] = rng.choice([*words.remarks, ""])
        if groups:
            values[0] = rng.choice(words.short_heads)
            name = name if place % 3 == 0 else ""
        space = 6.0 if spaced and place and place % 5 == 0 else 0.0
        rows.append(Row(name, tuple(values), int(sections and not centred), space=space))
    if rng.random() < 0.5:
        values = [number(rng, "comma") or "0" for _ in range(columns)]
        rows.append(Row(words.total, tuple(values), bold=rng.random() < 0.6))
    return rows


def titled(sheet: Sheet, x: float, y: float, width: float, rules: str, most: int = 22) -> float:
    """A table with its title above and its notes below."""
    rng, words = sheet.rng, sheet.words
    narrow = width < 300
    of = look(rng, words, rules, narrow)
    columns = rng.randint(2, 3 if narrow else min(7, int(width * (1 - of.stub) / of.size / 6.2)))
    kind = rng.choice(NUMBERS)
    heads = header(rng, words, columns, rng.choice([1, 1, 2]))
    rows = body(rng, words, columns, rng.randint(5, most), kind)
    for line in split(words.title(rng), of.bold, of.size + 1, width):
        sheet.text(x, y, line, of.bold, of.size + 1, "left")
        y += 1.3 * of.size
    if rng.random() < 0.4:
        sheet.text(x + width, y, rng.choice(words.units), of.font, of.size - 1, "right")
        y += of.size * 0.8
    y = table(sheet, x, y + 2, width, heads, rows, of)
    for line in rng.sample(words.notes, rng.randint(0, 2)):
        for piece in split(line, of.font, of.size - 1, width):
            y += 1.2 * of.size
            sheet.text(x, y + 1, piece, of.font, of.size - 1, "left")
    return y + 22


def one(sheet: Sheet, rules: str) -> None:
    width = sheet.width - 130
    y = sheet.prose(65, 70, width, sheet.rng.randint(2, 5))
    most = 22 if sheet.width < 600 else 12
    y = titled(sheet, 65, y + 14, width * sheet.rng.choice([1, 1, 0.8]), rules, most)
    if y < sheet.height - 120:
        sheet.prose(65, y + 8, width, 2)
    if y < sheet.height - 60:
        sheet.text(sheet.width / 2, sheet.height - 40, "12", sheet.words.font, 9, "centre")


def texts(sheet: Sheet, rules: str) -> None:
    """A table of sentences, every cell wrapped."""
    rng, words = sheet.rng, sheet.words
    of = replace(look(rng, words, rules, False), align="left", valign="top", stub=0.22, dots=False)
    if rules in ("none", "head", "booktabs"):
        of = replace(of, pad=0.5 * of.size)  # else nobody could tell the rows
    width, columns = sheet.width - 130, rng.randint(2, 3)
    y = sheet.prose(65, 70, width, 3)
    names = rng.sample(words.heads, columns)
    rows = [
        Row(name, tuple(words.clause(rng) for _ in names))
        for name in rng.sample(words.stubs, rng.randint(4, 8))
    ]
    sheet.text(65, y + 10, words.title(rng), of.bold, of.size + 1, "left")
    heads = (Head(words.stub_heads[0]), *map(Head, names))
    y = table(sheet, 65, y + 18, width, heads, rows, of)
    sheet.prose(65, y + 20, width, 3)


def chart(sheet: Sheet, rules: str) -> None:
    """A drawing with lines, names and figures, and prose: no table."""
    rng, words, canvas = sheet.rng, sheet.words, sheet.canvas
    y = sheet.prose(65, 70, sheet.width - 130, 4)
    sheet.text(65, y + 12, words.title(rng).replace("Table", "Figure"), words.font, 10, "left")
    top, left, right = y + 30, 110.0, sheet.width - 90
    for mark in range(6):
        at = top + 36 * mark
        if rules != "none":
            sheet.line(left, right, at)
        sheet.text(left - 6, at + 3, f"{100 - 20 * mark}", words.font, 8, "right")
    names = rng.sample(words.stubs, 6)
    step = (right - left) / len(names)
    for place, name in enumerate(names):
        tall = rng.uniform(20, 170)
        canvas.setFillGray(0.6)
        canvas.rect(left + step * place + 8, sheet.height - top - 180, step - 24, tall, fill=1)
        canvas.setFillGray(0)
        sheet.text(left + step * (place + 0.5), top + 192, name, words.font, 8, "centre")
    sheet.prose(65, top + 215, sheet.width - 130, 5)


def two(sheet: Sheet, rules: str) -> None:
    width = sheet.width - 130
    y = titled(sheet, 65, 80, width, rules, 9)
    y = sheet.prose(65, y, width, 2)
    titled(sheet, 65, y + 12, width, sheet.rng.choice(RULES), 9)


def amid(sheet: Sheet, rules: str) -> None:
    """A table in one of two columns of prose, or across both."""
    half = (sheet.width - 130 - 20) / 2
    across = sheet.rng.random() < 0.4
    left, right = 65.0, 65 + half + 20
    y = titled(sheet, left, 80, 2 * half + 20, rules, 10) if across else 70
    a, b = y, y
    while a < sheet.height - 160:
        a = sheet.prose(left, a, half, 3, 9)
    if not across:
        b = titled(sheet, right, sheet.prose(right, b, half, 2, 9) + 12, half, rules, 9)
    while b < sheet.height - 160:
        b = sheet.prose(right, b, half, 3, 9)


def none(sheet: Sheet, rules: str) -> None:
    """Prose only, in one column or two, with a list."""
    if rules == "none":
        half = (sheet.width - 150) / 2
        for left in (65.0, 85 + half):
            y = 70.0
            while y < sheet.height - 150:
                y = sheet.prose(left, y, half, 3)
        return
    y = sheet.prose(65, 70, sheet.width - 130, 8)
    for item, name in enumerate(sheet.rng.sample(sheet.words.long_stubs, 6)):
        sheet.text(75, y, f"{item + 1}.", sheet.words.font, 10, "left")
        sheet.text(95, y, name, sheet.words.font, 10, "left")
        y += 14
    sheet.prose(65, y, sheet.width - 130, 8)


Kind = Callable[[Sheet, str], None]


def plan() -> list[tuple[str, Kind, str, str, bool]]:
    """Every page: its name, what is on it, its rules, its language, whether it lies."""
    made: list[tuple[str, Kind, str, str, bool]] = []
    for rules in RULES:
        made += [(f"one-{rules}-{i}", one, rules, "en", False) for i in range(2)]
        made.append((f"wide-{rules}", one, rules, "en", True))
        made.append((f"zh-{rules}", one, rules, "zh", False))
    for rules in ("none", "head", "booktabs", "rows", "frame", "zebra"):
        made.append((f"two-{rules}", two, rules, "en", False))
        made.append((f"amid-{rules}", amid, rules, "en", False))
        made.append((f"texts-{rules}", texts, rules, "en", False))
    made.append(("texts-grid", texts, "grid", "en", False))
    made += [(f"chart-{rules}", chart, rules, "en", False) for rules in ("none", "rows")]
    made += [(f"prose-{rules}-{lang}", none, rules, lang, False)
             for rules in ("none", "head") for lang in ("en", "zh")]  # fmt: skip
    return made


def build(folder: Path, seed: int = 1) -> list[Path]:
    """Write all pages and their truth; returns the PDFs."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE_FONT))
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, kind, rules, lang, lying in plan():
        path = folder / f"{name}.pdf"
        width, height = (842, 595) if lying else (595, 842)
        canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
        rng = random.Random(f"{seed} {name}")
        if lying and rng.random() < 0.5:  # an upright page shown turned, as scanned books are
            canvas.setPageRotation(90)
            canvas.translate(height, 0)
            canvas.rotate(90)
        sheet = Sheet(canvas, rng, words_of(lang), width, height)
        kind(sheet, rules)
        canvas.save()
        truth = json.dumps(sheet.tables, ensure_ascii=False)
        path.with_suffix(".json").write_text(truth, encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
