"""Which step of a collection comes now: enrol, verify, start, print, bind, end, or compare once more?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.domain.journey import Container, Journey
from tracker.domain.kinds import Kind
from tracker.domain.next_steps import AT_ENROLMENT

STEPS: Final = (
    ("enrol", AT_ENROLMENT),
    ("verify", "Verify the patient, two people"),
    ("start", "Start the collection"),
    ("print", "Print the bag's label"),
    ("bind", "Bind the label to the bag, two people"),
    ("end", "End the collection"),
    ("compare", "Compare wristband and bag, two people"),
)
KIND_OF: Final = {
    "enrol": Kind.IDENTITY_VERIFIED,
    "verify": Kind.IDENTITY_VERIFIED,
    "start": Kind.COLLECTION_STARTED,
    "print": Kind.LABEL_PRINTED,
    "bind": Kind.CONTAINER_LABELLED,
    "end": Kind.COLLECTION_ENDED,
    "compare": Kind.IDENTITY_VERIFIED,
}


@dataclass(frozen=True)
class Stand:
    """Where a collection stands. `step` is "" when the bag is ready to leave the chair."""

    step: str
    bag: Container | None
    label: str

    @property
    def place(self) -> int:
        """Return which of the steps this is, counted from 0; past the last when all are done."""
        names = [name for name, _ in STEPS]
        return names.index(self.step) if self.step else len(names)

    @property
    def fixed(self) -> dict[str, str]:
        """Return the fields of the step that nobody needs to fill."""
        bag = self.bag.id if self.bag else ""
        return {
            "enrol": {"point": "enrolment", "container": ""},
            "verify": {"point": "pre_collection", "container": ""},
            "print": {"label_kind": "container", "container": bag},
            "bind": {"label": self.label, "container": bag},
            "compare": {"point": "end_of_collection", "container": bag},
        }.get(self.step, {})


def stand(journey: Journey) -> Stand:
    """Return where the collection of a journey stands."""
    running = next((bag for bag in journey.present() if bag.state == "collecting"), None)
    if running is not None:
        return _running(journey, running)
    waiting = _to_compare(journey)
    if waiting is not None:
        return Stand("compare", waiting, "")
    done = next((bag for bag in journey.present() if bag.use == "collection"), None)
    if done is not None and journey.sufficiency != "repeat":
        return Stand("", done, "")
    if not journey.collections and not journey.has_verified("enrolment"):
        return Stand("enrol", None, "")
    return Stand("start" if _verified(journey) else "verify", None, "")


def _running(journey: Journey, bag: Container) -> Stand:
    if bag.label:
        return Stand("end", bag, bag.label)
    printed = [
        label.id
        for label in journey.labels.values()
        if label.container == bag.id and label.state == "printed"
    ]
    return Stand("bind", bag, printed[-1]) if printed else Stand("print", bag, "")


def _to_compare(journey: Journey) -> Container | None:
    return next(
        (
            bag
            for bag in journey.present()
            if bag.use == "collection"
            and bag.state == "open"
            and not journey.has_verified("end_of_collection", bag.id)
            and bag.custodian is not None
            and bag.custodian.role == "apheresis_nurse"
        ),
        None,
    )


def _verified(journey: Journey) -> bool:
    checks = [check.at for check in journey.verified if check.point == "pre_collection"]
    ends = [each.ended_at for each in journey.collections.values() if each.ended_at]
    return bool(checks) and (not ends or max(checks) >= max(ends))
