"""Open a .docx or .docm: checked by us, then opened by python-docx.

python-docx refuses files that Word opens: a relationship to a part that is not
there (WPS writes these), the content type of a .docm, strict OOXML. So it is
given a package of only the parts that we read, taken from the checked bytes.
Pictures, macros, headers and embedded files never reach a parser.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from extractor.codes import DocumentError
from extractor.word import tags
from extractor.word.archive import read_parts
from extractor.word.tags import Element

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import XMLSyntaxError

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."

_MAIN = "word/document.xml"
# What is carried besides the document itself: what automatic numbering needs.
_CARRIED = {"styles": _WORD_TYPE + "styles+xml", "numbering": _WORD_TYPE + "numbering+xml"}

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")


def open_package(path: Path) -> Document:
    """Open the file, or raise DocumentError; its ``.part`` leads to the other parts."""
    from docx import Document as open_document
    from lxml.etree import XMLSyntaxError

    parts = read_parts(path)
    try:
        document = open_document(rebuild(parts))
    except XMLSyntaxError as error:
        raise _as_problem(error) from error
    return document


def document_body(document: Document) -> Element:
    """The w:body of an opened document."""
    root: Element = document.element
    body = root.find(tags.BODY) if root.tag == tags.DOCUMENT else None
    if body is None:
        raise DocumentError("word.damaged", f"no w:body in {root.tag}")
    return body


def carried_part(document: Document, kind: str) -> Element | None:
    """The root of a part carried beside the document, None if the file has none."""
    for relationship in document.part.rels.values():
        if relationship.reltype == _OFFICE + kind:
            return relationship.target_part.element
    return None


def rebuild(parts: dict[str, bytes]) -> io.BytesIO:
    """A small package of the main document and what is carried with it."""
    main = _main_name(parts)
    related = _related(parts, main)
    carried = {
        kind: parts[related[_OFFICE + kind]] for kind in _CARRIED if _OFFICE + kind in related
    }
    overrides = {f"/word/{kind}.xml": _CARRIED[kind] for kind in carried}
    types = "".join(
        f"<Override PartName={quoteattr(name)} ContentType={quoteattr(content)}/>"
        for name, content in {f"/{_MAIN}": _WORD_TYPE + "document.main+xml", **overrides}.items()
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        )
        package.writestr("_rels/.rels", _relationships({"officeDocument": _MAIN}))
        package.writestr(
            "word/_rels/document.xml.rels",
            _relationships({kind: f"{kind}.xml" for kind in carried}),
        )
        package.writestr(_MAIN, _transitional(parts[main]))
        for kind, data in carried.items():
            package.writestr(f"word/{kind}.xml", _transitional(data))
    buffer.seek(0)
    return buffer


def _main_name(parts: dict[str, bytes]) -> str:
    """The main document as the package says (it may be word/document2.xml)."""
    name = _related(parts, "").get(_OFFICE + "officeDocument", _MAIN)
    if name not in parts:
        raise DocumentError("word.damaged", f"no readable part {name}")
    return name


def _related(parts: dict[str, bytes], source: str) -> dict[str, str]:
    """The parts that ``source`` ("" for the package) leads to, by relationship type.

    Only those that are there: a relationship to nothing is passed over.
    """
    from lxml import etree

    folder, name = posixpath.split(source)
    rels = parts.get(posixpath.join(folder, "_rels", name + ".rels"))
    if rels is None:
        return {}
    try:
        root = etree.fromstring(_transitional(rels), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise _as_problem(error) from error
    found: dict[str, str] = {}
    for relationship in root.iterchildren(f"{{{_PACKAGE}relationships}}Relationship"):
        target = posixpath.normpath(
            posixpath.join("/", folder, relationship.get("Target", ""))
        ).lstrip("/")
        if relationship.get("TargetMode") != "External" and target in parts:
            found.setdefault(relationship.get("Type", ""), target)
    return found


def _relationships(targets: dict[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="r{kind}" Type={quoteattr(_OFFICE + kind)} Target={quoteattr(target)}/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{items}</Relationships>'


def _transitional(data: bytes) -> bytes:
    """Strict OOXML differs for us only in its namespaces."""
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)


def _as_problem(error: XMLSyntaxError) -> DocumentError:
    message = str(error)
    deep = "depth" in message.lower()
    return DocumentError("word.too_deep" if deep else "word.damaged", message)
