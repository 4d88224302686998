"""The line between us and the parsers of others (pdfminer, playa, camelot).

On a damaged file such a parser raises whatever its code came to: a KeyError for an
object that is not there, a TypeError for a box of names. None of that can be listed
by reading its documentation, and none is our mistake. So a call into it, with hardly
more inside than that call, stands in :func:`parsing`, which turns what a value that is
not as expected can raise into a coded problem. The same exceptions raised by our own
code are faults of ours and are not caught here, nor are a lack of memory or Ctrl-C.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from extractor.codes import DocumentError

CRASHES: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,  # among them of recursion, and of what is not implemented
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def parsing(
    code: str,
    page: int | None = None,
    *,
    named: tuple[type[Exception], ...],
    encrypted: type[Exception],
) -> Iterator[None]:
    """Around a call into a parser: what it raises becomes a DocumentError.

    ``named`` are the exceptions the parser has of its own, ``encrypted`` that for a
    password that is missing or wrong; ``code`` and ``page`` say what failed otherwise.
    """
    try:
        yield
    except (*CRASHES, *named) as error:
        wrapped = error.args[0] if error.args else None  # pdfplumber does so
        cause = wrapped if isinstance(wrapped, Exception) else error
        if isinstance(cause, encrypted):
            raise DocumentError("pdf.encrypted") from error
        kind = type(cause).__name__
        raise DocumentError(code, f"{kind}: {cause}" if str(cause) else kind, page=page) from error
