"""What does the text of a protocol file say, table by table?"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass

from tracker.domain.kinds import Kind, Role
from tracker.domain.protocol import (
    Gate,
    Infusion,
    Material,
    Milestone,
    Protocol,
    ReadinessTest,
    Regimen,
    SecondDose,
    Sentence,
    Source,
    Target,
    VisitRules,
)
from tracker.domain.toml_table import Table

COLDEST_C_TENTHS = -2730
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Reading:
    """A protocol as far as it could be read, and what stood in the way.

    With faults the protocol holds empty values in the places they name: good enough to look for
    more faults, never to run a journey.
    """

    protocol: Protocol | None
    faults: tuple[str, ...]


def read(text: str) -> Reading:
    """Read a protocol file. Whether its parts fit together is not asked here."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return Reading(None, (f"This is not readable TOML: {problem}.",))
    root = Table(values, [])
    protocol = _protocol(root, hashlib.sha256(text.encode()).hexdigest())
    root.close()
    return Reading(protocol, tuple(root.faults))


def _protocol(root: Table, digest: str) -> Protocol:
    milestones = tuple(_milestone(table) for table in root.tables("milestones", "code"))
    return Protocol(
        id=root.text("id"),
        version=root.integer("version", 1),
        digest=digest,
        title=root.text("title"),
        notice=root.text("notice"),
        maker=root.text("maker"),
        label_date=root.text("label_date"),
        material=_material(root.table("material")),
        target=_target(root.table("target")),
        milestones=milestones,
        gates=tuple(_gate(table) for table in root.tables("gates", "kind")),
        signatures=_signatures(root.table("signatures", optional=True)),
        release_tests=root.names("release_tests"),
        product_codes=_words(root.table("product_codes")),
        visit=_visit(root.table("visit")),
        infusion=_infusion(root.table("infusion")),
        sentences=_sentences(root.table("sentences")),
        ranges_days=_ranges(root.table("ranges_days")),
        sources=tuple(_source(table) for table in root.tables("sources", "field")),
        by_code={milestone.code: milestone for milestone in milestones},
    )


def _milestone(table: Table) -> Milestone:
    when = table.table("when", optional=True)
    milestone = Milestone(
        code=table.text("code"),
        title=table.text("title"),
        needs=table.names("needs", optional=True),
        on=table.choice("on", Kind, optional=True),
        when={name: when.names(name) for name in when.values},
        roles=table.choices("roles", Role),
        signatures=table.optional_integer("signatures", 0, 3) or 0,
        due_hours=table.optional_integer("due_hours", 1, 9000),
        group=table.integer("group", 0, 10),
    )
    table.close()
    return milestone


def _gate(table: Table) -> Gate:
    kind = table.choice("kind", Kind)
    gate = Gate(kind or Kind.JOURNEY_OPENED, table.names("needs"), table.text("reason"))
    table.close()
    return gate


def _material(table: Table) -> Material:
    material = Material(
        freezes_at_site=table.flag("freezes_at_site"),
        freeze_within_hours=table.optional_integer("freeze_within_hours", 1, 240),
        out_min_c_tenths=table.integer("out_min_c_tenths", COLDEST_C_TENTHS, 500),
        out_max_c_tenths=table.integer("out_max_c_tenths", COLDEST_C_TENTHS, 500),
        back_min_c_tenths=table.integer("back_min_c_tenths", COLDEST_C_TENTHS, 500),
        back_max_c_tenths=table.integer("back_max_c_tenths", COLDEST_C_TENTHS, 500),
        volume_tolerance_ml=table.integer("volume_tolerance_ml", 0, 100),
    )
    table.close()
    return material


def _target(table: Table) -> Target:
    target = Target(table.integer("cd3_e6"), table.integer("tnc_e6"))
    table.close()
    return target


def _signatures(table: Table) -> dict[Kind, int]:
    pairs = [(table.member(name, Kind), table.integer(name, 0, 3)) for name in table.values]
    return {kind: count for kind, count in pairs if kind is not None}


def _words(table: Table) -> dict[str, str]:
    return {name: table.text(name) for name in table.values}


def _visit(table: Table) -> VisitRules:
    visit = VisitRules(
        regimens=tuple(_regimen(each) for each in table.tables("regimens", "name")),
        readiness=tuple(_readiness(each) for each in table.tables("readiness", "code")),
        visit_hours=table.integer("visit_hours", 1, 24),
        stay_near_days=table.integer("stay_near_days", 0, 366),
        no_driving_days=table.integer("no_driving_days", 0, 366),
        caregiver_days=table.integer("caregiver_days", 0, 366),
        follow_up_days=table.integers("follow_up_days"),
        second_dose=_second_dose(table) if "second_dose" in table.values else None,
        follow_up_until_days=(
            table.integers("follow_up_until_days")
            if "follow_up_until_days" in table.values
            else None
        ),
    )
    table.close()
    return visit


def _second_dose(visit: Table) -> SecondDose:
    table = visit.table("second_dose")
    names = ("day", "from_day", "to_day", "latest_day")
    dose = SecondDose(*(table.integer(name, 1, 60) for name in names))
    table.close()
    return dose


def _regimen(table: Table) -> Regimen:
    regimen = Regimen(
        name=table.text("name"),
        indication=table.text("indication"),
        days=table.integers("days"),
        gap_min_days=table.optional_integer("gap_min_days", 1, 60),
        gap_max_days=table.optional_integer("gap_max_days", 1, 60),
        repeat_after_days=table.optional_integer("repeat_after_days", 1, 60),
    )
    table.close()
    return regimen


def _readiness(table: Table) -> ReadinessTest:
    test = ReadinessTest(
        code=table.text("code"),
        title=table.text("title"),
        from_day=table.integer("from_day", -120, 0),
        to_day=table.integer("to_day", -120, 0),
    )
    table.close()
    return test


def _infusion(table: Table) -> Infusion:
    infusion = Infusion(
        thaw_to_start_minutes=table.optional_integer("thaw_to_start_minutes", 1, 1440),
        thaw_to_end_minutes=table.optional_integer("thaw_to_end_minutes", 1, 1440),
    )
    table.close()
    return infusion


def _sentences(table: Table) -> dict[int, Sentence]:
    groups: dict[int, Sentence] = {}
    for name in table.values:
        sentence = _sentence(table.table(name))
        if name in {str(group) for group in range(1, 11)}:
            groups[int(name)] = sentence
        else:
            table.faults.append(f"sentences.{name}: a step has a number from 1 to 10.")
    return groups


def _sentence(table: Table) -> Sentence:
    parts = {part: _translations(table.table(part)) for part in ("title", "now", "next")}
    table.close()
    return Sentence(parts["title"], parts["now"], parts["next"])


def _translations(table: Table) -> dict[str, str]:
    translations = {language: table.text(language) for language in LANGUAGES}
    table.close()
    return translations


def _ranges(table: Table) -> dict[str, tuple[int, int]]:
    ranges: dict[str, tuple[int, int]] = {}
    for name in table.values:
        match table.integers(name):
            case (low, high):
                ranges[name] = (low, high)
            case _:
                table.faults.append(
                    f"ranges_days.{name} must be two whole numbers: [low, high]."
                )
    return ranges


def _source(table: Table) -> Source:
    source = Source(
        field=table.text("field"),
        source=table.text("source"),
        confidence=table.text("confidence"),
        note=table.text("note"),
    )
    table.close()
    return source
