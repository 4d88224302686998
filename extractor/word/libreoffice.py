"""Old and foreign formats (.doc, .rtf, .odt, .wps) by way of LibreOffice.

Each run has a profile of its own, since two runs may not share one, and since
the user's profile may allow macros. Ours does not, nor links to elsewhere.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.codes import DocumentError
from extractor.platform import run_bounded
from extractor.word import ole

TIMEOUT = 60.0

_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
)
_SUFFIXES = ((ole.MAGIC, ".doc"), (b"{\\rt", ".rtf"), (b"PK\x03\x04", ".odt"))


@contextmanager
def convert_to_docx(path: Path, timeout: float = TIMEOUT) -> Iterator[Path]:
    """Convert the file; the .docx is there only inside the ``with``."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise DocumentError("tool.libreoffice_missing", path.suffix.lower() or path.name)
    with tempfile.TemporaryDirectory(prefix="word-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        _write_profile(folder / "profile")
        source = _copy_in(path, folder)
        _convert(program, source, folder, timeout)
        converted = folder / "out" / "input.docx"
        if not converted.is_file():  # the exit status is 0 even when loading fails
            raise DocumentError("tool.libreoffice_failed", "no output was written")
        yield converted


def _convert(program: str, source: Path, folder: Path, timeout: float) -> None:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    try:
        finished = run_bounded(command, timeout)
    except subprocess.TimeoutExpired as error:
        raise DocumentError("tool.libreoffice_timeout", f"{timeout:g}") from error
    except OSError as error:
        raise DocumentError("tool.libreoffice_failed", str(error)) from error
    if finished.returncode != 0:
        said = finished.stdout.strip().splitlines()[-1:] or [""]
        raise DocumentError(
            "tool.libreoffice_failed", f"exit status {finished.returncode} {said[0]}".strip()
        )


def _copy_in(path: Path, folder: Path) -> Path:
    """Copy under an ASCII name, with the suffix that the content asks for.

    LibreOffice goes by the suffix first, and a .wps is a .doc under another name.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(ole.MAGIC))
        suffix = next((suffix for magic, suffix in _SUFFIXES if head.startswith(magic)), ".doc")
        return Path(shutil.copyfile(path, folder / f"input{suffix}"))
    except OSError as error:
        raise DocumentError("file.missing", str(path)) from error


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{node}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for node, name, value in _SETTINGS
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
