"""Damaged copies of corpus files, each made from a seed: the same seed, the same bytes.

Run as a program, it converts a number of seeds and names each before it begins, so
that a crash of native code is known by its seed. A second reader is given PDFs only,
which are every other seed:

    python tests/fuzz.py START COUNT SECONDS [READER]
"""

from __future__ import annotations

import base64
import faulthandler
import io
import json
import random
import re
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

CORPUS = Path(__file__).parent.parent / "corpus"
PDFS = (
    "central-project/central-project.pdf",
    "double-block/double-block.pdf",
    "flat-list/flat-list-plain.pdf",
    "seed/seed-midlabel.pdf",
)
WORDS = (
    "central-project/central-project.docx",
    "double-block/double-block.docx",
    "flat-list/flat-list-plain.docx",
)
LONGEST = 10.0  # seconds one input may take
EXTREMES = (
    *("0", "-1", "1", "2", "65536", "2147483647", "-2147483648", "99999999999999999999"),
    *("1e38", "-0.00001", "nan", "", "true", "restart", "continue", "%s", "一级指标", "≥100%"),
)

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?>>)\s*stream\r?\n(.*?)\s*endstream", re.DOTALL)
_TOKENS = re.compile(rb"\s+|[\[\]<>()/]|[^\s\[\]<>()/]+")


def damaged_input(seed: int) -> tuple[str, bytes]:
    """The name and the bytes of the input of a seed: even ones are PDF, odd ones Word."""
    rng = random.Random(seed)
    if seed % 2:
        name = rng.choice(WORDS)
        return Path(name).name, damaged_word(_read(name), rng)
    name = rng.choice(PDFS)
    return Path(name).name, damaged_pdf(_read(name), rng)


