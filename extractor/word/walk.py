"""One pass over the body of a Word document: its lines and tables in order.

Linear in the size of the document. A text box outside the tables follows its
paragraph, and a table within another that is one of its own follows that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from extractor.model import Fragment, Line, Problem
from extractor.text import join_lines
from extractor.word import tags
from extractor.word.notes import Note, notes_of, problems_of
from extractor.word.runs import BOX, NOTHING, Given, read_paragraph
from extractor.word.tables import BLOCKS, Reading, read_table
from extractor.word.tags import Element, unwrapped

# A title and its unit note stand close above a table; a report's prose does not help.
MAX_ABOVE = 40


def walk(body: Element, given: Given = NOTHING) -> Iterator[Line | Fragment | Problem]:
    """Yield the paragraphs and tables of ``body`` (w:body) in document order.

    ``given`` is what other parts of the file say of the text. What was left out is told
    after each table, and at the end for the text outside them.
    """
    above: deque[Line] = deque(maxlen=MAX_ABOVE)
    notes: list[Note] = []
    number = 0
    stack: list[Iterator[Element | Reading]] = [unwrapped(body, BLOCKS)]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
        elif isinstance(block, Reading):
            if block.fragment is not None:
                number += 1
                yield replace(block.fragment, above=tuple(above))
                above.clear()
            yield from problems_of(block.notes, number if block.fragment else None)
            stack.append(iter(block.inner))
        elif block.tag == tags.P:
            paragraph = read_paragraph(block, given)
            text = join_lines(paragraph.lines).replace(BOX, "")
            if text:
                line = Line(text=text, bbox=None)
                above.append(line)
                yield line
            notes.extend(notes_of(paragraph))
            stack.extend(unwrapped(box.content, BLOCKS) for box in reversed(paragraph.boxes))
        elif block.tag == tags.TBL:
            stack.append(iter((read_table(block, given),)))
        else:
            notes.append(Note("word.part_unread", None))
    yield from problems_of(notes)
