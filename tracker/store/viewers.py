"""Who reads a patient's page: the patient, and whom they let in? Who they are is encrypted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, select, update

from tracker.domain.channels import Channel
from tracker.domain.scopes import Scope, granted, held
from tracker.store.db import changed, db, insert_new
from tracker.store.encryption import data_keys
from tracker.store.tokens import fingerprint
from tracker.store.viewer_tables import ViewerRow

PATIENT: Final = "patient"
CAREGIVER: Final = "caregiver"
ENCRYPTED: Final = ("name", "email", "phone")
EMAIL: Final = "viewer_email"


@dataclass(frozen=True)
class Viewer:
    """Somebody who may read one journey's page. Who they are is asked for apart (`known`)."""

    id: str
    coi: str
    role: str
    language: str
    given: frozenset[Scope]
    made_at: datetime
    came_at: datetime | None = None
    email_proved_at: datetime | None = None
    phone_proved_at: datetime | None = None

    @property
    def scopes(self) -> frozenset[Scope]:
        """Return what of the page is open to them."""
        return held(self.role, self.given)

    @property
    def is_patient(self) -> bool:
        return self.role == PATIENT

    @property
    def reached_by(self) -> frozenset[Channel]:
        """Return by what a caregiver may be written to: nothing, and what they proved to be theirs."""
        proved = {Channel.EMAIL: self.email_proved_at, Channel.SMS: self.phone_proved_at}
        return frozenset({Channel.NONE, *(each for each, at in proved.items() if at)})

    @property
    def link_owner(self) -> str:
        """Return by what their links are known: the patient's have no name of their own."""
        return "" if self.is_patient else self.id


@dataclass(frozen=True)
class Known:
    """Who a viewer is: the name the patient gave a caregiver, an address, and a number for texts."""

    name: str
    email: str
    phone: str = ""


COLUMNS = (
    ViewerRow.id,
    ViewerRow.coi,
    ViewerRow.role,
    ViewerRow.language,
    ViewerRow.scopes,
    ViewerRow.made_at,
    ViewerRow.came_at,
    ViewerRow.email_proved_at,
    ViewerRow.phone_proved_at,
)
LIVING = ViewerRow.ended_at.is_(None)


def patient_of(coi: str, now: datetime) -> Viewer:
    """Return the patient of a journey as a viewer, kept from the first time they are asked for.

    The id follows from the journey, so that two who ask at once get one row.
    """
    viewer = Viewer(patient_id(coi), coi, PATIENT, "", frozenset(), now)
    add(viewer, Known("", ""))
    found = one(viewer.id)
    assert found is not None, "a patient's row is never ended"
    return found


def patient_id(coi: str) -> str:
    return f"v-{fingerprint(f'patient {coi}')[:16]}"


def new_id() -> str:
    """Return an identifier for a caregiver that says nothing about them."""
    return f"v-{secrets.token_hex(8)}"


def add(viewer: Viewer, known: Known) -> None:
    """Keep a new viewer; one who is kept already stays as they are."""
    insert_new(
        ViewerRow,
        {
            "id": viewer.id,
            "coi": viewer.coi,
            "role": viewer.role,
            "language": viewer.language,
            "scopes": _written(viewer.given),
            "made_at": viewer.made_at,
            **_kept(viewer.id, known),
        },
    )


def one(viewer_id: str) -> Viewer | None:
    """Return a viewer who was not ended."""
    return _first(ViewerRow.id == viewer_id)


def caregivers(coi: str) -> tuple[Viewer, ...]:
    """Return whom the patient of a journey has let in, the first one first."""
    rows = db.session.execute(
        select(*COLUMNS)
        .where(ViewerRow.coi == coi, ViewerRow.role == CAREGIVER, LIVING)
        .order_by(ViewerRow.made_at, ViewerRow.id)
    )
    return tuple(_viewer(row._asdict()) for row in rows)


