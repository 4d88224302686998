"""Letters of a page as phrases in lines: what stands together, and what kind it is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.pdf.glyphs import Run
from extractor.pdf.layout import text_lines

JOIN = 0.55  # of a character's height: words farther apart are not one phrase
WIDE = 1.0  # of a character's height: phrases farther apart are in different columns
SPACE = 0.15  # of a character's height: letters farther apart are of two words
JUSTIFIED_WORDS = 5
MOST_STRETCHED = 2.0  # of a character's height: a space in justified text is no wider
LEADERS = 4  # dots in a row that lead the eye to a column

_NUMBER = re.compile(
    r"[(\[<>≥≤=~≈+±\-–−—]*\s*(?:[$€£¥]|US\$|EUR|USD)?\s*[(\-–−+]?\d[\d.,\s]*"
    r"(?:\s*[%‰)\]*†‡§])*(?:\s*\(?\w{1,2}\)?)?[*†‡§]*"
)
_PLAIN = re.compile(r"[+\-–−]?[$€£¥]?\d[\d,]*(?:\.\d+)?%?")
_THOUSANDS = re.compile(r"\d{3}(?:[.,]\d+)?%?")
_BLANK = re.compile(
    r"[-–—−.·…:*x×]{1,3}|n\.?\s?[ad]\.?|n/a|\(?[a-z]\)|[$€£¥]\s*[-–—−]|无|\.{2,}", re.I
)
_YEAR = re.compile(r"(?:FY\s*)?(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?(?:\s*\(?[a-z\d]\)?)?\*?年?")


class Phrase(NamedTuple):
    """Words of one line without a wide gap between them."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    letters: tuple[Run, ...]

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    def is_data(self) -> bool:
        """Whether it is a number that is no year, or a sign for no number."""
        return is_number(self.text) and not is_year(self.text)


class TextLine(NamedTuple):
    """A line of text as its phrases from left to right."""

    top: float
    bottom: float
    phrases: tuple[Phrase, ...]

    @property
    def size(self) -> float:
        return max(phrase.bottom - phrase.top for phrase in self.phrases)

    def stretches(self) -> list[tuple[float, float]]:
        """Where text stands, what no wide gap parts being one stretch."""
        found: list[tuple[float, float]] = []
        for phrase in self.phrases:
            if found and phrase.x0 - found[-1][1] <= WIDE * self.size:
                found[-1] = (found[-1][0], max(found[-1][1], phrase.x1))
            else:
                found.append((phrase.x0, phrase.x1))
        return found


