"""How does a page ask for an entry of any kind, and record what came back?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NoReturn

from flask import abort, redirect, request, url_for

from tracker.actions import half_signing, recording, sign_in
from tracker.domain import signatures
from tracker.domain.events import Facts, Signing
from tracker.domain.fields import Spec
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS
from tracker.reads import choices, history, journeys
from tracker.store.log import Sealed
from tracker.web import access, forms, moments, prints, scan_fields, watch
from tracker.web.clock import clock, said

MEANING: Final = "I did this and it is true."
COMPARED: Final = frozenset({Kind.IDENTITY_VERIFIED, Kind.INFUSION_STARTED})
"""Kinds whose very point is a fresh look: not even their own scans are filled in again."""


@dataclass(frozen=True)
class Signer:
    """The signature block of a form, and how many more people sign, each on a page of their own."""

    username: str
    meaning: str
    others: int = 0


@dataclass(frozen=True)
class EntryForm:
    """Everything `_forms.html` needs to ask for one entry."""

    told: journeys.Told
    spec: Spec
    inputs: tuple[forms.Input, ...]
    signer: Signer | None
    filled: forms.Filled
    request_id: str
    site_time: str
    twice: moments.Twice
    refused: Refused | None = None

    @property
    def coi(self) -> str:
        """Return the journey the entry is for."""
        return self.told.journey.coi

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
    known = _afresh(kind, forms.Filled(request.args if filled is None else filled))
    for name, value in (fixed or {}).items():
        known[name] = value
    spec = SPECS[kind]
    times = [field.name for field in spec.fields if field.type == "moment"]
    twice = moments.twice(known, ["happened_at", *times], told.site.zone)
    asked = forms.inputs(spec, known, {**choices.of(told, kind), **twice})
    return EntryForm(
        told=told,
        spec=spec,
        inputs=tuple(
            replace(each, shape="fixed") if each.name in (fixed or {}) else each
            for each in asked
        ),
        signer=_signer(told, spec, known),
        filled=known,
        request_id=secrets.token_hex(8),
        site_time=said(clock(), told.site.zone),
        twice=twice,
    )


def _afresh(kind: Kind, filled: forms.Filled) -> forms.Filled:
    """Leave out what was answered before, where people compare: the next look must be a look."""
    if kind not in COMPARED:
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


def submit(
    told: journeys.Told,
    kind: Kind,
    *,
    then: str = "",
    fixed: Mapping[str, str] | None = None,
) -> tuple[Sealed, ...]:
    """Record the form that was sent. Raises Refused; a form sent twice is recorded once.

    `fixed` are fields that the page read from the form itself, as in `form`.
    Where more people sign, nothing is recorded yet: the next one gets a page of their own, and when
    the last has signed it leads on to `then`, or to the page of the journey in this room.
    """
    filled = forms.Filled(scan_fields.filled())
    for name, value in (fixed or {}).items():
        filled[name] = value
    request_id = filled.get("request_id", "")
    coi = told.journey.coi
    if request_id and history.was_answered(coi, request_id):
        watch.suspect(watch.AGAIN)
        return ()
    now = clock()
    signer = _signer(told, SPECS[kind], filled)
    claim = recording.Claim(
        coi=coi,
        kind=kind.value,
        happened_at=moments.happened_at(filled.get("happened_at", ""), told.site.zone, now),
        data=forms.data(SPECS[kind], filled, told.site.zone),
        actor=access.actor(),
        scans=scan_fields.lines(filled.get("scans", "")),
        signings=_signings(filled, signer, now),
        means=scan_fields.means(filled),
    )
    asked = recording.request(now, request_id)
    if signer is not None and signer.others:
        recording.rehearse(claim, asked)
        home = then or url_for(f"{request.blueprint}.journey", coi=coi)
        hand_on(half_signing.begun(claim, asked, home))
    return recording.record(claim, prints.judged(claim, asked))


def hand_on(half: half_signing.Half) -> NoReturn:
    """Seal what was answered so far, and turn to the page on which the next person answers."""
    token = half_signing.keep(half, clock())
    abort(redirect(url_for("second.page", coi=half.coi, token=token)))


def people_needed(told: journeys.Told, kind: Kind, data: Mapping[str, Any]) -> int:
    """Return how many people must sign a step."""
    asked = Facts(kind, clock(), data, access.actor(), told.site)
    return signatures.needed(told.protocol, asked)


def _signer(told: journeys.Told, spec: Spec, filled: forms.Filled) -> Signer | None:
    """Return who signs first: whose session it is, unless another name was typed."""
    count = people_needed(told, spec.kind, {"milestone": filled.get("milestone", "")})
    if not count:
        return None
    username = filled.get("sign-0-username", access.username())
    return Signer(username, spec.meaning or MEANING, count - 1)


def _signings(
    filled: forms.Filled, signer: Signer | None, now: datetime
) -> tuple[Signing, ...]:
    if signer is None:
        return ()
    password = filled.get("sign-0-password", "")
    given = {"username": signer.username, "password": password, "meaning": signer.meaning}
    return sign_in.signings((given,), access.origin(), now)
