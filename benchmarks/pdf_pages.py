"""CPU of table pages: our whole path against the peers, on the same pages, in one run.

Each figure is the CPU time of a whole process less that of the same process on
one page, divided by the other pages; each time the least of repeated runs, which
other work on the machine disturbs least. The peers only find tables; ours gives
records. Files come from $JIXIAO_REPORTS (skipped visibly without it) and from the
corpus.

    python benchmarks/pdf_pages.py [runs]
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# file name begins with → first and last table page
REPORTS = {
    "北京_医疗保障局": (15, 28),
    "烟台_2026年烟台市宣传部": (29, 43),
    "西安_商务局": (63, 87),
    "福州_2026年福州市民政局": (28, 52),
    "武汉_2026年武汉市信访局": (30, 32),
    "重庆_2026年重庆市商务": (25, 28),
    "泉州_2026年泉州市人民": (29, 37),
}
TASKS = {
    "jixiao, as printed": """
from pathlib import Path
from extractor.claims import read_table
from extractor.joining import join_pages
from extractor.pdf.reader import read_pdf
from extractor.writing import Source
for table in join_pages(read_pdf(Path(PATH), first=FIRST, last=LAST)):
    read_table(table, Source(PATH, "0" * 64))
""",
    "jixiao, with derived fields": """
from pathlib import Path
from extractor.pdf.reader import read_pdf
from extractor.writing import Source
from jixiao.pipeline import Options, read_pages
pages = read_pdf(Path(PATH), first=FIRST, last=LAST)
read_pages(pages, "pdf", Source(PATH, "0" * 64), Options())
""",
    "pdfplumber extract_tables": """
import pdfplumber
with pdfplumber.open(PATH) as pdf:
    for number in range(FIRST, LAST + 1):
        page = pdf.pages[number - 1]
        page.extract_tables()
        page.close()
""",
    "camelot lattice (vector)": """
import camelot
camelot.read_pdf(PATH, pages=f"{FIRST}-{LAST}", flavor="lattice", engine="vector")
""",
    "floor: pypdfium2 chars and paths": """
import ctypes, pypdfium2, pypdfium2.raw as raw
pdf = pypdfium2.PdfDocument(PATH)
a, b, c, d = (ctypes.c_double() for _ in range(4))
e, f, g, h = (ctypes.c_float() for _ in range(4))
for number in range(FIRST, LAST + 1):
    page = raw.FPDF_LoadPage(pdf.raw, number - 1)
    text = raw.FPDFText_LoadPage(page)
    for i in range(raw.FPDFText_CountChars(text)):
        raw.FPDFText_GetUnicode(text, i)
        raw.FPDFText_GetCharBox(text, i, a, b, c, d)
    for i in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(item) == 2:
            raw.FPDFPageObj_GetBounds(item, e, f, g, h)
    raw.FPDFText_ClosePage(text)
    raw.FPDF_ClosePage(page)
""",
}


def cpu(code: str, path: Path, first: int, last: int) -> float:
    """CPU seconds of a whole Python process that runs a task over some pages."""
    script = f"PATH, FIRST, LAST = {str(path)!r}, {first}, {last}\n{code}"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def per_page(code: str, path: Path, first: int, last: int, runs: int) -> float:
    """Milliseconds of CPU a page: the pages after the first, start-up taken off."""
    one = min(cpu(code, path, first, first) for _ in range(runs))
    all_pages = min(cpu(code, path, first, last) for _ in range(runs))
    return 1000 * (all_pages - one) / (last - first)


def files() -> list[tuple[Path, int, int]]:
    found = [(ROOT / "corpus/seed/seed-cutrows.pdf", 1, 5)]
    folder = os.environ.get("JIXIAO_REPORTS")
    if not folder:
        print("JIXIAO_REPORTS is not set: published reports are skipped\n")
        return found
    for path in sorted(Path(folder, "with_tables").glob("*.pdf")):
        for start, (first, last) in REPORTS.items():
            if path.name.startswith(start):
                found.append((path, first, last))
    return found


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"CPU milliseconds a page, least of {runs} runs\n")
    print("| file | pages | " + " | ".join(TASKS) + " |")
    print("|---|---|" + "---|" * len(TASKS))
    sums = dict.fromkeys(TASKS, 0.0)
    for path, first, last in files():
        row = []
        for name, code in TASKS.items():
            cost = per_page(code, path, first, last, runs)
            if "corpus" not in path.parts:
                sums[name] += cost * (last - first)
            row.append(f"{cost:.1f}")
        print(f"| {path.stem[:16]} | {first}–{last} | " + " | ".join(row) + " |", flush=True)
    ours = sums["jixiao, with derived fields"]
    if ours:
        ratios = " | ".join(f"{total / ours:.2f} ×" for total in sums.values())
        print(f"| all reports, against ours | | {ratios} |")


if __name__ == "__main__":
    main()