@lru_cache
def _read(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


def damaged_bytes(data: bytes, rng: random.Random, most: int = 8) -> bytes:
    """Flip, cut out, repeat and mix in a few bytes, or cut the end off."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, most)):
        at = rng.randrange(len(changed) + 1)
        size = min(rng.choice((1, 2, 8, 64, 1024)), len(changed) - at)
        match rng.randrange(9):
            case 0 | 1 | 2:
                if at < len(changed):
                    changed[at] ^= 1 << rng.randrange(8)
            case 3:
                changed[at : at + size] = rng.randbytes(size)
            case 4:
                del changed[at : at + size]
            case 5:
                changed[at:at] = changed[at : at + size]
            case 6:
                start = rng.randrange(len(data))
                changed[at:at] = data[start : start + size]
            case 7:
                other = _read(rng.choice((*PDFS, *WORDS)))
                start = rng.randrange(len(other))
                changed[at : at + size] = other[start : start + 4 * size]
            case _:
                if rng.random() < 0.1:
                    del changed[at:]
    return bytes(changed)


def damaged_tokens(data: bytes, rng: random.Random) -> bytes:
    """Drop, repeat, exchange and replace a few words of a PDF's syntax."""
    tokens = _TOKENS.findall(data)
    for _ in range(rng.randint(1, 12)):
        if not tokens:
            break
        i, j = rng.randrange(len(tokens)), rng.randrange(len(tokens))
        size = rng.choice((1, 1, 4, 40))
        match rng.randrange(5):
            case 0:
                del tokens[i : i + size]
            case 1:
                tokens[j:j] = tokens[i : i + size] * rng.choice((1, 1, 50))
            case 2:
                tokens[i], tokens[j] = tokens[j], tokens[i]
            case 3:
                numbers = [k for k, token in enumerate(tokens) if re.fullmatch(rb"[\d.-]+", token)]
                if numbers:
                    tokens[rng.choice(numbers)] = rng.choice(EXTREMES).encode()
            case _:
                tokens[i] = rng.choice(tokens)
    return b"".join(tokens)


def damaged_pdf(data: bytes, rng: random.Random) -> bytes:
    """A PDF damaged in its bytes; or, its table of objects whole, in one of its objects."""
    if rng.random() < 0.3:
        return damaged_bytes(data, rng)
    objects = dict(pdf_objects(data))
    for _ in range(rng.randint(1, 3)):
        number = rng.choice(list(objects))
        head, stream = objects[number]
        if stream is None or rng.random() < 0.2:
            objects[number] = (damaged_tokens(head, rng), stream)
        elif rng.random() < 0.8:
            objects[number] = (head, damaged_tokens(stream, rng))
        else:
            objects[number] = (head, damaged_bytes(stream, rng))
    return write_pdf(objects, root_of(data))


@lru_cache
def pdf_objects(data: bytes) -> dict[int, tuple[bytes, bytes | None]]:
    """The objects of a simple PDF: what each says, and its stream, unpacked if it is text."""
    objects: dict[int, tuple[bytes, bytes | None]] = {}
    for number, body in _OBJECT.findall(data):
        found = _STREAM.match(body)
        if found is None:
            objects[int(number)] = (body.strip(), None)
        else:
            objects[int(number)] = _unpacked(found[1].strip(), found[2])
    return objects


def _unpacked(head: bytes, stream: bytes) -> tuple[bytes, bytes]:
    try:
        packed = base64.a85decode(stream, adobe=True) if b"ASCII85" in head else stream
        text = zlib.decompress(packed)
    except (ValueError, zlib.error):
        text = stream
    if b" Tf" not in text and b"beginbf" not in text:
        text = stream
    else:
        head = re.sub(rb"/Filter\s*(?:\[[^\]]*\]|/\w+)", b"", head)
    return re.sub(rb"/Length \d+(?: 0 R)?", b"/Length %d" % len(text), head), text


def root_of(data: bytes) -> bytes:
    """What the trailer of a PDF says of its root."""
    root = re.search(rb"/Root \d+ 0 R", data)
    assert root
    return root[0]


def write_pdf(objects: dict[int, tuple[bytes, bytes | None]], trailer: bytes) -> bytes:
    """A PDF of these objects, with a table that is right."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, (head, stream) in objects.items():
        places[number] = len(out)
        body = head if stream is None else head + b"\nstream\n" + stream + b"\nendstream"
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        place = places.get(number)
        out += b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def damaged_word(data: bytes, rng: random.Random) -> bytes:
    """A .docx damaged in its bytes, in the text of its XML, or in the tree of it."""
    choice = rng.random()
    if choice < 0.2:
        return damaged_bytes(data, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "word/document.xml":
                part = damaged_bytes(part, rng, 3) if choice < 0.35 else damaged_tree(part, rng)
            elif info.filename.endswith((".rels", ".xml")) and rng.random() < 0.05:
                part = damaged_bytes(part, rng, 2)
            target.writestr(info.filename, part)
    return out.getvalue()


def damaged_tree(data: bytes, rng: random.Random) -> bytes:
    """XML that stays well-formed: elements dropped, repeated, moved, values made extreme."""
    root = etree.fromstring(data)
    elements = list(root.iterdescendants(etree.Element))
    for _ in range(rng.randint(1, 15)):
        node, other = rng.choice(elements), rng.choice(elements)
        if node.getparent() is not None:
            _damage(node, other, rng)
    return etree.tostring(root)


def _damage(node: Any, other: Any, rng: random.Random) -> None:
    parent = node.getparent()
    is_inside = other is node or other in node.iterancestors() or node in other.iterancestors()
    match rng.randrange(7):
        case 0:
            parent.remove(node)
        case 1:
            parent.insert(parent.index(node), etree.fromstring(etree.tostring(node)))
        case 2 if not is_inside:
            other.append(node)
        case 3 if not is_inside:
            node.append(etree.fromstring(etree.tostring(other)))
        case 4 if node.attrib:
            node.set(rng.choice(list(node.attrib)), rng.choice(EXTREMES))
        case 5:
            if rng.random() < 0.5:
                node.tag = other.tag
            else:
                node.text = rng.choice((*EXTREMES, "、；：" * 100, node.text))
        case _:
            for _ in range(rng.choice((1, 3, 30))):
                parent.append(etree.fromstring(etree.tostring(node)))


# --- what must hold of every conversion -------------------------------------------


def check(path: Path, reader: str = "pdfium") -> Any:
    """Convert a file; AssertionError for a conversion that nobody could use."""
    from extractor.codes import FLAGS, PROBLEMS
    from jixiao.pipeline import Options, convert_file
    from jixiao.records import KINDS, as_dict, of_kind

    conversion = convert_file(path, Options(reader=reader))
    for problem in conversion.problems:
        assert problem.code in PROBLEMS, problem.code
        assert problem.code != "internal.error"
        assert problem.message_zh, problem.code
        assert problem.message_en, problem.code
    document = conversion.document
    assert document.ok or any(p.severity == "error" for p in conversion.problems)
    assert document.indicators == len(conversion.indicators)
    for kind in KINDS:
        records = of_kind(conversion, kind)
        for record in records:
            row = as_dict(record)
            json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8")
            assert set(row.get("flags", ())) <= set(FLAGS)
            for value in row.values():
                assert not isinstance(value, int) or abs(value) < 2**31, value
        ids = [record.id for record in records if hasattr(record, "id")]
        assert len(ids) == len(set(ids)), f"{kind}: an id twice"
    forms = {form.id for form in conversion.forms}
    assert {indicator.form for indicator in conversion.indicators} <= forms
    return conversion


def step_of(reader: str) -> int:
    """From one seed to the next that makes a file for this reader."""
    return 1 if reader == "pdfium" else 2


def run(seeds: range, seconds: float, reader: str) -> Iterator[str]:
    """Convert the inputs of some seeds, as long as there is time; yields what to report."""
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            if time.monotonic() > end:
                break
            yield f"seed {seed}"
            name, data = damaged_input(seed)
            path = Path(folder, name)
            path.write_bytes(data)
            faulthandler.dump_traceback_later(3 * LONGEST, exit=True)
            started = time.perf_counter()
            try:
                conversion = check(path, reader)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
                yield f"failed {seed}: {type(error).__name__}: {error}"
            else:
                codes = sorted({problem.code for problem in conversion.problems})
                state = "ok" if conversion.document.ok else "refused"
                yield f"{state} {len(conversion.indicators)} {' '.join(codes)}"
            if time.perf_counter() - started > LONGEST:
                yield f"failed {seed}: {time.perf_counter() - started:.1f} s"
            faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    from extractor.platform import limit_memory

    limit_memory(3 * 2**30)
    start, count, limit, *named = sys.argv[1:]
    reader = named[0] if named else "pdfium"
    step = step_of(reader)
    chosen = range(int(start), int(start) + step * int(count), step)
    for line in run(chosen, float(limit), reader):
        print(line, flush=True)
