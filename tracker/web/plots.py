"""How cold was it, hour by hour? A plot drawn by the server: the limits, and what lay between them."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from tracker.domain.readings import Bucket

WIDE, HIGH = 400, 270
LEFT, RIGHT, TOP, BOTTOM = 62, 10, 28, 54
"""Narrow, so that its words are still 12 pixels high where a telephone shows it 290 wide."""

LINE = 18
"""How far apart two figures of the scale must stand to be read."""


@dataclass(frozen=True)
class Limits:
    """The coldest and warmest allowed, in tenths of a degree Celsius."""

    low: int
    high: int


def temperature(buckets: tuple[Bucket, ...], limits: Limits, times: tuple[str, str]) -> str:
    """Return the plot as SVG; `times` are its two ends in words. A bar spans coldest to warmest."""
    scale = _Scale.of(buckets, limits)
    bars = "".join(_bar(scale, bucket, limits) for bucket in buckets)
    low, high = (_rule(scale, value) for value in (limits.low, limits.high))
    first, last = (_moment(*end) for end in zip(times, (LEFT, WIDE - RIGHT), strict=True))
    base = HIGH - BOTTOM
    ends = "".join(
        _number(scale, value)
        for value in (scale.top, scale.bottom)
        if all(
            abs(scale.y(value) - scale.y(limit)) >= LINE for limit in (limits.low, limits.high)
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" '
        'font-family="sans-serif" font-size="17">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>'
        f'<rect x="{LEFT}" y="{scale.y(limits.high):.1f}" width="{WIDE - LEFT - RIGHT}" '
        f'height="{scale.y(limits.low) - scale.y(limits.high):.1f}" fill="#e2efef"/>'
        f"{low}{high}{bars}"
        f'<path d="M{LEFT} {TOP}V{base}H{WIDE - RIGHT}" fill="none" stroke="#4a5d63"/>'
        f'<text x="{LEFT}" y="16" fill="#4a5d63">°C</text>'
        f'<g fill="#14262b">{first}</g>'
        f'<g fill="#14262b" text-anchor="end">{last}</g>'
        f"{ends}</svg>"
    )


def _moment(text: str, x: int) -> str:
    """Return a moment as two lines, day and time: two moments in one line would not fit."""
    day, _, clock = text.rpartition(", ")
    return (
        f'<text x="{x}" y="{HIGH - 32}">{escape(day)}</text>'
        f'<text x="{x}" y="{HIGH - 10}">{escape(clock)}</text>'
    )


@dataclass(frozen=True)
class _Scale:
    """Where a time and a temperature lie on the picture."""

    since: int
    until: int
    bottom: int
    top: int

    @classmethod
    def of(cls, buckets: tuple[Bucket, ...], limits: Limits) -> _Scale:
        coldest = min(limits.low, *(low for _, low, _ in buckets), limits.high)
        warmest = max(limits.high, *(high for _, _, high in buckets), limits.low)
        room = max(10, (warmest - coldest) // 12)
        return cls(buckets[0][0], buckets[-1][0], coldest - room, warmest + room)

    def x(self, at: int) -> float:
        part = (at - self.since) / max(1, self.until - self.since)
        return LEFT + 3 + part * (WIDE - LEFT - RIGHT - 6)

    def y(self, tenths: int) -> float:
        part = (tenths - self.bottom) / (self.top - self.bottom)
        return HIGH - BOTTOM - part * (HIGH - BOTTOM - TOP)


def _bar(scale: _Scale, bucket: Bucket, limits: Limits) -> str:
    at, low, high = bucket
    out = low < limits.low or high > limits.high
    x, y = scale.x(at), scale.y(high)
    tall = max(2.0, scale.y(low) - y)
    colour, wide = ("#8a4b00", 4) if out else ("#0b5a63", 2)
    return (
        f'<rect x="{x - wide / 2:.1f}" y="{y:.1f}" width="{wide}" height="{tall:.1f}" '
        f'fill="{colour}"/>'
    )


def _rule(scale: _Scale, tenths: int) -> str:
    y = scale.y(tenths)
    return (
        f'<path d="M{LEFT} {y:.1f}H{WIDE - RIGHT}" stroke="#8a4b00" stroke-dasharray="6 4"/>'
        f"{_number(scale, tenths)}"
    )


def _number(scale: _Scale, tenths: int) -> str:
    return (
        f'<text x="{LEFT - 6}" y="{scale.y(tenths) + 4:.1f}" fill="#14262b" '
        f'text-anchor="end">{tenths / 10:g}</text>'
    )
