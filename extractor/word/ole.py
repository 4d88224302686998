"""What an OLE compound file (old .doc, encrypted .docx) tells without reading it."""

from __future__ import annotations

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128  # bytes of a directory entry, which begins with the stream's name
_WORD_MAGIC = 0xA5EC
_F_ENCRYPTED = 0x0100


def is_encrypted(data: bytes) -> bool:
    """Whether ``data`` is an encrypted .docx in its OLE wrapping, or an encrypted .doc."""
    if not data.startswith(MAGIC):
        return False
    return _entry(data, "EncryptedPackage") is not None or _is_encrypted_doc(data)


def _entry(data: bytes, name: str) -> int | None:
    """Where the directory entry of the stream ``name`` is, None if there is none.

    Entries are aligned in the file, so the sector chain need not be followed.
    """
    wanted = (name + "\0").encode("utf-16-le")
    at = data.find(wanted, len(MAGIC))
    while at >= 0 and at % _ENTRY:
        at = data.find(wanted, at + 1)
    return at if at >= 0 else None


def _is_encrypted_doc(data: bytes) -> bool:
    """The flag stands in the head of the stream WordDocument, itself never encrypted."""
    entry = _entry(data, "WordDocument")
    if entry is None:
        return False
    shift = int.from_bytes(data[30:32], "little")
    sector = int.from_bytes(data[entry + 116 : entry + 120], "little")
    if shift not in (9, 12):
        return False
    start = (sector + 1) << shift
    head = data[start : start + 12]
    if int.from_bytes(head[:2], "little") != _WORD_MAGIC:
        return False
    return bool(int.from_bytes(head[10:12], "little") & _F_ENCRYPTED)