class Gutter(NamedTuple):
    """A strip between two columns."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def is_number(text: str) -> bool:
    """Whether a text is a number with its signs, or stands for one (–, n.a.)."""
    return bool(_NUMBER.fullmatch(text) or _BLANK.fullmatch(text))


def is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text))


def letters_of(runs: Iterable[Run]) -> list[Run]:
    """The letters of runs that can be seen. Two letters f that one glyph (ﬀ) stands for
    have one box, like a letter drawn twice; they are kept as one run."""
    found: list[Run] = []
    for run in runs:
        for letter in run.letters() if not run.hidden else ():
            if letter.text == "f" and found and _is_twin(found[-1], letter):
                found[-1] = replace(letter, start=found[-1].start, text="ff")
            else:
                found.append(letter)
    return found


def _is_twin(last: Run, letter: Run) -> bool:
    return last.text == letter.text and (last.start + 1, last.x0) == (letter.start, letter.x0)


def phrase_lines(letters: Sequence[Run]) -> list[TextLine]:
    """The lines of phrases, from top to bottom."""
    made = []
    for line in text_lines(letters):
        phrases = tuple(_phrases(line))
        if phrases:
            made.append(line_of(phrases))
    return made


def line_of(phrases: Sequence[Phrase]) -> TextLine:
    return TextLine(
        min(phrase.top for phrase in phrases),
        max(phrase.bottom for phrase in phrases),
        tuple(phrases),
    )


def _phrases(line: Sequence[Run]) -> Iterator[Phrase]:
    if _is_justified(line):
        shown = [place for place, letter in enumerate(line) if not letter.text.isspace()]
        yield phrase_of(line[shown[0] : shown[-1] + 1])
        return
    group: list[Run] = []
    spaces: list[Run] = []
    for letter in line:
        if letter.text.isspace():
            spaces.append(letter)
            continue
        if group:
            size = max(letter.bottom - letter.top, group[-1].bottom - group[-1].top)
            apart = letter.x0 - group[-1].x1 > JOIN * size
            if apart or (letter.text != "." and _ends_in_leaders(group)):
                yield from _several_numbers(phrase_of(group))
                group = []
            else:
                group += spaces
        spaces = []
        group.append(letter)
    if group:
        yield from _several_numbers(phrase_of(group))


def _is_justified(line: Sequence[Run]) -> bool:
    """Whether a line is running text with all its spaces stretched alike."""
    begins: list[str] = []
    gaps = []
    last: Run | None = None
    for letter in line:
        if letter.text.isspace():
            continue
        size = letter.bottom - letter.top
        if size <= 0:  # nothing a gap could be measured by
            return False
        if last is None or letter.x0 - last.x1 > SPACE * size:
            begins.append(letter.text)
            if last is not None:
                gaps.append((letter.x0 - last.x1) / size)
        last = letter
    words = len(begins)
    lower = sum(1 for text in begins if text.islower())
    return (
        words >= JUSTIFIED_WORDS
        and JOIN < max(gaps) < MOST_STRETCHED
        and min(gaps) > 0.5 * max(gaps)
        and lower > 0.4 * words
    )


def words_of(phrase: Phrase) -> list[Phrase]:
    """The words of a phrase, parted by spaces or gaps."""
    words: list[list[Run]] = [[]]
    for letter in phrase.letters:
        last = words[-1][-1] if words[-1] else None
        size = letter.bottom - letter.top
        if letter.text.isspace() or (last and letter.x0 - last.x1 > SPACE * size):
            words.append([])
        if not letter.text.isspace():
            words[-1].append(letter)
    return [phrase_of(word) for word in words if word]


def _several_numbers(phrase: Phrase) -> Iterator[Phrase]:
    """The phrase, or each of its words where all are numbers and no spaces between the
    thousands of one: columns set close."""
    words = phrase.text.split()
    thousands = all(_THOUSANDS.fullmatch(word) for word in words[1:])
    if len(words) < 2 or thousands or not all(_PLAIN.fullmatch(word) for word in words):
        yield phrase
        return
    word: list[Run] = []
    for letter in phrase.letters:
        if not letter.text.isspace():
            word.append(letter)
        elif word:
            yield phrase_of(word)
            word = []
    yield phrase_of(word)


def _ends_in_leaders(group: Sequence[Run]) -> bool:
    dots = [letter.text for letter in group if letter.text != " "][-LEADERS:]
    return len(dots) == LEADERS and set(dots) == {"."}


def phrase_of(letters: Sequence[Run]) -> Phrase:
    """The letters, in order and with spaces between words only, as a phrase."""
    shown = [letter for letter in letters if not letter.text.isspace()]
    return Phrase(
        min(letter.x0 for letter in shown),
        max(letter.x1 for letter in shown),
        min(letter.top for letter in shown),
        max(letter.bottom for letter in shown),
        "".join(letter.text for letter in letters),
        tuple(letters),
    )


def cut_at(
    phrase: Phrase, left: float, right: float, *, widest: bool
) -> tuple[Phrase, Phrase] | None:
    """The phrase in two where a gap between words lies around left–right; None without.

    With ``widest`` only where that gap is wider than all others of the phrase.
    """
    shown = [place for place, letter in enumerate(phrase.letters) if not letter.text.isspace()]
    gaps = [
        (phrase.letters[b].x0 - phrase.letters[a].x1, a, b) for a, b in itertools.pairwise(shown)
    ]
    size, middle = phrase.bottom - phrase.top, (left + right) / 2
    fitting = []
    for gap, a, b in gaps:
        before, after = phrase.letters[a].x1, phrase.letters[b].x0
        others = max((other for other, place, _ in gaps if place != a), default=0.0)
        least = max(0.45 * size, 1.3 * others) if widest else 0.15 * size
        if before <= right and after >= left and gap > least:
            fitting.append((abs((before + after) / 2 - middle), a, b))
    if not fitting:
        return None
    _, a, b = min(fitting)
    return phrase_of(phrase.letters[: a + 1]), phrase_of(phrase.letters[b:])
