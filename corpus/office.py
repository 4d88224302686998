"""Convert a Word file with LibreOffice, in a profile of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

EPOCH = "1795478400"  # 2026-11-24T00:00:00Z
FILTERS = {".pdf": "pdf:writer_pdf_Export", ".doc": "doc:MS Word 97"}


def convert(source: Path, target: Path) -> None:
    """Write `source` as the kind of file the target's name says."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                FILTERS[target.suffix],
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "TZ": "UTC"},
            timeout=180,
        )
        made = Path(folder, source.stem + target.suffix)
        if target.suffix == ".pdf":
            made.write_bytes(_settle(made.read_bytes()))
        shutil.copyfile(made, target)


def _settle(data: bytes) -> bytes:
    """Put fixed values, of the same length, where the file names its hour of birth."""
    data = re.sub(rb"/CreationDate\(D:[^)]*\)", _fixed_date, data)
    data = re.sub(rb"(/ID \[ )(<[0-9A-F]+>\s*<[0-9A-F]+>)", _zeros, data)
    return re.sub(rb"(/DocChecksum )(/[0-9A-F]+)", _zeros, data)


def _fixed_date(match: re.Match[bytes]) -> bytes:
    head = b"/CreationDate(D:20261124000000Z"
    return head + b" " * (len(match[0]) - len(head) - 1) + b")"


def _zeros(match: re.Match[bytes]) -> bytes:
    return match[1] + re.sub(rb"[0-9A-F]", b"0", match[2])
