"""Will there be room? A plot drawn by the server: the places of each week, and what is meant for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.reads.expected_releases import Week

WIDE, HIGH = 480, 260
LEFT, RIGHT, TOP, BOTTOM = 38, 6, 18, 40
"""Narrow, so that its words are still 12 pixels high where a telephone shows it 360 wide."""

PLACES, HELD, RELEASE, SHORT, INK = "#e2efef", "#0b5a63", "#14262b", "#8a4b00", "#14262b"
BASE: Final = HIGH - BOTTOM


def plot(weeks: tuple[Week, ...]) -> str:
    """Return the plot as SVG; a table with the same numbers stands beside it on the page.

    In each week a pale bar is as high as there are places; in it what is held (dark), and above that
    what is only pencilled in (striped; brown where there is no room). A diamond stands for releases.
    """
    most = max(1, *(_highest(week) for week in weeks))
    width = (WIDE - LEFT - RIGHT) / len(weeks)
    columns = "".join(
        _Column(LEFT + number * width, width, most).drawn(week, named=number % 2 == 0)
        for number, week in enumerate(weeks)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" '
        f'font-family="sans-serif" font-size="20" fill="{INK}">'
        f"<defs>{_stripes('unsure', HELD)}{_stripes('short', SHORT)}</defs>"
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>{_scale(most)}{columns}'
        f'<path d="M{LEFT} {TOP}V{BASE}H{WIDE - RIGHT}" fill="none" stroke="#4a5d63"/></svg>'
    )


def _highest(week: Week) -> int:
    return max(week.places, week.held + week.pencilled, week.releases)


def _stripes(name: str, colour: str) -> str:
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
        f'<rect width="3" height="6" fill="{colour}"/></pattern>'
    )


def _scale(most: int) -> str:
    return "".join(
        f'<text x="{LEFT - 6}" y="{_y(step, most) + 6:.1f}" text-anchor="end">{step}</text>'
        for step in sorted({0, most // 2, most})
    )


def _y(count: int, most: int) -> float:
    return BASE - count / most * (BASE - TOP)


@dataclass(frozen=True)
class _Column:
    """Where one week stands on the picture."""

    left: float
    width: float
    most: int

    def drawn(self, week: Week, *, named: bool) -> str:
        both = week.held + week.pencilled
        name = (
            f'<text x="{self.left + 2:.1f}" y="{HIGH - 14}">'
            f"{week.monday.day} {week.monday:%b}</text>"
        )
        return (
            self._bar(PLACES, 0, week.places)
            + self._bar(HELD, 0, week.held)
            + self._bar(f"url(#{'short' if week.short else 'unsure'})", week.held, both)
            + (self._diamond(week.releases) if week.releases else "")
            + (name if named else "")
        )

    def _bar(self, fill: str, low: int, high: int) -> str:
        if high <= low:
            return ""
        top, bottom = _y(high, self.most), _y(low, self.most)
        return (
            f'<rect x="{self.left + 4:.1f}" y="{top:.1f}" width="{self.width - 8:.1f}" '
            f'height="{bottom - top:.1f}" fill="{fill}" stroke="{HELD}"/>'
        )

    def _diamond(self, count: int) -> str:
        x, y = self.left + self.width / 2, _y(count, self.most)
        return (
            f'<path d="M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9z" fill="{RELEASE}" '
            'stroke="#ffffff" stroke-width="2"/>'
        )
