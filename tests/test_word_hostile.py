"""Hostile and broken Word files: each ends at once, with its code."""

from __future__ import annotations

import os
import shutil
import struct
import time
import zipfile
from pathlib import Path

import pytest

from extractor.codes import DocumentError
from extractor.model import Page
from extractor.word import archive
from extractor.word.libreoffice import convert_to_docx
from extractor.word.reader import read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
GOOD = f"<w:document {W}><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_zip(path: Path, document: str | bytes | None = GOOD, **extra: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", RELS)
        if document is not None:
            package.writestr("word/document.xml", document)
        for name, data in extra.items():
            package.writestr(name, data)
    return path


def code_of(path: Path, kind: str = "docx") -> str:
    with pytest.raises(DocumentError) as caught:
        list(read_word(path, kind))
    return caught.value.code


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "坏.docx"


def test_the_good_one_is_read(path: Path) -> None:
    (page,) = read_word(write_zip(path), "docx")
    assert isinstance(page, Page)
    assert [line.text for line in page.lines] == ["甲"]


# --- bombs -------------------------------------------------------------------


def test_bomb_by_ratio(path: Path) -> None:
    bomb = b"<a>" + b" " * (archive.RATIO_FROM + 1) + b"</a>"
    assert code_of(write_zip(path, **{"word/media/image1.png": bomb})) == "word.bomb"


def test_bomb_by_declared_size(path: Path) -> None:
    data = bytearray(write_zip(path).read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", archive.MAX_BYTES + 1)
    path.write_bytes(data)
    assert code_of(path) == "word.bomb"


def test_bomb_that_declares_little(path: Path) -> None:
    write_zip(path, b"<a>" + b" " * (archive.RATIO_FROM + 1) + b"</a>")
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    path.write_bytes(data)
    assert code_of(path) == "word.damaged"


def test_actual_bytes_are_counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_zip(path, **{"a.xml": os.urandom(3000), "b.xml": os.urandom(3000)})
    monkeypatch.setattr(archive, "_check_members", lambda members: None)
    monkeypatch.setattr(archive, "MAX_BYTES", 5000)
    assert code_of(path) == "word.bomb"


def test_bomb_by_number_of_members(path: Path) -> None:
    extra = {f"word/{number}.xml": b"" for number in range(archive.MAX_MEMBERS + 1)}
    assert code_of(write_zip(path, **extra)) == "word.bomb"


def test_grid_too_large_to_lay_out(path: Path) -> None:
    cell = "<w:tc><w:p/></w:tc>"
    rows = f"<w:tr>{cell * 9_000}</w:tr>" + f"<w:tr>{cell}</w:tr>" * 9_000
    body = f"<w:document {W}><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>"
    assert code_of(write_zip(path, body)) == "word.bomb"


def test_odt_bomb_never_reaches_libreoffice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    bomb = b" " * (archive.RATIO_FROM + 1)
    assert code_of(write_zip(path, **{"content.xml": bomb}), "odt") == "word.bomb"


# --- XML ---------------------------------------------------------------------

LAUGHS = f'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>{GOOD}'
OUTSIDE = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{GOOD}'


@pytest.mark.parametrize("document", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_entities_in_any_encoding(path: Path, document: str, encoding: str) -> None:
    assert code_of(write_zip(path, document.encode(encoding))) == "word.unsafe_xml"


@pytest.mark.parametrize("name", ["word/styles.xml", "_rels/x.rels", "customXml/ITEM.XML"])
def test_entities_in_any_part(path: Path, name: str) -> None:
    assert code_of(write_zip(path, **{name: LAUGHS})) == "word.unsafe_xml"


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(
            b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4' + GOOD.encode(),
            id="utf-7",
        ),
        pytest.param(('<?xml version="1.0"?>' + LAUGHS).encode("cp037", "ignore"), id="ebcdic"),
        pytest.param(LAUGHS.encode("utf-32-le"), id="utf-32"),
        pytest.param(b'<?xml encoding="punycode"?>' + GOOD.encode(), id="no text encoding"),
    ],
)
def test_encodings_that_could_hide_a_dtd(path: Path, document: bytes) -> None:
    assert code_of(write_zip(path, document)) == "word.damaged"


def test_nesting_without_end(path: Path) -> None:
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    deep = f"<w:document {W}><w:body>{start * 100_000}{end * 100_000}</w:body></w:document>"
    started = time.perf_counter()
    assert code_of(write_zip(path, deep)) == "word.too_deep"
    assert time.perf_counter() - started < 5


def test_nesting_as_deep_as_allowed(path: Path) -> None:
    start, end = "<w:tbl><w:tr><w:tc><w:p/>", "</w:tc></w:tr></w:tbl>"
    deep = f"<w:document {W}><w:body>{start * 80}{end * 80}</w:body></w:document>"
    (page,) = read_word(write_zip(path, deep), "docx")
    assert len(page.fragments) == 80


@pytest.mark.parametrize(
    "document",
    [
        GOOD[:-20],
        "",
        "<w:document/>",
        f"<w:document {W}/>",
        f"<w:hdr {W}><w:body/></w:hdr>",
        "<html><body>404</body></html>",
        "PK",
        b"\xff\xff\xff",
        GOOD.replace("甲", "\x00"),
        GOOD.replace("甲", "&undeclared;"),
    ],
)
def test_main_document_broken(path: Path, document: str | bytes) -> None:
    assert code_of(write_zip(path, document)) == "word.damaged"


# --- zip ---------------------------------------------------------------------


