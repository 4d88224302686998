"""The objects of a PDF by pdfminer, for the few things that pdfium does not tell.

Importing this loads pdfminer, so it is imported only where something is to be looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef
from pdfminer.psexceptions import PSException

from extractor.pdf.thirdparty import parsing


class _Document(PDFDocument):
    """A document no object of which is a reference: one may refer to itself, and pdfminer
    would follow it for ever."""

    def getobj(self, objid: int) -> object:
        found = super().getobj(objid)
        followed = {objid}
        while isinstance(found, PDFObjRef):
            if found.objid in followed:
                return None
            followed.add(found.objid)
            found = super().getobj(found.objid)
        return found


def looking_up() -> AbstractContextManager[None]:
    """Around looking up, and nothing else: what pdfminer cannot read is a DocumentError."""
    return parsing("pdf.damaged", named=(PSException,), encrypted=PDFEncryptionError)


@contextmanager
def opened(path: Path, password: str | None) -> Iterator[Any]:
    """The document, as pdfminer has it; inside the ``with`` it is :func:`looking_up`."""
    with path.open("rb") as file, looking_up():
        yield _Document(PDFParser(file), password=password or "")
