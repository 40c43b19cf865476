"""What does one person of the cast try to record, and what must they scan, sign and hand over for it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tracker.domain import second_person, symbols
from tracker.domain.events import Actor, Signing
from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.protocol import Protocol

NURSE, SECOND_NURSE, TECH, SECOND_TECH = "nora", "noel", "theo", "tess"
COURIER, LIAISON = "cal", "lena"
DESK, DOCTOR, FINANCE, QUALITY = "cora", "dana", "fay", "quinn"
BEDSIDE, SECOND_BEDSIDE = "ines", "ivan"
PLANT, SECOND_PLANT = "max", "mia"
NOON = time(15)
"""In UTC; then it is one and the same day at every hospital of the cast."""

MEANING = "I did this and it is true."


@dataclass(frozen=True)
class Attempt:
    """One thing a person of the cast tries to record; `signers` sign, with scans of their own."""

    who: str
    kind: Kind
    happened_at: datetime
    data: dict[str, Any]
    scans: tuple[str, ...] = ()
    signers: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def answers(self) -> dict[str, Any]:
        """Return what everybody who signs after the first answers as well, asked apart."""
        names = second_person.asked(self.kind, self.data)
        return {name: self.data[name] for name in names if name in self.data}

    def signings(self, actor_of: Callable[[str], Actor]) -> tuple[Signing, ...]:
        """Return the signatures, their passwords already checked."""
        return tuple(
            Signing(actor_of(name), MEANING, own, answers=self.answers if place else None)
            for place, (name, own) in enumerate(self.signers)
        )


@dataclass
class Teller:
    """Tells what is the same at every place: scans, signatures, labels and hand-overs.

    `submit` records an attempt; `look` returns the journey as it is now; `read` turns the
    content of a label into what a scanner reads from it: the text itself, or what a decoder finds in
    the pixels of the printed label. `hour` says at what time of a day work begins, `wish` before
    which day the patient does not want to come back.
    """

    protocol: Protocol
    submit: Callable[[Attempt], None]
    look: Callable[[], Journey]
    clock: datetime
    fin: str
    serial: int = 1
    read: Callable[[Journey, Container | None, str], str] = field(
        default=lambda _journey, _container, text: text
    )

    hour: Callable[[date], datetime] = field(
        default=lambda day: datetime.combine(day, NOON, tzinfo=UTC)
    )
    wish: date = date.min

    def later(self, **span: float) -> datetime:
        """Let time pass, and return the new time."""
        self.clock += timedelta(**span)
        return self.clock

    def do(
        self,
        who: str,
        kind: Kind,
        *,
        scans: Iterable[str] = (),
        signed: Iterable[str] = (),
        own: Iterable[str] | None = None,
        **data: Any,  # noqa: ANN401 - the fields of the entry
    ) -> Journey:
        """Let `who` record something, signed by `signed`, each with the scans in `own`.

        Where none are said, everybody after the first scans again what was scanned.
        """
        scans = tuple(scans)
        further = scans if own is None else tuple(own)
        first = () if own is None else further
        signers = tuple(
            (name, further if place else first) for place, name in enumerate(signed)
        )
        attempt = Attempt(who, kind, self.later(minutes=2), data, scans, signers)
        self.submit(attempt)
        return self.look()

    def wristband(self) -> str:
        """Return what scanning the patient's wristband reads."""
        journey = self.look()
        return self.read(journey, None, symbols.wristband_symbol(journey))

    def order(self) -> str:
        """Return what scanning the order sheet reads."""
        journey = self.look()
        return self.read(journey, None, symbols.order_symbol(journey))

    def label(self, container: str) -> str:
        """Return what scanning a container's label reads."""
        journey = self.look()
        found = journey.containers[container]
        return self.read(journey, found, symbols.container_symbol(journey, found))

    def elsewhere(self, text: str) -> str:
        """Return what scanning something reads that is no label of a journey: a position, say."""
        return self.read(self.look(), None, text)

    def bags(self, use: str, state: str = "open") -> list[str]:
        """Return the containers of one use that are in one state."""
        containers = self.look().containers.values()
        return [item.id for item in containers if (item.use, item.state) == (use, state)]

    def verify(
        self, people: tuple[str, str], point: str, *scans: str, stated: bool = False
    ) -> None:
        """Let two people compare identifiers, each with their own scans."""
        first, second = people
        told = {"stated": True} if stated else {}
        kind = Kind.IDENTITY_VERIFIED
        self.do(
            first, kind, scans=scans, signed=(first, second), own=scans, point=point, **told
        )

    def print_and_bind(self, bag: str, people: tuple[str, str] = (NURSE, SECOND_NURSE)) -> None:
        """Print the bag's label and bind it, seen by two people."""
        journey = self.do(people[0], Kind.LABEL_PRINTED, label_kind="container", container=bag)
        label = max(journey.labels.values(), key=lambda item: int(item.id[1:]))
        self.do(
            people[0],
            Kind.CONTAINER_LABELLED,
            scans=(self.label(bag),),
            signed=people,
            label=label.id,
        )

    def hand_over(self, giver: str, taker: str, bags: list[str]) -> None:
        """Offer and accept containers that are not sealed in a shipper."""
        role, place = self.post(taker)
        offer = {"containers": bags, "to_role": role, "to_site": place}
        self.do(giver, Kind.CUSTODY_OFFERED, signed=(giver,), **offer)
        scans = [self.label(bag) for bag in bags]
        self.do(taker, Kind.CUSTODY_ACCEPTED, scans=scans, signed=(taker,), containers=bags)

    def post(self, who: str) -> tuple[str, str]:
        """Return the role and place a member of the cast takes custody for."""
        journey = self.look()
        return {
            NURSE: ("apheresis_nurse", journey.site),
            TECH: ("cell_lab_tech", journey.site),
            COURIER: ("courier", "*"),
            PLANT: ("manufacturer_qa", journey.maker),
            BEDSIDE: ("infusion_nurse", journey.site),
        }[who]


def written(moment: datetime) -> str:
    """Return a moment as a form sends it."""
    return moment.astimezone(UTC).isoformat()
