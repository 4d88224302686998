"""Files that are broken, hostile or not what their name says: records or a code, at once.

Hostile Word files (zip bombs, entities, billion laughs, 100,000 nested tables, paths
that leave the zip, no main document, a LibreOffice that hangs) are in
``test_word_hostile.py``; encrypted PDFs, pages of 200,000 paths, scans, text without
Unicode and a page of one point in ``test_pdf_reader.py``; documents that crash, never
end or take all memory in ``test_isolation.py``.
"""

from __future__ import annotations

import os
import random
import socket
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import CORPUS
from fuzz import check, pdf_objects, root_of, write_pdf
from test_word_hostile import GOOD, OLE, W, write_ole, write_zip

from extractor.model import Conversion
from extractor.opening import READERS
from extractor.sniffing import HEAD, MOST_BYTES, sniff
from jixiao import pipeline
from jixiao.pipeline import convert_file

PDF = CORPUS / "flat-list" / "flat-list-plain.pdf"
WORD = CORPUS / "flat-list" / "flat-list-plain.docx"
SMALL_PDFS = [CORPUS / name for name in ("central-project/central-project.pdf",)]
SMALL_PDFS += [CORPUS / "double-block" / "double-block.pdf", PDF]
QUICK = 5.0  # seconds

MEMORY = 4 * 2**30  # bytes, of which no test here needs a tenth
posix_only = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.fixture(autouse=True, scope="module")
def bounded() -> Iterator[None]:
    """What goes wrong here must not take the memory of the whole machine."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def code_of(path: Path) -> str:
    """The code that says why a file was refused, "" if it was read."""
    started = time.process_time()
    conversion = check(path)
    assert time.process_time() - started < QUICK
    return "" if conversion.document.ok else conversion.problems[-1].code


def codes_of(path: Path) -> list[str]:
    started = time.process_time()
    conversion = check(path)
    assert time.process_time() - started < QUICK
    return [problem.code for problem in conversion.problems]


def content(conversion: Conversion) -> tuple[object, ...]:
    """What must be the same for the same bytes under another name."""
    texts = [(i.page, i.row, i.level1, i.level3, i.target_text) for i in conversion.indicators]
    return (conversion.document.type, conversion.document.pages, texts)


# --- what it truly is ---------------------------------------------------------------

TABLE = "<table><tr><td>三级指标</td><td>≥90%</td></tr></table>"
PAGE = f"<html><head><title>预算 公开</title></head><body>{TABLE}</body></html>"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"<!DOCTYPE html>\n{PAGE}".encode(), id="doctype"),
        pytest.param(f"\ufeff\r\n\t {PAGE}".encode(), id="byte order mark"),
        pytest.param(PAGE.encode("utf-16"), id="utf-16"),
        pytest.param(PAGE.encode("utf-16-be"), id="utf-16 without mark"),
        pytest.param(PAGE.encode("gb18030"), id="gbk"),
        pytest.param(PAGE.upper().encode(), id="upper case"),
        pytest.param(
            f'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C">{PAGE}'.encode(),
            id="xhtml",
        ),
        pytest.param(f"<!-- saved from url -->\n<!-- 2 -->{PAGE}".encode(), id="comments"),
        pytest.param(b" " * 5000 + PAGE.encode(), id="white space"),
        pytest.param(f"Warning: mysql_connect()\n{PAGE}".encode(), id="a warning before it"),
        pytest.param(PAGE.encode() + b"<p>" * HEAD, id="long"),
    ],
)
def test_a_web_page_named_pdf(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    assert code_of(path) == "file.html"
    problem = convert_file(path).problems[0]
    assert "预算 公开" in problem.message_zh
    assert "预算 公开" in problem.message_en
    assert convert_file(path).document.type == "html"


@pytest.mark.parametrize(
    "data",
    [
        b"<script>location='/'</script>",
        b"<meta charset=utf-8>\xd6\xd0",
        b"<!--" + b"x" * HEAD,
        TABLE.encode(),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x",
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n",
    ],
)
def test_web_pages_without_a_title(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "report.doc"
    path.write_bytes(data)
    assert code_of(path) == "file.html"


def zipped(*names: str, first: str = "") -> Callable[[Path], object]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            if first:
                archive.writestr("mimetype", first)
            for name in names:
                archive.writestr(name, "<a/>")

    return write


def raw(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def ole(stream: str) -> Callable[[Path], object]:
    return lambda path: write_ole(path, stream)


UNSUPPORTED: list[tuple[str, Callable[[Path], object]]] = [
    ("xlsx", zipped("[Content_Types].xml", "xl/workbook.xml")),
    ("pptx", zipped("[Content_Types].xml", "ppt/presentation.xml")),
    ("ofd", zipped("OFD.xml", "Doc_0/Document.xml")),
    ("ods", zipped("content.xml", first="application/vnd.oasis.opendocument.spreadsheet")),
    ("epub", zipped("META-INF/container.xml", first="application/epub+zip")),
    ("zip", zipped("报告/预算.pdf", "预算.docx")),
    ("zip", zipped()),
    ("zip", raw(b"PK\x03\x04" + b"\x07" * 100)),
    ("xls", ole("Workbook")),
    ("xls", ole("Book")),
    ("ppt", ole("PowerPoint Document")),
    ("msg", ole("__properties_version1.0")),
    ("ole", ole("Contents")),
    ("rar", raw(b"Rar!\x1a\x07\x01\x00 %PDF-1.7")),
    ("7z", raw(b"7z\xbc\xaf\x27\x1c\x00\x04")),
    ("gz", raw(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")),
    ("bz2", raw(b"BZh91AY&SY\x00\x00")),
    ("xz", raw(b"\xfd7zXZ\x00\x00\x04")),
    ("tar", raw(b"a.pdf".ljust(257, b"\0") + b"ustar\0".ljust(255, b"\0") + b"%PDF-1.7")),
    ("png", raw(b"\x89PNG\r\n\x1a\n\x00\x00")),
    ("jpeg", raw(b"\xff\xd8\xff\xe0\x00\x10JFIF")),
    ("gif", raw(b"GIF89a\x01\x00")),
    ("bmp", raw(b"BM\x46\x00\x00\x00\x00\x00\x00\x00")),
    ("tiff", raw(b"II*\x00\x08\x00")),
    ("text", raw("绩效目标表\t≥90%\n".encode())),
    ("text", raw("绩效目标表\t≥90%\n".encode("gb18030"))),
    ("text", raw(("目" * HEAD).encode()[: HEAD + 1])),
    ("json", raw(b'{"message": "<html>404</html>"}')),
    ("json", raw(b"[]")),
    ("xml", raw(b'<?xml version="1.0"?><w:wordDocument/>')),
    ("eml", raw(b"Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain\n\nx")),
    ("unknown", raw(b"\0")),
    ("unknown", raw(random.Random(1).randbytes(10_000))),
]


@pytest.mark.parametrize(("kind", "write"), UNSUPPORTED, ids=[kind for kind, _ in UNSUPPORTED])
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.doc"])
def test_other_files_are_named(
    tmp_path: Path, kind: str, write: Callable[[Path], object], name: str
) -> None:
    path = tmp_path / name
    write(path)
    assert code_of(path) == "file.unsupported"
    conversion = convert_file(path)
    assert conversion.document.type == kind
    assert f"：{kind}。" in conversion.problems[0].message_zh
    assert f": {kind}." in conversion.problems[0].message_en


@pytest.mark.parametrize(
    ("source", "name"), [(PDF, "a.docx"), (WORD, "a.pdf"), (PDF, "a"), (WORD, "a.doc")]
)
def test_the_name_does_not_matter(tmp_path: Path, source: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(source.read_bytes())
    assert content(check(path)) == content(convert_file(source))


@pytest.mark.parametrize(
    "junk", [b"\n", b"\xef\xbb\xbf", b"\0" * 500, b"<br />\nWarning: x\n", b"x" * 1019]
)
def test_junk_before_a_pdf(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(junk + PDF.read_bytes())
    assert content(check(path)) == content(convert_file(PDF))


def test_a_pdf_that_begins_at_byte_1024_at_the_latest(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"\x80" * 1024 + b"%PDF-1.7")
    assert sniff(path).type == "pdf"
    path.write_bytes(b"\x80" * 1025 + b"%PDF-1.7")
    assert sniff(path).type != "pdf"


def test_word_files_of_every_kind(tmp_path: Path) -> None:
    assert sniff(write_zip(tmp_path / "a.docm", **{"word/vbaProject.bin": b"x"})).type == "docx"
    strict = GOOD.replace(W[9:-1], "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert sniff(write_zip(tmp_path / "strict", strict)).type == "docx"
    assert sniff(write_ole(tmp_path / "a.wps", "WordDocument")).type == "doc"
    assert sniff(CORPUS / "seed" / "seed.doc").type == "doc"
    path = tmp_path / "a.pdf"
    path.write_bytes(b"\n {\\rtf1 x}")
    assert sniff(path).type == "rtf"
    zipped("content.xml", first="application/vnd.oasis.opendocument.text")(path)
    assert sniff(path).type == "odt"


def test_an_old_doc_whose_directory_lies_far_behind(tmp_path: Path) -> None:
    """Its sectors are found by the chain, and the chain by lists that are chained too."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    head = OLE + bytes(22) + (9).to_bytes(2, "little")
    head = head.ljust(48, b"\0") + struct.pack("<I", 20_000)  # the directory's first sector
    head = head.ljust(68, b"\0") + struct.pack("<III", 5, 1, free)  # where the lists go on
    sectors = {
        5: struct.pack("<128I", *[free] * 47, 6, *[free] * 79, end),
        6: struct.pack("<128I", *[free] * 32, 20_001, end, *[free] * 94),
        20_000: "Root Entry".encode("utf-16-le"),
        20_001: "WordDocument".encode("utf-16-le"),
    }
    path = tmp_path / "a.doc"
    with path.open("wb") as file:
        file.write(head.ljust(512, b"\xff"))
        for number, data in sectors.items():
            file.seek((number + 1) * 512)
            file.write(data.ljust(512, b"\0"))
    assert sniff(path).type == "doc"


