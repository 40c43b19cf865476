"""Which figures of a protocol contradict each other, or come from nowhere?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from tracker.domain.protocol import Protocol, Regimen, SecondDose, VisitRules

CONFIDENCES: Final = ("H", "M", "L")


def found(protocol: Protocol) -> Iterator[str]:
    """Yield every figure that cannot be right, and every one without a source."""
    yield from _limit_faults(protocol)
    for regimen in protocol.visit.regimens:
        yield from _regimen_faults(regimen)
    yield from _second_dose_faults(protocol.visit.second_dose)
    yield from _repeated("visit.regimens", [each.name for each in protocol.visit.regimens])
    yield from _repeated("visit.readiness", [each.code for each in protocol.visit.readiness])
    yield from _repeated("release_tests", list(protocol.release_tests))
    yield from _source_faults(protocol)


def _limit_faults(protocol: Protocol) -> Iterator[str]:
    material, infusion = protocol.material, protocol.infusion
    pairs: list[tuple[str, int | None, int | None]] = [
        ("material.out_c_tenths", material.out_min_c_tenths, material.out_max_c_tenths),
        ("material.back_c_tenths", material.back_min_c_tenths, material.back_max_c_tenths),
        ("target: cd3_e6 to tnc_e6", protocol.target.cd3_e6, protocol.target.tnc_e6 or None),
        ("infusion", infusion.thaw_to_start_minutes, infusion.thaw_to_end_minutes),
    ]
    pairs += [
        (f"visit.readiness[{test.code}]", test.from_day, test.to_day)
        for test in protocol.visit.readiness
    ]
    pairs += [(f"ranges_days.{name}", *limits) for name, limits in protocol.ranges_days.items()]
    for at, low, high in pairs:
        if low is not None and high is not None and low > high:
            yield f"{at}: the lower limit {low} is above the upper limit {high}."
    yield from _material_faults(protocol)
    yield from _follow_up_faults(protocol.visit)


def _follow_up_faults(visit: VisitRules) -> Iterator[str]:
    days, until = visit.follow_up_days, visit.follow_up_until_days
    if not days:
        yield "visit.follow_up_days: at least one check-up is needed."
    if list(days) != sorted(set(days)) or any(day < 1 for day in days):
        yield "visit.follow_up_days must rise from day 1 on."
    if until is None:
        return
    nexts = (*days[1:], math.inf)
    if len(until) != len(days) or not all(
        day <= last < following
        for day, last, following in zip(days, until, nexts, strict=False)
    ):
        yield (
            "visit.follow_up_until_days: one day for each check-up, not before it and before the "
            "next one."
        )


def _material_faults(protocol: Protocol) -> Iterator[str]:
    material = protocol.material
    if material.freezes_at_site and material.freeze_within_hours is None:
        yield "material.freeze_within_hours is missing: the site freezes and needs the limit."
    if not material.freezes_at_site and material.freeze_within_hours is not None:
        yield "material.freeze_within_hours has no meaning: the site does not freeze."


def _regimen_faults(regimen: Regimen) -> Iterator[str]:
    at, days = f"visit.regimens[{regimen.name}]", regimen.days
    if list(days) != sorted(set(days)):
        yield f"{at}.days must rise, each day once."
    if (regimen.gap_min_days is None) != (regimen.gap_max_days is None):
        yield f"{at}: gap_min_days and gap_max_days go together."
    elif regimen.gap_min_days is None and any(day >= 0 for day in days):
        yield f"{at}.days must lie before day zero (-5, -4 ...), or give gap_min_days too."
    elif regimen.gap_min_days is not None and days and (days[0] != 1 or min(days) < 1):
        yield f"{at}.days count from the first day of chemotherapy, which is 1."
    if (regimen.gap_min_days or 0) > (regimen.gap_max_days or 0) > 0:
        yield f"{at}: gap_min_days {regimen.gap_min_days} is above {regimen.gap_max_days}."
    if not days:
        yield f"{at}.days: a regimen has at least one day."
    if 0 < (regimen.repeat_after_days or 0) < (regimen.gap_max_days or 0):
        yield f"{at}: repeat_after_days lies before gap_max_days {regimen.gap_max_days}."


def _second_dose_faults(dose: SecondDose | None) -> Iterator[str]:
    if dose and not dose.from_day <= dose.day <= dose.to_day <= dose.latest_day:
        yield "visit.second_dose: from_day, day, to_day and latest_day must follow one another."


def _repeated(at: str, names: list[str]) -> Iterator[str]:
    if not names:
        yield f"{at}: at least one is needed."
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        yield f"{at}: {name} stands there {names.count(name)} times."


def _source_faults(protocol: Protocol) -> Iterator[str]:
    figures = tuple(_figures(protocol))
    for source in protocol.sources:
        if source.confidence and source.confidence not in CONFIDENCES:
            yield f"sources[{source.field}].confidence must be one of {', '.join(CONFIDENCES)}."
        if source.field and not any(_covers(source.field, figure) for figure in figures):
            yield f"sources[{source.field}]: no figure of this protocol has that name."
    for figure in figures:
        if not any(_covers(source.field, figure) for source in protocol.sources):
            yield f"{figure} has no source: say where the figure comes from."


def _covers(field: str, figure: str) -> bool:
    return figure == field or figure.startswith(f"{field}.")


def _figures(protocol: Protocol) -> Iterator[str]:
    """Name every figure a reader may ask the origin of; 0 in a target means there is none."""
    for section, values in (
        ("material", asdict(protocol.material)),
        ("infusion", asdict(protocol.infusion)),
        ("target", {name: value or None for name, value in asdict(protocol.target).items()}),
        ("visit", asdict(protocol.visit)),
        ("ranges_days", dict(protocol.ranges_days)),
    ):
        for name, value in values.items():
            if value is not None and not isinstance(value, bool):
                yield f"{section}.{name}"
    if any(milestone.due_hours for milestone in protocol.milestones):
        yield "milestones.due_hours"
