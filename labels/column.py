"""How do lines of text and codes stack up inside a given area without ever leaving it?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from labels.drawing import Area, Mark, Text, frame
from labels.faces import ASCENT, DESCENT, Face, printable, width
from labels.symbols import bars
from labels.unprintable import Unprintable

SMALLEST: Final = 2.0
"""Millimetres per em; capitals of about 1.5 mm. Nothing on a label is smaller than this."""
LEADING: Final = ASCENT + DESCENT + 0.12
PARTING: Final = 0.2
"""White between two paragraphs, per em."""
LARGE: Final = 1.6
"""The last six characters of an identifier, measured by its first ones."""
LAST: Final = 6


@dataclass
class Column:
    """A growing stack of marks; `top` moves down as things are added."""

    area: Area
    marks: list[Mark] = field(default_factory=list)
    top: float = 0

    def __post_init__(self) -> None:
        self.top = self.area.y

    @property
    def left(self) -> float:
        """What height is left."""
        return self.area.y + self.area.height - self.top

    def gap(self, height: float) -> None:
        """Leave `height` white."""
        self.top += height

    def line(
        self, text: str, size: float, face: Face = "plain", least: float = SMALLEST
    ) -> None:
        """Add one line, at most `size` and at least `least` large; refuse what does not fit."""
        composed = printable(text, face)
        if not composed.strip():
            return
        fitting = self._fit(composed, size, face, least)
        baseline = self._take(LEADING * fitting, text) + ASCENT * fitting
        self.marks.append(Text(self.area.x, baseline, composed, fitting, face))

    def paragraph(self, text: str, size: float, face: Face = "plain") -> None:
        """Add as many lines of `size` as the words need; a long word is set smaller."""
        for words in self._wrapped(printable(text, face), size, face):
            self.line(words, size, face)

    def largest(self, text: str, size: float, face: Face, height: float) -> None:
        """Add a paragraph as large as `height` allows, at most `size`."""
        composed = printable(text, face)
        while size > SMALLEST:
            lines = self._wrapped(composed, size, face)
            wide = max((width(line, face, size) for line in lines), default=0)
            if wide <= self.area.width and len(lines) * LEADING * size <= height:
                break
            size = max(SMALLEST, size * 0.95)
        self.paragraph(text, size, face)

    def fill(self, sentences: tuple[str, ...], size: float, face: Face) -> None:
        """Add paragraphs, all as large as the height that is left allows, at most `size`."""
        composed = [printable(sentence, face) for sentence in sentences if sentence]
        while size > SMALLEST and self._height(composed, size, face) > self.left:
            size = max(SMALLEST, size * 0.95)
        for sentence in composed:
            self.paragraph(sentence, size, face)
            self.top += min(PARTING * size, self.left)

    def _height(self, sentences: list[str], size: float, face: Face) -> float:
        lines = sum(len(self._wrapped(sentence, size, face)) for sentence in sentences)
        return (lines * LEADING + len(sentences) * PARTING) * size

    def code(self, content: str, height: float, *, inset: float = 0) -> None:
        """Add a linear code, its quiet zone `inset` from the left edge."""
        y = self._take(height, f"the code {content}")
        place = Area(self.area.x + inset, y, self.area.width - inset, height)
        self.marks.append(bars(content, place))

    def identifier(self, text: str, check: str, size: float, caption: str = "") -> None:
        """Add an identifier: its last six characters large, its check character in a box.

        Where it is too long for one line, its end stands on a line of its own.
        """
        head, tail = (printable(part, "mono") for part in parted(text))
        check = printable(check, "mono")
        fitting = self._identifier_size((caption, head, tail, check), size)
        if fitting is None:
            self.line(f"{caption} {head}".strip(), SMALLEST, "mono")
            caption = head = ""
            fitting = self._identifier_size((caption, head, tail, check), SMALLEST)
        if fitting is None:
            raise Unprintable("label_overflow", f"the text “{text}”")
        size, large = fitting, fitting * LARGE
        baseline = self._take(LEADING * large, text) + ASCENT * large
        x = self.area.x
        for part, face, high in _parts(caption, head, tail, size):
            self.marks.append(Text(x, baseline, part, high, face))
            x += width(part, face, high)
        if check:
            self._boxed(check, x + 0.3 * size, baseline, size * 1.2)

    def _identifier_size(self, parts: tuple[str, str, str, str], size: float) -> float | None:
        """Return the largest size at which an identifier fits one line, or None."""
        caption, head, tail, check = parts
        while size >= SMALLEST:
            set_out = _parts(caption, head, tail, size)
            needed = sum(width(part, face, high) for part, face, high in set_out)
            if needed + (1.9 * size if check else 0) <= self.area.width:
                return size
            size = round(size - 0.1, 3)
        return None

    def _boxed(self, check: str, x: float, baseline: float, size: float) -> None:
        inner = width(check, "mono", size)
        pad, line = 0.25 * size, 0.25
        top = baseline - ASCENT * size - pad
        tall = (ASCENT + DESCENT) * size + 2 * pad - DESCENT * size * 0.5
        self.marks += frame(Area(x, top, inner + 2 * pad, tall), line)
        self.marks.append(Text(x + pad, baseline, check, size, "mono"))

    def _take(self, height: float, what: str) -> float:
        if height > self.left + 1e-6:
            raise Unprintable("label_overflow", f"the text “{what}”")
        start = self.top
        self.top += height
        return start

    def _fit(self, text: str, size: float, face: Face, least: float) -> float:
        natural = width(text, face, size)
        fitting = size if natural <= self.area.width else size * self.area.width / natural
        if fitting < least:
            raise Unprintable("label_overflow", f"the text “{text}”")
        return fitting

    def _wrapped(self, text: str, size: float, face: Face) -> list[str]:
        lines: list[str] = []
        for word in text.split(" "):  # a no-break space holds a value and its unit together
            if not word:
                continue
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and width(longer, face, size) <= self.area.width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


def parted(text: str) -> tuple[str, str]:
    """Return an identifier without its last six characters, and these; blanks only group them."""
    start = len(text)
    while start and len(text[start:].replace(" ", "")) < LAST:
        start -= 1
    return text[:start], text[start:]


def _parts(caption: str, head: str, tail: str, size: float) -> list[tuple[str, Face, float]]:
    small = max(SMALLEST, size * 0.7)
    named: list[tuple[str, Face, float]] = [(f"{caption} ", "mono", small)] if caption else []
    parts: list[tuple[str, Face, float]] = [(head, "mono", size), (tail, "mono", size * LARGE)]
    return [*named, *(part for part in parts if part[0])]