def with_address(email: str) -> Viewer | None:
    """Return whose proved address this is."""
    hashes = data_keys().matches(EMAIL, email)
    return _first(ViewerRow.email_hash.in_(hashes), ViewerRow.email_proved_at.is_not(None))


def known(viewer_id: str) -> Known:
    """Return who a viewer is, also one who was ended; nothing once that was erased."""
    columns = (ViewerRow.name, ViewerRow.email, ViewerRow.phone)
    row = db.session.execute(select(*columns).where(ViewerRow.id == viewer_id)).first()
    if row is None:
        return Known("", "")
    keys = data_keys()
    return Known(
        *(
            keys.decrypt(viewer_id, name, getattr(row, name)) if getattr(row, name) else ""
            for name in ENCRYPTED
        )
    )


def prove(viewer_id: str, email: str, now: datetime | None) -> None:
    """Keep an address that was proved to be a viewer's; "" and None forget the one there was."""
    values = _kept(viewer_id, replace(known(viewer_id), email=email))
    _change(viewer_id, {**values, "email_proved_at": now})


def prove_phone(viewer_id: str, phone: str, now: datetime | None) -> None:
    """Keep a number for texts that was proved to be a viewer's; "" and None forget the one there was."""
    values = _kept(viewer_id, replace(known(viewer_id), phone=phone))
    _change(viewer_id, {**values, "phone_proved_at": now})


def speak(viewer_id: str, language: str) -> None:
    """Keep which language a viewer reads."""
    _change(viewer_id, {"language": language})


def grant(viewer_id: str, given: frozenset[Scope]) -> None:
    _change(viewer_id, {"scopes": _written(given)})


def came(viewer_id: str, now: datetime) -> None:
    """Keep when a viewer came in first."""
    this = update(ViewerRow).where(ViewerRow.id == viewer_id, ViewerRow.came_at.is_(None))
    db.session.execute(this.values(came_at=now))


def end(viewer_id: str, now: datetime) -> bool:
    """Let a caregiver in no more; say whether they were let in until now."""
    this = (ViewerRow.id == viewer_id, ViewerRow.role == CAREGIVER, LIVING)
    return changed(update(ViewerRow).where(*this).values(ended_at=now)) == 1


def forget(coi: str) -> None:
    """Erase the names, addresses and numbers of everybody who reads a journey's page."""
    nothing = {"email_proved_at": None, "phone_proved_at": None}
    for viewer_id in db.session.scalars(select(ViewerRow.id).where(ViewerRow.coi == coi)).all():
        _change(viewer_id, {**_kept(viewer_id, Known("", "")), **nothing})


def rewrite_all() -> None:
    """Encrypt every name, address and number again with the first key."""
    for viewer_id in db.session.scalars(select(ViewerRow.id)).all():
        _change(viewer_id, _kept(viewer_id, known(viewer_id)))


def _change(viewer_id: str, values: dict[str, object]) -> None:
    db.session.execute(update(ViewerRow).where(ViewerRow.id == viewer_id).values(**values))


def _kept(viewer_id: str, known: Known) -> dict[str, object]:
    keys = data_keys()
    values = {name: getattr(known, name) for name in ENCRYPTED}
    kept = {
        name: keys.encrypt(viewer_id, name, text) if text else ""
        for name, text in values.items()
    }
    hashed = keys.match(EMAIL, known.email) if known.email else ""
    return {**kept, "email_hash": hashed}


def _first(*where: ColumnElement[bool]) -> Viewer | None:
    row = db.session.execute(select(*COLUMNS).where(LIVING, *where)).first()
    return _viewer(row._asdict()) if row else None


def _viewer(found: dict[str, Any]) -> Viewer:
    return Viewer(given=granted(found.pop("scopes").split(",")), **found)


def _written(given: frozenset[Scope]) -> str:
    return ",".join(sorted(scope.value for scope in given))