def test_no_main_document(path: Path) -> None:
    assert code_of(write_zip(path, None)) == "word.damaged"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "word/../../evil.bin", "/etc/evil", "..\\evil.xml", "C:/evil.xml"]
)
def test_names_that_leave_the_zip(path: Path, name: str) -> None:
    write_zip(path, **{name: "<a/>"})
    with pytest.raises(DocumentError) as caught:
        list(read_word(path, "docx"))
    assert caught.value.code == "word.damaged"
    assert "leaves the zip" in caught.value.message


def test_truncated(path: Path) -> None:
    data = write_zip(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert code_of(path) == "word.damaged"


def test_not_a_zip(path: Path) -> None:
    path.write_bytes(b"<html>")
    assert code_of(path) == "word.damaged"


def test_member_does_not_match_its_checksum(path: Path) -> None:
    data = bytearray(write_zip(path).read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 16] ^= 0xFF
    path.write_bytes(data)
    assert code_of(path) == "word.damaged"


def test_other_compression(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", GOOD)
    assert code_of(path) == "word.damaged"


def test_zip_with_password(path: Path) -> None:
    data = bytearray(write_zip(path).read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    path.write_bytes(data)
    assert code_of(path) == "word.encrypted"


def test_every_cut_of_a_good_file_is_damaged(path: Path) -> None:
    data = write_zip(path).read_bytes()
    for length in range(1, len(data) - 1, 7):
        path.write_bytes(data[:length])
        assert code_of(path) == "word.damaged"


def test_missing_empty_unsupported(path: Path) -> None:
    assert code_of(path) == "file.missing"
    assert code_of(path, "doc") == "file.missing"
    path.write_bytes(b"")
    assert code_of(path) == "file.empty"
    assert code_of(path, "doc") == "file.empty"
    assert code_of(path, "xls") == "file.unsupported"


# --- OLE ---------------------------------------------------------------------


def write_ole(path: Path, stream: str, flags: int = 0) -> Path:
    head = bytearray(512)
    head[:8] = OLE
    head[30:32] = struct.pack("<H", 9)
    directory = bytearray(512)
    name = stream.encode("utf-16-le")
    directory[128 : 128 + len(name)] = name
    directory[128 + 116 : 128 + 120] = struct.pack("<I", 1)
    content = struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags).ljust(512, b"\0")
    path.write_bytes(head + directory + content)
    return path


@pytest.mark.parametrize("kind", ["docx", "doc", "wps"])
def test_encrypted_docx(path: Path, kind: str) -> None:
    assert code_of(write_ole(path, "EncryptedPackage"), kind) == "word.encrypted"


def test_encrypted_doc(path: Path) -> None:
    assert code_of(write_ole(path, "WordDocument", 0x0100), "doc") == "word.encrypted"


def test_old_doc_named_docx(path: Path) -> None:
    assert code_of(write_ole(path, "WordDocument")) == "word.damaged"


# --- LibreOffice -------------------------------------------------------------


@pytest.fixture
def doc(tmp_path: Path) -> Path:
    return write_ole(tmp_path / "旧.doc", "WordDocument")


def fake_soffice(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


posix_only = pytest.mark.skipif(os.name != "posix", reason="the fake soffice is a shell script")


@posix_only
def test_libreoffice_that_hangs_is_killed_with_its_children(
    tmp_path: Path, doc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    script = f"sleep 300 & echo $! >> {pids}\necho $$ >> {pids}\nsleep 300"
    fake_soffice(tmp_path / "bin", script, monkeypatch)
    started = time.perf_counter()
    with pytest.raises(DocumentError) as caught, convert_to_docx(doc, timeout=1.0):
        pass
    assert caught.value.code == "tool.libreoffice_timeout"
    assert time.perf_counter() - started < 10
    numbers = [int(line) for line in pids.read_text().split()]
    assert len(numbers) == 2
    deadline = time.monotonic() + 5
    while any(map(is_running, numbers)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(is_running, numbers))


def is_running(pid: int) -> bool:
    """Killed orphans may stay as zombies where process 1 does not wait for them."""
    status = Path(f"/proc/{pid}/stat")
    if status.parent.parent.joinpath("self").exists():
        try:
            return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@posix_only
def test_libreoffice_is_given_bounds(
    tmp_path: Path, doc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    script = (
        f'for a; do case "$a" in -env:*) p="${{a#*file://}}";; esac; echo "$a"; done > {seen}\n'
        f'cat "$p/user/registrymodifications.xcu" >> {seen}\nexit 3'
    )
    fake_soffice(tmp_path / "bin", script, monkeypatch)
    with pytest.raises(DocumentError) as caught, convert_to_docx(doc):
        pass
    assert caught.value.code == "tool.libreoffice_failed"
    text = seen.read_text()
    assert text.isascii()
    assert "--headless" in text
    assert 'oor:name="MacroSecurityLevel" oor:op="fuse"><value>3<' in text
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true<' in text


@posix_only
def test_libreoffice_that_writes_nothing(
    tmp_path: Path, doc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_soffice(tmp_path / "bin", "exit 0", monkeypatch)
    assert code_of(doc, "doc") == "tool.libreoffice_failed"


@posix_only
def test_libreoffice_that_writes_garbage(
    tmp_path: Path, doc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; echo x > "$2/input.docx"'
    fake_soffice(tmp_path / "bin", script, monkeypatch)
    assert code_of(doc, "doc") == "word.damaged"


def test_libreoffice_missing(doc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError) as caught:
        list(read_word(doc, "doc"))
    assert caught.value.code == "tool.libreoffice_missing"
    assert ".doc" in caught.value.message


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_given_a_broken_doc(doc: Path) -> None:
    assert code_of(doc, "doc") == "tool.libreoffice_failed"
