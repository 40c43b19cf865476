"""What may a machine send? The bodies and queries of the API; the rules judge what they mean."""

from __future__ import annotations

from tracker.domain.kinds import Kind
from tracker.domain.scans import SOURCES
from tracker.web.api_v1.fields import (
    Anything,
    Choice,
    Day,
    Flag,
    Many,
    Moment,
    Number,
    Part,
    Raw,
    Strict,
    Text,
)

MOST_LISTED = 200


def _means() -> Many:
    about = (
        "How each of `scans` was read, in their order; told from the text where it is left out."
    )
    return Many(Choice(*SOURCES), load_default=list, metadata={"description": about})


class SignatureAsked(Strict):
    """One person signing now: the password is given again at every signing."""

    username = Text(required=True, longest=64)
    password = Raw(required=True)
    meaning = Text(load_default="", longest=500)
    scans = Many(Raw(), load_default=list, metadata={"description": "This person's own scans."})
    means = _means()
    answers = Anything(
        load_default=None,
        metadata={
            "description": "What a further person answers for themselves: docs/api.md lists it."
        },
    )


class EntryAsked(Strict):
    """One entry, as somebody claims it."""

    kind = Text(required=True, metadata={"enum": [kind.value for kind in Kind]})
    happened_at = Moment(
        required=True,
        metadata={"type": "string", "format": "date-time", "description": "With its zone."},
    )
    data = Anything(
        load_default=dict, metadata={"description": "The fields of the kind: docs/entries.md."}
    )
    scans = Many(Raw(), load_default=list, metadata={"description": "Raw text, as scanned."})
    means = _means()
    signatures = Many(Part(SignatureAsked), most=10, load_default=list)


class ReadingAsked(Strict):
    """One reading, in tenths of a degree Celsius."""

    at = Moment(
        required=True,
        metadata={"type": "string", "format": "date-time", "description": "With its zone."},
    )
    c_tenths = Number(-2740, 10_000, required=True)


class ReadingsAsked(Strict):
    """Readings of one logger, in the order they were taken."""

    name = Text(load_default="", metadata={"description": "What the sender calls them."})
    interval_seconds = Number(1, 86_400, load_default=300)
    readings = Many(Part(ReadingAsked), most=4000, required=True)


class PatientAsked(Strict):
    """Whose cells these are. Kept encrypted and apart; never in an entry, never given back here."""

    name = Text(required=True)
    birth_date = Day(required=True)
    record_number = Text(required=True, longest=64)
    phone = Text(load_default="", longest=64)
    email = Text(load_default="")
    language = Text(load_default="en", longest=16)


class JourneyAsked(Strict):
    """A new journey. A record number that is known already means the same patient.

    Nobody has two open journeys with one product.
    """

    protocol = Text(required=True, longest=64)
    version = Number(1, 9999, load_default=None, allow_none=True)
    site = Text(required=True, longest=32)
    priority = Choice("routine", "urgent", load_default="routine")
    indication = Text(
        load_default="",
        longest=64,
        metadata={
            "description": "One of the protocol's own, as its regimens name them; required where "
            "there are several."
        },
    )
    patient = Part(PatientAsked, required=True)
    two_people = Flag(
        load_default=False,
        metadata={
            "description": "Whether another patient of the same name and birth date was compared with "
            "this one by their papers, and is somebody else."
        },
    )
    signatures = Many(Part(SignatureAsked), most=10, load_default=list)


class ScanAsked(Strict):
    """One scan, the journey whose bag is expected, and why it was typed if it was."""

    raw = Raw(required=True)
    means = Choice(
        *SOURCES, load_default="", metadata={"description": "Told from the text if left out."}
    )
    expect_coi = Text(load_default="", longest=32)
    reason = Text(
        load_default="",
        longest=200,
        metadata={"description": "Why an identifier was typed instead of scanned."},
    )


class JourneysWanted(Strict):
    """Which journeys to list."""

    site = Text(load_default="", longest=32)
    maker = Text(load_default="", longest=64)
    text = Text(
        load_default="", longest=32, metadata={"description": "Part of the identifier."}
    )
    closed = Choice(
        "true",
        "false",
        load_default="false",
        metadata={"description": "Closed journeys too."},
    )
    due_by = Moment(load_default=None, metadata={"type": "string", "format": "date-time"})
    limit = Number(1, MOST_LISTED, load_default=50)
    offset = Number(0, 1_000_000, load_default=0)


class SignaturesWanted(Strict):
    """Which open journeys to list with what is unsigned there."""

    limit = Number(1, MOST_LISTED, load_default=50)
    offset = Number(0, 1_000_000, load_default=0)


class EntriesWanted(Strict):
    """Which entries of one journey to list."""

    after = Number(
        0, 2**31, load_default=0, metadata={"description": "Entries after this seq."}
    )
    limit = Number(1, MOST_LISTED, load_default=100)