# --- files that cannot be read ---------------------------------------------------------


def test_nothing_there(tmp_path: Path) -> None:
    assert code_of(tmp_path / "absent.pdf") == "file.missing"
    assert code_of(tmp_path) == "file.missing"
    assert code_of(tmp_path / "nul\0.pdf") == "file.missing"
    assert code_of(tmp_path / ("长" * 300)) == "file.missing"
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    assert code_of(empty) == "file.empty"


@posix_only
def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.pdf")
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    (tmp_path / "to fifo.pdf").symlink_to(tmp_path / "fifo.pdf")
    assert code_of(tmp_path / "fifo.pdf") == "file.missing"
    assert code_of(tmp_path / "to fifo.pdf") == "file.missing"
    assert code_of(tmp_path / "loop.pdf") == "file.missing"
    assert code_of(Path("/dev/zero")) == "file.missing"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        assert code_of(tmp_path / "s") == "file.missing"


@posix_only
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF.read_bytes())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert code_of(path) == "file.missing"


@pytest.mark.parametrize(
    "source", [PDF, WORD, CORPUS / "seed" / "seed.doc"], ids=lambda p: p.suffix
)
@pytest.mark.parametrize("step", ["sniff", "digest"])
def test_a_file_that_vanishes(
    tmp_path: Path, source: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(source.read_bytes())
    original = getattr(pipeline, step)

    def last_look(path: Path) -> object:
        found = original(path)
        path.unlink()
        return found

    monkeypatch.setattr(pipeline, step, last_look)
    assert code_of(path) == "file.missing"


@pytest.mark.parametrize("name", ["a\nb.pdf", "📊 (1) 100%.pdf", "-rf", " .pdf", "a" * 200])
def test_odd_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PDF.read_bytes())
    conversion = check(path)
    assert conversion.document.ok
    assert conversion.document.document == path.as_posix()


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
@pytest.mark.parametrize("source", [PDF, WORD, Path(os.devnull)], ids=lambda path: path.name)
def test_names_of_another_encoding(tmp_path: Path, source: Path) -> None:
    """As where an archive of GBK names was unpacked."""
    path = tmp_path / os.fsdecode("预算.pdf".encode("gb18030"))
    path.write_bytes(source.read_bytes())
    conversion = check(path)
    assert conversion.document.ok == (source != Path(os.devnull))
    assert conversion.document.document.endswith(r"\udccb\udce3.pdf")


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"PK\x03\x04", OLE, b"\x1f\x8b\x08"])
def test_a_huge_file_is_not_read(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(head)
    os.truncate(path, MOST_BYTES + 1)  # sparse: it takes no room
    assert code_of(path) == "file.too_large"


# --- broken files -----------------------------------------------------------------------


@pytest.mark.parametrize("source", SMALL_PDFS, ids=lambda path: path.name)
@pytest.mark.parametrize("percent", [10, 50, 90])
def test_truncated_pdfs(tmp_path: Path, source: Path, percent: int) -> None:
    data = source.read_bytes()
    path = tmp_path / "a.pdf"
    path.write_bytes(data[: len(data) * percent // 100])
    assert code_of(path) in ("", "pdf.damaged")


@pytest.mark.parametrize("percent", [10, 50, 90])
def test_truncated_docx(tmp_path: Path, percent: int) -> None:
    data = WORD.read_bytes()
    path = tmp_path / "a.docx"
    path.write_bytes(data[: len(data) * percent // 100])
    assert code_of(path) == "word.damaged"
    assert convert_file(path).document.type == "docx"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.doc"])
@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "file.unsupported"),
        (b"%PDF-1.7\n", "pdf.damaged"),
        (b"PK\x03\x04word/", "word.damaged"),
        (OLE, "word.damaged"),
    ],
)
def test_random_bytes(tmp_path: Path, name: str, head: bytes, code: str) -> None:
    rng = random.Random(name)
    path = tmp_path / name
    for size in (100, 10_000, 300_000):
        path.write_bytes(head + b"\0" + rng.randbytes(size))
        assert code_of(path) == code


def test_a_zip_with_millions_of_members(tmp_path: Path) -> None:
    """zipfile would read their list whole."""
    entry = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    listed = entry * 300_000
    path = tmp_path / "a.docx"
    end = b"PK\x05\x06" + bytes(8) + len(listed).to_bytes(4, "little") + bytes(6)
    path.write_bytes(b"PK\x03\x04word/" + listed + end)
    assert code_of(path) == "word.bomb"


# --- hand-written PDFs ---------------------------------------------------------------------

TEXT = b"BT /F 10 Tf 20 700 Td (hello 1) Tj ET\n"
FONT = (b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", None)
Objects = dict[int, tuple[bytes, bytes | None]]


def stream(data: bytes, head: bytes = b"") -> tuple[bytes, bytes]:
    return b"<< %s /Length %d >>" % (head, len(data)), data


def one_page(
    data: bytes,
    box: str = "0 0 450 800",
    resources: bytes = b"/Font << /F 5 0 R >>",
    more: bytes = b"",
) -> Objects:
    """The objects of a PDF of one page: its content is object 4, its font 5."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << %s >> %s >>"
    return {
        1: (b"<< /Type /Catalog /Pages 2 0 R >>", None),
        2: (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
        3: (page % (box.encode(), resources, more), None),
        4: stream(data),
        5: FONT,
    }


def grid(rows: int, cols: int, size: int = 14_000) -> bytes:
    lines = [f"0 {i * size / rows} m {size} {i * size / rows} l S" for i in range(rows)]
    lines += [f"{i * size / cols} 0 m {i * size / cols} {size} l S" for i in range(cols)]
    return "\n".join(lines).encode()


@pytest.fixture
def save(tmp_path: Path) -> Callable[[Objects], Path]:
    def saved(objects: Objects) -> Path:
        path = tmp_path / "a.pdf"
        path.write_bytes(write_pdf(objects, b"/Root 1 0 R"))
        return path

    return saved


Save = Callable[[Objects], Path]


def test_the_hand_written_one_is_read(save: Save) -> None:
    conversion = check(save(one_page(TEXT + grid(4, 4, 400))))
    assert conversion.document.ok
    assert conversion.document.tables == 1


def test_pages_in_a_circle(save: Save) -> None:
    objects = one_page(TEXT)
    objects[2] = (b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 5 /Parent 2 0 R >>", None)
    assert code_of(save(objects)) == ""
    objects[2] = (b"<< /Type /Pages /Kids [6 0 R] /Count 3 /Parent 6 0 R >>", None)
    objects[6] = (b"<< /Type /Pages /Kids [2 0 R 6 0 R] /Count 3 /Parent 2 0 R >>", None)
    assert set(codes_of(save(objects))) == {"pdf.page_failed"}


def test_two_billion_pages_declared(save: Save) -> None:
    objects = one_page(TEXT)
    objects[2] = (b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", None)
    assert check(save(objects)).document.pages == 1


def test_a_damaged_table_of_objects_is_repaired(tmp_path: Path) -> None:
    data = PDF.read_bytes()
    path = tmp_path / "a.pdf"
    start = data.rindex(b"xref", 0, data.rindex(b"startxref"))
    for broken in (
        data[:start] + b"xxxx" + data[start + 4 :],
        data[:start] + data[data.index(b"trailer", start) :],
        data.replace(b"startxref\n", b"startxref\n9"),
        data[: start + 25] + b"9" * 10 + data[start + 35 :],
    ):
        path.write_bytes(broken)
        assert content(check(path)) == content(convert_file(PDF))


def test_a_form_that_draws_itself(save: Save) -> None:
    resources = b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >>"
    objects = one_page(TEXT + b"/X Do", resources=resources)
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 450 800] /Resources << %s >>" % resources
    objects[6] = stream(TEXT + b"/X Do", head)
    assert code_of(save(objects)) == ""


def doubling_forms(count: int, head: bytes = b"") -> Objects:
    """A page with a form that draws a second one twice, which draws a third twice …"""
    objects = one_page(b"/X Do", resources=b"/XObject << /X 6 0 R >>")
    shape = b"/Type /XObject /Subtype /Form /BBox [0 0 450 800] "
    shape += b"/Resources << /XObject << /X %d 0 R >> /Font << /F 5 0 R >> >>"
    for number in range(6, 6 + count):
        objects[number] = stream(b"/X Do /X Do", shape % (number + 1))
    objects[6 + count] = stream(TEXT, shape % 5)
    return objects


def test_forms_that_double_twelve_times(save: Save) -> None:
    assert codes_of(save(doubling_forms(12))) == []


def test_forms_without_measure_are_told_before_they_are_loaded(save: Save) -> None:
    """Loaded they would take all memory; the other pages are read."""
    objects = doubling_forms(38)
    objects[2] = (b"<< /Type /Pages /Kids [3 0 R 50 0 R] /Count 2 >>", None)
    objects[50] = one_page(b"")[3]
    objects[50] = (objects[50][0].replace(b"/Contents 4 0 R", b"/Contents 51 0 R"), None)
    objects[51] = stream(TEXT + grid(4, 4, 400))
    for reader in READERS:
        conversion = check(save(objects), reader)
        found = [(problem.code, problem.page) for problem in conversion.problems]
        assert found == [("pdf.page_too_complex", 1)], reader
        assert conversion.document.pages == 2
        if reader != "camelot":  # which finds no table where no line closes it
            assert conversion.document.tables == 1, reader


@pytest.mark.parametrize(
    "resources",
    [
        pytest.param(b"/Resources << /XObject << /X 6 0 R >> >>", id="itself"),
        pytest.param(b"/Resources << /XObject 7 0 R >>", id="by reference"),
        pytest.param(b"/Resources 8 0 R", id="by two references"),
        pytest.param(b"", id="by the page"),
        pytest.param(b"/Resources << /XObject << /Y 6 0 R >> >>", id="by the page, in part"),
    ],
)
def test_a_form_that_draws_itself_twice(save: Save, resources: bytes) -> None:
    objects = one_page(b"/X Do", resources=b"/XObject << /X 6 0 R >>")
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 450 800] " + resources
    objects[6] = stream(b"/X Do /#58 Do", head)
    objects[7] = (b"<< /X 6 0 R >>", None)
    objects[8] = (b"<< /XObject 7 0 R >>", None)
    assert codes_of(save(objects)) == ["pdf.page_too_complex"]


def test_a_form_drawn_on_many_pages_is_no_burden(save: Save) -> None:
    """As a letterhead is, with a form in it."""
    objects = one_page(TEXT + b"/X Do", resources=b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >>")
    objects[2] = (b"<< /Type /Pages /Kids [%s] /Count 20 >>" % (b"3 0 R " * 20), None)
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 450 800] /Resources << /XObject << %s >> >>"
    objects[6] = stream(b"/Y Do" + b"0 0 m 9 9 l S\n" * 1000, head % b"/Y 7 0 R")
    objects[7] = stream(b"0 0 m 9 9 l S\n" * 1000, head % b"")
    conversion = check(save(objects))
    assert (conversion.document.pages, conversion.problems) == (20, ())


@pytest.mark.parametrize(
    "box",
    [
        *("0 0 1 1", "0 0 14400 14400", "450 800 0 0", "-450 -800 0 0", "450 0 0 800", "0 0 0 0"),
        *("0 0 1e38 1e38", "0 0 0.0001 0.0001", "a b c d", "", "0 0 99999999999999999999 5"),
    ],
)
@pytest.mark.parametrize("rotation", [0, 90, -270, 45])
def test_pages_of_any_size(save: Save, box: str, rotation: int) -> None:
    more = b"/Rotate %d" % rotation
    assert codes_of(save(one_page(TEXT + grid(5, 5, 400), box=box, more=more))) == []


def test_fonts_that_are_missing(save: Save) -> None:
    text = b"BT /Nope 10 Tf 20 700 Td (abc) Tj /F 10 Tf 0 -20 Td (def) Tj ET"
    conversion = check(save(one_page(text, resources=b"/Font << /F 99 0 R >>")))
    assert conversion.document.ok
    assert conversion.document.pages == 1


def test_a_font_that_names_no_characters(save: Save) -> None:
    """Its text must be writable: halves of characters are none."""
    objects = one_page(b"BT /F 10 Tf 20 350 Td (abcd cab dd) Tj ET\n" + grid(2, 2, 400))
    objects[5] = (b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>", None)
    objects[6] = stream(
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 4 beginbfchar "
        b"<61> <D800> <62> <DFFF> <63> <D83DDE00> <64> <00000000> endbfchar endcmap"
    )
    assert codes_of(save(objects)) == ["pdf.unmapped_text"]


TOO_COMPLEX = {
    "a grid of a million cells": grid(1000, 1000),
    "lines without end": grid(8_000, 8_000),
    "a million characters": b"BT /F 1 Tf 20 700 Td\n"
    + b"0 -1 Td (%s) Tj\n" % (b"abc1 " * 200) * 1000,
    "2,000 tables": "".join(
        f"{x} {y} 50 20 re S {x + 25} {y} m {x + 25} {y + 20} l S\n"
        for x in range(0, 4000, 100)
        for y in range(0, 4500, 90)
    ).encode(),
    "a path of a million points": b"0 0 m " + b"9 9 l 400 99 l " * 500_000 + b"S",
}


@pytest.mark.parametrize("name", TOO_COMPLEX)
def test_pages_too_complex_are_told_and_passed_over(save: Save, name: str) -> None:
    objects = one_page(TEXT + TOO_COMPLEX[name], box="0 0 14400 14400")
    assert codes_of(save(objects)) == ["pdf.page_too_complex"]


def test_a_form_of_70_000_paths(save: Save) -> None:
    resources = b"/Font << /F 5 0 R >> /XObject << /X 6 0 R >>"
    objects = one_page(TEXT + b"/X Do", resources=resources)
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 450 800]"
    objects[6] = stream(b"0 0 m 99 0 l S\n" * 70_000, head)
    assert codes_of(save(objects)) == ["pdf.page_too_complex"]


def test_a_page_of_50_000_notes(save: Save) -> None:
    objects = one_page(TEXT, more=b"/Annots [%s]" % (b"6 0 R " * 50_000))
    objects[6] = (b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /AP << /N 7 0 R >> >>", None)
    objects[7] = stream(TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 450 800]")
    assert codes_of(save(objects)) == ["pdf.page_failed"]


@pytest.mark.parametrize(
    "clip", [b"q 0 0 400 780 re W n " * 5000, b"q 0 0 m " + b"9 9 l 400 799 l " * 40_000 + b"W n "]
)
def test_text_clipped_by_thousands_of_paths(save: Save, clip: bytes) -> None:
    words = b"".join(
        b"BT /F 9 Tf %d %d Td (ab) Tj ET\n" % (i % 20 * 20, i // 20 * 3) for i in range(5000)
    )
    frame = b"0 0 400 780 re S 0 300 m 400 300 l S\n"
    assert codes_of(save(one_page(frame + clip + words))) == []


def test_a_page_that_pdfplumber_fails_on(save: Save) -> None:
    """It raises a TypeError there; the pages around it are read."""
    objects = one_page(TEXT + grid(4, 4, 400))
    objects[2] = (b"<< /Type /Pages /Kids [3 0 R 6 0 R 7 0 R] /Count 3 >>", None)
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] %s >>"
    objects[6], objects[7] = (page % b"/Rotate /x", None), objects[3]
    conversion = check(save(objects), "pdfplumber")
    assert [(p.code, p.page) for p in conversion.problems] == [("pdf.page_failed", 2)]
    assert "TypeError" in conversion.problems[0].message_en
    assert (conversion.document.pages, conversion.document.tables) == (3, 2)


def test_a_page_that_camelot_fails_on(save: Save) -> None:
    """Its parser looks at all pages before it gives the first: the file is not read."""
    objects = one_page(TEXT, box="/a /b /c /d")
    conversion = check(save(objects), "camelot")
    assert [p.code for p in conversion.problems] == ["pdf.damaged"]
    assert "TypeError" in conversion.problems[0].message_en


def test_nesting_without_end(save: Save) -> None:
    objects = one_page(b"[" * 200_000 + b"]" * 200_000 + b" TJ " + b"q " * 200_000 + TEXT)
    objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /X %s >>" % (b"[" * 200_000 + b"]" * 200_000),
        None,
    )
    assert code_of(save(objects)) == ""


def test_a_stream_with_impossible_parameters(save: Save) -> None:
    objects = one_page(TEXT)
    objects[4] = stream(
        b"x\x9c\x03\x00\x00\x00\x00\x01",
        b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 >>",
    )
    assert code_of(save(objects)) == ""


def test_objects_that_point_to_themselves(save: Save) -> None:
    for number in (2, 3, 4, 5):
        objects = one_page(TEXT)
        objects[number] = (b"%d 0 R" % number, None)
        assert code_of(save(objects)) in ("", "pdf.damaged")


def test_every_object_left_out_in_turn(tmp_path: Path) -> None:
    data = PDF.read_bytes()
    path = tmp_path / "a.pdf"
    for number in pdf_objects(data):
        objects = {n: body for n, body in pdf_objects(data).items() if n != number}
        path.write_bytes(write_pdf(objects, root_of(data)))
        assert code_of(path) in ("", "pdf.damaged")


# --- long files -------------------------------------------------------------------------------

SONG = b"""<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H
/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >>] >>"""
ROWS = (("一级指标", "三级指标", "指标值"), ("产出指标", "培训人数", "≥30人"))


def many_pages(count: int) -> Objects:
    """One page with a table of one indicator, ``count`` times over."""
    words = b"".join(
        b"BT /F 10 Tf %d %d Td <%s> Tj ET\n"
        % (20 + 100 * col, 670 - 30 * row, word.encode("utf-16-be").hex().encode())
        for row, line in enumerate(ROWS)
        for col, word in enumerate(line)
    )
    lines = b"".join(b"10 %d m 310 %d l S\n" % (y, y) for y in (630, 660, 690))
    lines += b"".join(b"%d 630 m %d 690 l S\n" % (x, x) for x in (10, 110, 210, 310))
    objects = one_page(words + lines)
    objects[2] = (b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count), None)
    objects[5] = (SONG, None)
    return objects


def test_one_page_many_times(save: Save) -> None:
    conversion = check(save(many_pages(50)))
    assert [i.page for i in conversion.indicators] == list(range(1, 51))
    assert {i.target_text for i in conversion.indicators} == {"≥30人"}


@pytest.mark.slow
def test_ten_thousand_pages(save: Save) -> None:
    from test_slow import measure

    few = measure(save(many_pages(100)))
    path = save(many_pages(10_000))
    started = time.perf_counter()
    many = measure(path)
    assert time.perf_counter() - started < 20
    assert (few[0], many[0]) == (100, 10_000)
    assert many[1] < few[1] + 100  # the records, not the pages
