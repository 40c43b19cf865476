"""Every printed label ends on one container or destroyed; a label on the wrong bag is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tracker.domain import identity
from tracker.domain.events import Entry, Event, Facts
from tracker.domain.journey import Container, Journey, Label
from tracker.domain.kinds import Role
from tracker.domain.protocol import Protocol
from tracker.domain.refused import Refused
from tracker.domain.scans import read, shipper


def print_label(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Give a label its number before it is printed; a second print of the same label needs a reason."""
    container, shipment = _purpose(journey, facts)
    kind = facts.data["label_kind"]
    earlier = [
        item
        for item in journey.labels.values()
        if (item.kind, item.container, item.shipment) == (kind, container, shipment)
    ]
    if earlier and not facts.data.get("reason"):
        raise Refused("reprint_needs_reason", field="reason")
    number = {"label": f"L{journey.last_seq + 1}", "copy": len(earlier) + 1}
    return (Event(facts.kind, {**facts.data, **number}),)


def _purpose(journey: Journey, facts: Facts) -> tuple[str, str]:
    """Return the container and the shipment a label is for; a wristband is for neither."""
    match facts.data["label_kind"]:
        case "container":
            name = _named(facts, "container")
            if name not in journey.containers:
                raise Refused("container_unknown", container=name)
            return name, ""
        case "shipper":
            name = _named(facts, "shipment")
            if name not in journey.shipments:
                raise Refused("unknown_shipment", shipment=name)
            return "", name
        case _:
            return "", ""


def _named(facts: Facts, field: str) -> str:
    name = facts.data.get(field, "")
    if not name:
        raise Refused("field_missing", field=field, label=field)
    return str(name)


def printed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the label exists and must be accounted for."""
    data = entry.data
    kind = data["label_kind"]
    label = Label(
        data["label"],
        kind,
        data.get("container", ""),
        data["copy"],
        shipment=data.get("shipment", "") if kind == "shipper" else "",
        findings=journey.findings,
    )
    return journey.with_label(label)


def apply(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Put a printed label on what it was printed for, once, by scanning it there."""
    label = _loose(journey, facts.data["label"])
    match label.kind:
        case "container":
            _require_on_container(journey, facts, label)
        case "shipper":
            _require_on_shipper(facts, label)
        case _:
            if "wristband" not in {read(raw).carrier for raw in facts.scans}:
                raise Refused("scan_missing", what="the wristband")
    return (Event(facts.kind, facts.data),)


def _require_on_container(journey: Journey, facts: Facts, label: Label) -> None:
    if facts.data.get("container", "") != label.container:
        raise Refused("label_for_other", label=label.id, container=label.container)
    scanned = (identity.container_of(journey, read(raw)) for raw in facts.scans)
    if all(found is None or found.id != label.container for found in scanned):
        raise Refused("scan_missing", what=label.container)


def _require_on_shipper(facts: Facts, label: Label) -> None:
    scanned = {scan.shipment for raw in facts.scans if (scan := shipper(raw))}
    if not scanned:
        raise Refused("scan_missing", what="the label on the shipper")
    if scanned != {label.shipment}:
        raise Refused("label_for_other", label=label.id, container=label.purpose)


def bind(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Bind a label to a bag beside the patient, seen by two people, by scanning the label itself."""
    label = _loose(journey, facts.data["label"])
    if label.container != facts.data["container"]:
        raise Refused("label_for_other", label=label.id, container=label.container)
    return (Event(facts.kind, facts.data),)


def applied(journey: Journey, entry: Entry) -> Journey:
    """Fold: the label is on its container; of several copies the last one counts."""
    label = replace(journey.labels[entry.data["label"]], state="applied")
    journey = journey.with_label(label)
    if label.kind != "container":
        return journey
    return journey.with_containers(
        [replace(journey.containers[label.container], label=label.id)]
    )


def destroy(
    journey: Journey, protocol: Protocol, facts: Facts, now: datetime
) -> tuple[Event, ...]:
    """Destroy a label that was not used, with the reason."""
    label = _loose(journey, facts.data["label"])
    return (Event(facts.kind, {**facts.data, "label": label.id}),)


def destroyed(journey: Journey, entry: Entry) -> Journey:
    """Fold: the label is gone."""
    return journey.with_label(replace(journey.labels[entry.data["label"]], state="destroyed"))


def _loose(journey: Journey, name: str) -> Label:
    label = journey.labels.get(name)
    if label is None:
        raise Refused("label_not_printed", label=name)
    if label.state != "printed":
        raise Refused("label_used", label=name, state=label.state)
    return label


def unaccounted(journey: Journey) -> tuple[Label, ...]:
    """Return the labels that are neither applied nor destroyed."""
    return tuple(label for label in journey.labels.values() if label.state == "printed")


def require_reconciled(journey: Journey) -> None:
    """Refuse while a printed label is unaccounted for (FACT label reconciliation)."""
    _refuse_loose(unaccounted(journey))


def require_bound(journey: Journey, container: Container) -> None:
    """Refuse to hand over a container without its label, or with a spare label lying about."""
    if not container.label and not container.barcode:
        raise Refused("not_labelled", container=container.id)
    if outdated(journey, container):
        raise Refused("label_outdated", container=container.id, label=container.label)
    loose = unaccounted(journey)
    _refuse_loose(tuple(label for label in loose if _lies_beside(journey, container, label)))


def _lies_beside(journey: Journey, container: Container, label: Label) -> bool:
    """Say whether a loose label stops this container: it lies where this is handed over, and can do harm.

    A spare label of any container of the same donation fits the one that leaves. A second wristband
    makes somebody else this patient, so the collection does not leave the chair while one lies there;
    later hands cannot see it, and cells must not wait for it. A shipper's own label goes on before it is
    handed to the courier. Whatever else is loose, the journey does not close on it.
    """
    if label.container:
        return journey.containers[label.container].din == container.din
    if label.shipment:
        return (
            label.shipment == container.shipment
            and journey.shipments[label.shipment].state == "packed"
        )
    holder = container.custodian
    return (
        container.use == "collection"
        and holder is not None
        and holder.role == Role.APHERESIS_NURSE
    )


def outdated(journey: Journey, container: Container) -> bool:
    """Say whether the label was printed before what is known of the donor changed.

    Its warnings may then be too few, and it must not leave without those it needs (21 CFR 1271.90).
    """
    label = journey.labels.get(container.label)
    return label is not None and label.findings != journey.findings


def _refuse_loose(loose: tuple[Label, ...]) -> None:
    if loose:
        labels = ", ".join(f"{label.id} ({label.purpose})" for label in loose)
        raise Refused("labels_unaccounted", count=len(loose), labels=labels)
