"""Read a Word file of any kind into one page: Word itself knows no pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.codes import DocumentError
from extractor.model import Fragment, Line, Page, Problem

DIRECT = frozenset({"docx", "docm"})
CONVERTED = frozenset({"doc", "rtf", "odt", "wps"})


def read_word(path: Path, kind: str) -> Iterator[Page]:
    """Yield exactly one page without number; DocumentError if the file cannot be read."""
    if kind in DIRECT:
        yield _read_docx(path)
    elif kind in CONVERTED:
        yield _read_converted(path)
    else:
        raise DocumentError("file.unsupported", kind)


def _read_docx(path: Path) -> Page:
    from extractor.word.numbering import paragraph_labels
    from extractor.word.package import carried_part, document_body, open_package
    from extractor.word.runs import Given, effects_in
    from extractor.word.styles import read_styles
    from extractor.word.walk import walk

    fragments: list[Fragment] = []
    lines: list[Line] = []
    document = open_package(path)
    body = document_body(document)
    styles = read_styles(carried_part(document, "styles"))
    numbering = carried_part(document, "numbering")
    labels = paragraph_labels(body, numbering, styles) if numbering is not None else {}
    problems: list[Problem] = []
    given = Given(labels, styles.hidden, styles.struck, styles.shaded, effects_in(body))
    for block in walk(body, given):
        if isinstance(block, Fragment):
            fragments.append(block)
        elif isinstance(block, Line):
            lines.append(block)
        else:
            problems.append(block)
    n_chars = sum(len(line.text) for line in lines)
    n_chars += sum(len(cell.text) for fragment in fragments for cell in fragment.cells)
    return Page(
        number=None,
        width=None,
        height=None,
        fragments=tuple(fragments),
        lines=tuple(lines),
        n_chars=n_chars,
        problems=tuple(problems),
    )


def _read_converted(path: Path) -> Page:
    from extractor.word.libreoffice import convert_to_docx

    _refuse_hostile(path)
    with convert_to_docx(path) as converted:
        return _read_docx(converted)


def _refuse_hostile(path: Path) -> None:
    """What need not be given to LibreOffice to know that it will fail, or suffer."""
    from extractor.word import ole
    from extractor.word.archive import check_archive

    try:
        with path.open("rb") as file:
            head = file.read(len(ole.MAGIC))
            is_ole = head == ole.MAGIC
            encrypted = is_ole and ole.is_encrypted(file)
            streams = ole.read_directory(file) if is_ole else {}
    except OSError as error:
        raise DocumentError("file.missing", str(path)) from error
    if not head:
        raise DocumentError("file.empty")
    if encrypted:
        raise DocumentError("word.encrypted")
    if is_ole and "WordDocument" not in streams:
        raise DocumentError("word.damaged", "an OLE file without text of Word")
    if head.startswith(b"PK"):
        check_archive(path)
