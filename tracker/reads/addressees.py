"""To whom does a message go, and in which language? Asked at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tracker.domain.channels import PROVE_PHONE
from tracker.domain.scopes import hears
from tracker.reads.viewers import language_of
from tracker.store import invitations, links, mailed_codes, patients, staff, viewers
from tracker.store.notices import Notice
from tracker.store.viewers import Viewer

HIDDEN: Final = {"code": "...", "address": "..."}
"""What stands in place of a code or a link wherever a message is shown and not sent."""


@dataclass(frozen=True)
class Addressee:
    """Where a message goes; `email` and `phone` are "" where nobody gave one, or it is not proved."""

    email: str
    language: str
    phone: str = ""


def of(notice: Notice) -> Addressee:
    """Return who a message is for now: whoever was let go since gets none."""
    if notice.audience == "patient":
        patient = patients.by_id(notice.recipient)
        viewer = viewers.one(viewers.patient_id(notice.coi))
        chosen = viewer.language if viewer else ""
        if patient is None:
            return Addressee("", chosen)
        return Addressee(patient.email, chosen or patient.language)
    if notice.audience == "staff":
        account = staff.by_id(notice.recipient)
        return Addressee(account.email if account and account.ended_at is None else "", "en")
    viewer = viewers.one(notice.recipient)
    if viewer is None:
        return Addressee("", "")
    return Addressee(_address(notice, viewer), language_of(viewer), _phone(notice, viewer))


def secret(words: Mapping[str, str]) -> dict[str, str]:
    """Return what a message must say to open a page: worked out here, and held by no table."""
    if "code" in words:
        digits = mailed_codes.code_of(words["code"])
        return {"code": f"{digits[:4]} {digits[4:]}"}
    if "sealed" in words:
        return {"address": invitations.unsealed(words)}
    if "seed" in words:
        return {"address": words["from"] + links.token_of(words["seed"])}
    return {}


def _address(notice: Notice, viewer: Viewer) -> str:
    """Return a viewer's address for this message: what is not proved yet takes its own link alone."""
    if "code" in notice.words:
        return mailed_codes.address_of(notice.words["code"])
    if "seed" in notice.words and viewer.is_patient:
        patient = patients.of(viewer.coi)
        return patient.email if patient else ""
    if "seed" in notice.words:
        return viewers.known(viewer.id).email
    told = viewer.email_proved_at is not None and hears(notice.kind, viewer.scopes)
    return viewers.known(viewer.id).email if told else ""


def _phone(notice: Notice, viewer: Viewer) -> str:
    """Return a caregiver's number; one that is not proved yet takes its own code alone."""
    if notice.kind == PROVE_PHONE:
        return mailed_codes.address_of(notice.words["code"])
    told = viewer.phone_proved_at is not None and hears(notice.kind, viewer.scopes)
    return viewers.known(viewer.id).phone if told else ""
