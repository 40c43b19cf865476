"""How is a drawing written as SVG, in exact millimetres and with nothing but vectors?"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from labels.drawing import Area, Drawing, Mark, Text, rectangles
from labels.faces import Face

STYLES: Final[dict[Face, str]] = {
    "plain": 'font-family="Noto Sans, Noto Sans Symbols2, Arial, sans-serif"',
    "bold": (
        'font-family="Noto Sans, Noto Sans Symbols2, Arial, sans-serif" font-weight="bold"'
    ),
    "signs": 'font-family="Noto Sans Symbols2, sans-serif"',
    "mono": 'font-family="Cascadia Mono, Menlo, Consolas, monospace" font-weight="bold"',
}


def write(drawing: Drawing) -> str:
    """Return the drawing as an SVG document."""
    wide, high = _mm(drawing.width), _mm(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm"'
        f' viewBox="0 0 {wide} {high}" role="img" aria-label={quoteattr(drawing.title)}>'
    )
    lines = [
        head,
        f'<rect width="{wide}" height="{high}" fill="#fff"/>',
        *(_mark(mark) for mark in drawing.marks),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _mark(mark: Mark) -> str:
    if isinstance(mark, Text):
        return _text(mark)
    boxes = "".join(_box(area) for area in rectangles(mark))
    return f'<path shape-rendering="crispEdges" d="{boxes}"/>'


def _text(mark: Text) -> str:
    place = f'x="{_mm(mark.x)}" y="{_mm(mark.y)}"'
    if mark.rotated:
        place = f'transform="translate({_mm(mark.x)} {_mm(mark.y)}) rotate(90)"'
    # textLength keeps the measured width even where the viewer has another face.
    return (
        f'<text {place} font-size="{_mm(mark.size)}" {STYLES[mark.face]}'
        f' textLength="{_mm(mark.width)}" lengthAdjust="spacingAndGlyphs"'
        f' xml:space="preserve">{escape(mark.text)}</text>'
    )


def _box(area: Area) -> str:
    wide, high = _mm(area.width), _mm(area.height)
    return f"M{_mm(area.x)} {_mm(area.y)}h{wide}v{high}h-{wide}z"


def _mm(length: float) -> str:
    """Return a length to the tenth of a micrometre, without trailing zeros."""
    return f"{length:.4f}".rstrip("0").rstrip(".")
