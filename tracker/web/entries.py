"""How does a page ask for an entry of any kind, and record what came back?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from flask import request

from tracker.actions import recording, sign_in
from tracker.domain import signatures
from tracker.domain.events import Facts
from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import choices, history, journeys
from tracker.store.log import Sealed
from tracker.web import access, forms, scan_fields
from tracker.web.clock import clock, said

MEANING: Final = "I did this and it is true."
OWN_SCANS: Final = frozenset({Kind.IDENTITY_VERIFIED, Kind.INFUSION_STARTED})
"""Kinds for which the second person scans both carriers with their own hands."""


@dataclass(frozen=True)
class Signer:
    """One signature block of a form; only the first is the signed-in person's own."""

    number: int
    username: str
    meaning: str
    scans: str
    own_scans: bool


@dataclass(frozen=True)
class EntryForm:
    """Everything `_forms.html` needs to ask for one entry."""

    told: journeys.Told
    spec: Spec
    inputs: tuple[forms.Input, ...]
    signers: tuple[Signer, ...]
    filled: forms.Filled
    request_id: str
    site_time: str
    refused: Refused | None = None

    @property
    def coi(self) -> str:
        """Return the journey the entry is for."""
        return self.told.journey.coi

    @property
    def apart(self) -> bool:
        """Say whether two people compare, neither shown what the other scanned."""
        return any(signer.own_scans for signer in self.signers)

    @property
    def unlikely(self) -> str:
        """Return the field whose figure a person must confirm, or ""."""
        unlikely = self.refused is not None and self.refused.code == "field_unlikely"
        return (self.refused.field or "") if unlikely and self.refused else ""


def form(
    told: journeys.Told,
    kind: Kind,
    filled: forms.Filled | None = None,
    *,
    fixed: Mapping[str, str] | None = None,
) -> EntryForm:
    """Return the form for one kind of entry; the address may fill fields before a person does.

    `fixed` are fields the page itself knows: they are sent along, and nobody is asked for them.
    """
    known = _apart(kind, forms.Filled(request.args if filled is None else filled))
    for name, value in (fixed or {}).items():
        known[name] = value
    spec = SPECS[kind]
    asked = forms.inputs(spec, known, choices.of(told, kind))
    return EntryForm(
        told=told,
        spec=spec,
        inputs=tuple(
            replace(each, shape="fixed") if each.name in (fixed or {}) else each
            for each in asked
        ),
        signers=_signers(told, spec, known),
        filled=known,
        request_id=secrets.token_hex(8),
        site_time=said(clock(), told.site.zone),
    )


def _apart(kind: Kind, filled: forms.Filled) -> forms.Filled:
    """Leave out what either person answered, where two compare: the next look must be their own."""
    if kind not in OWN_SCANS:
        return filled
    asked = filled.items(multi=True)
    own = ("scans", "scans-means", "stated")
    return forms.Filled([pair for pair in asked if not pair[0].endswith(own)])


def refused_form(
    told: journeys.Told,
    kind: Kind,
    refused: Refused,
    *,
    fixed: Mapping[str, str] | None = None,
) -> EntryForm:
    """Return the form as it was filled, with why it was refused; passwords are never kept.

    Raises the refusal again where it is a stop: that fills the screen, not a corner of a form.
    """
    if refused.code == "identity_mismatch":
        raise refused
    again = form(told, kind, scan_fields.filled(), fixed=fixed)
    return replace(again, refused=refused)


def submit(told: journeys.Told, kind: Kind) -> tuple[Sealed, ...]:
    """Record the form that was sent. Raises Refused; a form sent twice is recorded once."""
    filled = scan_fields.filled()
    request_id = filled.get("request_id", "")
    coi = told.journey.coi
    if request_id and history.was_answered(coi, request_id):
        return ()
    now = clock()
    signing = tuple(_signed(filled, signer) for signer in _signers(told, SPECS[kind], filled))
    claim = recording.Claim(
        coi=coi,
        kind=kind.value,
        happened_at=_happened_at(filled, told.site.zone, now),
        data=forms.data(SPECS[kind], filled, told.site.zone),
        actor=access.actor(),
        scans=scan_fields.lines(filled.get("scans", "")),
        signings=sign_in.signings(signing, access.origin(), now),
        means=scan_fields.means(filled),
    )
    return recording.record(claim, recording.request(now, request_id))


def _happened_at(filled: forms.Filled, zone: str, now: datetime) -> datetime:
    """Return when it happened: now, unless the person gave another time."""
    text = filled.get("happened_at", "").strip()
    if not text:
        return now
    try:
        return datetime.fromisoformat(forms.moment(text, zone))
    except ValueError:
        label, expected = "When it happened", "a day and a time"
        fault = Refused("field_type", field="happened_at", label=label, expected=expected)
        raise fault from None


def _signers(told: journeys.Told, spec: Spec, filled: forms.Filled) -> tuple[Signer, ...]:
    asked = Facts(
        kind=spec.kind,
        happened_at=clock(),
        data={"milestone": filled.get("milestone", "")},
        actor=access.actor(),
        site=told.site,
    )
    count = signatures.needed(told.protocol, asked)
    return tuple(_signer(spec, filled, number) for number in range(count))


def _signer(spec: Spec, filled: forms.Filled, number: int) -> Signer:
    return Signer(
        number=number,
        username=filled.get(f"sign-{number}-username", "" if number else access.username()),
        meaning=spec.meaning or MEANING,
        scans=filled.get(f"sign-{number}-scans", ""),
        own_scans=number > 0 and spec.kind in OWN_SCANS,
    )


def _signed(filled: forms.Filled, signer: Signer) -> dict[str, Any]:
    return {
        "username": signer.username,
        "password": filled.get(f"sign-{signer.number}-password", ""),
        "meaning": signer.meaning,
        "scans": scan_fields.lines(signer.scans),
    }
