"""What an OLE compound file (old .doc, encrypted .docx) tells by its directory.

Only the directory is read, sector by sector and within bounds; a chain that is
broken or runs in a circle ends where it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import unpack
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEAD = 512
_ENTRY = 128  # bytes of a directory entry, which begins with the stream's name
_NAME = 64
_MARKS = 0xFFFFFFFA  # sector numbers from here on are marks: end of chain, free …
_MOST_SECTORS = 8192  # of the directory
_MOST_LISTS = 1000  # sectors that list where the FAT is: enough for 8 GB
_WORD_MAGIC = 0xA5EC
_F_ENCRYPTED = 0x0100


def read_directory(file: BinaryIO) -> dict[str, int]:
    """The streams by name, with the byte at which each begins; {} if unreadable.

    Where a stream of less than 4096 bytes begins is not told right.
    """
    file.seek(0)
    head = file.read(_HEAD)
    shift = int.from_bytes(head[30:32], "little")
    if not head.startswith(MAGIC) or len(head) < _HEAD or shift not in (9, 12):
        return {}
    found: dict[str, int] = {}
    for sector in _directory_sectors(file, head, shift):
        file.seek((sector + 1) << shift)
        data = file.read(1 << shift)
        for at in range(0, len(data) - _ENTRY + 1, _ENTRY):
            name = data[at : at + _NAME].decode("utf-16-le", "replace").split("\0")[0]
            start = int.from_bytes(data[at + 116 : at + 120], "little")
            if name:
                found.setdefault(name, (start + 1) << shift)
    return found


def is_encrypted(file: BinaryIO) -> bool:
    """Whether it is an encrypted .docx in its OLE wrapping, or an encrypted .doc.

    The flag of a .doc stands in the head of its main stream, itself never encrypted.
    """
    streams = read_directory(file)
    if "EncryptedPackage" in streams:
        return True
    if "WordDocument" not in streams:
        return False
    file.seek(streams["WordDocument"])
    head = file.read(12)
    if int.from_bytes(head[:2], "little") != _WORD_MAGIC:
        return False
    return bool(int.from_bytes(head[10:12], "little") & _F_ENCRYPTED)


def _directory_sectors(file: BinaryIO, head: bytes, shift: int) -> Iterator[int]:
    """The directory's sectors, by their chain in the FAT."""
    fat = _fat_sectors(file, head, shift)
    in_a_sector = (1 << shift) // 4
    seen: set[int] = set()
    sector = int.from_bytes(head[48:52], "little")
    while sector < _MARKS and sector not in seen and len(seen) < _MOST_SECTORS:
        yield sector
        seen.add(sector)
        if sector // in_a_sector >= len(fat):
            return
        file.seek(((fat[sector // in_a_sector] + 1) << shift) + 4 * (sector % in_a_sector))
        sector = int.from_bytes(file.read(4).ljust(4, b"\xff"), "little")


def _fat_sectors(file: BinaryIO, head: bytes, shift: int) -> Sequence[int]:
    """Where the FAT is: 109 numbers in the head, the others in a chain of sectors."""
    numbers = list(unpack("<109I", head[76:_HEAD]))
    size = 1 << shift
    following = int.from_bytes(head[68:72], "little")
    for _ in range(_MOST_LISTS):
        if following >= _MARKS:
            break
        file.seek((following + 1) << shift)
        data = file.read(size)
        if len(data) < size:
            break
        *more, following = unpack(f"<{size // 4}I", data)
        numbers += more
    return numbers
