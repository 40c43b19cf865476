"""How is a patient reached: by which channels could they be, and which did they choose?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from tracker.domain.channels import Channel, by, international
from tracker.store import message_choices, patients, viewers
from tracker.store.message_choices import Chosen
from tracker.store.viewers import Viewer

SETTINGS = {Channel.EMAIL: "TRACKER_SMTP_URL", Channel.SMS: "TRACKER_SMS_URL"}


@dataclass(frozen=True)
class Reached:
    """How one patient or caregiver is reached.

    `channel` is None where nobody chose and no address is known.
    """

    channel: Channel | None
    possible: frozenset[Channel]
    zone: str
    chosen: Chosen | None

    @property
    def by_patient(self) -> bool:
        """Say whether the patient chose it on their own page."""
        return self.chosen is not None and self.chosen.by == "patient"


def of(coi: str) -> Reached | None:
    """Return how the patient of a journey is reached; None for a journey without one."""
    patient = patients.of(coi)
    if patient is None:
        return None
    chosen = message_choices.of(patient.id)
    possible = {Channel.NONE}
    if patient.email and offered(Channel.EMAIL):
        possible.add(Channel.EMAIL)
    if international(patient.phone) and offered(Channel.SMS):
        possible.add(Channel.SMS)
    choice = chosen.choice if chosen else None
    zone = choice.zone if choice else ""
    return Reached(by(choice, patient.email), frozenset(possible), zone, chosen)


def caregiver(viewer: Viewer) -> Reached:
    """Return how a caregiver is reached: by what they proved to be theirs, or not at all."""
    chosen = message_choices.of(viewer.id)
    proved = viewer.email_proved_at is not None
    possible = {channel for channel in viewer.reached_by if offered(channel)}
    choice = chosen.choice if chosen else None
    email = viewers.known(viewer.id).email if proved else ""
    zone = choice.zone if choice else ""
    return Reached(by(choice, email), frozenset(possible), zone, chosen)


def zone_of(viewer: Viewer) -> str:
    """Return the clock a patient or caregiver said they live by; "" is the hospital's."""
    found = of(viewer.coi) if viewer.is_patient else caregiver(viewer)
    return found.zone if found else ""


def offered(channel: Channel) -> bool:
    """Say whether this service can send by a channel; a demonstration shows either on a page."""
    settings = current_app.config
    return channel is Channel.NONE or bool(
        settings.get(SETTINGS[channel]) or settings["TRACKER_MODE"] == "demo"
    )
