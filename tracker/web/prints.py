"""What stands on the label of this bag or wristband, and how does it become a picture?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import labels
from labels import warnings
from tracker.actions import naming, recording
from tracker.actions.naming import Patient
from tracker.domain import labelling, symbols
from tracker.domain.isbt128 import ChainOfIdentity, DonationNumber, ProductCode
from tracker.domain.journey import Container, Label, Shipment
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.reads import code_tables, history, hospitals, journeys, places
from tracker.reads.journeys import Told
from tracker.store.log import Sealed
from tracker.web.clock import local

TITLES: Final = {
    "collection": "Collected cells",
    "cryobag": "Cryobag",
    "sample": "Sample",
    "dose": "Dose for infusion",
}
PRODUCTS: Final = {
    "collection": "T CELLS, APHERESIS",
    "cryobag": "T CELLS, APHERESIS, CRYOPRESERVED",
    "sample": "T CELLS, APHERESIS, SAMPLE",
    "dose": "CAR T CELLS, CRYOPRESERVED",
}


PRINTERS: Final[tuple[labels.Form, ...]] = ("zpl203", "zpl300")
"""What a label must read back for before it counts; SVG and PDF are read back as the finer of them."""

PAPERS: Final = {"letter": labels.LETTER, "a4": labels.A4}


@dataclass(frozen=True)
class Print:
    """One printed label with everything it is drawn from."""

    told: Told
    label: Label
    patient: Patient | None

    @property
    def container(self) -> Container | None:
        """Return the container the label is for; None for a wristband."""
        return self.told.journey.containers.get(self.label.container)


def picture(print_: Print, form: labels.Form) -> bytes:
    """Return a label as a file a printer or a screen takes. Raises Refused where it cannot be read."""
    return drawn(shape(print_), form)


def likeness(print_: Print) -> bytes:
    """Return a label for looking at, as SVG without its codes. Raises Refused where it cannot be drawn."""
    try:
        return labels.likeness(shape(print_))
    except labels.Unprintable as fault:
        raise _refusal(fault) from fault


def judged(claim: recording.Claim, asked: recording.Request) -> recording.Request:
    """Return a request that counts a label only when it can be drawn, and every printer's reads back.

    A label is counted from its entry on: one that then cannot be drawn would wait for its destruction
    without ever having been. So it is drawn before the entry is committed; other kinds pass.
    """
    if claim.kind != Kind.LABEL_PRINTED:
        return asked
    told = journeys.seen_by(claim.actor, claim.coi)
    patient = naming.patient(told.journey.coi, claim.actor, asked, "label to be printed")

    def also(sealed: tuple[Sealed, ...]) -> None:
        if asked.also is not None:
            asked.also(sealed)
        journey = labelling.printed(told.journey, sealed[0].entry)
        label = journey.labels[sealed[0].entry.data["label"]]
        print_ = Print(replace(told, journey=journey), label, patient)
        for form in PRINTERS:
            picture(print_, form)

    return replace(asked, also=also)


def drawn(label: labels.Label, form: labels.Form) -> bytes:
    """Return any label as a file. Raises Refused where it does not fit or does not read back."""
    try:
        return labels.render(label, form)
    except labels.Unprintable as fault:
        raise _refusal(fault) from fault


def sheet(many: tuple[labels.Label, ...], paper: str) -> bytes:
    """Return labels of one size as PDF pages of `paper` (letter or a4), as many to a page as fit."""
    try:
        return labels.sheet(many, PAPERS.get(paper, labels.LETTER))
    except labels.Unprintable as fault:
        raise _refusal(fault) from fault


def _refusal(fault: labels.Unprintable) -> Refused:
    """Return what the person at the printer reads; a reason we do not know is told as unreadable."""
    if fault.code == "label_overflow":
        return Refused("label_overflow", what=fault.what)
    if fault.code == "label_character":
        return Refused("label_character", what=fault.what)
    return Refused("label_unreadable")


def shape(print_: Print) -> labels.Label:
    """Return what a printed label shows, by what it is for."""
    if print_.label.kind == "shipper":
        return _shipper(print_)
    container = print_.container
    if container is None:
        return _wristband(print_)
    return _SHAPES.get(container.use, _partial)(print_, container)


def _journey(print_: Print, title: str) -> dict[str, Any]:
    """Return what every label of a journey carries; the seal is that of the entry of its printing."""
    told = print_.told
    coi = ChainOfIdentity.of(told.journey.coi)
    number = int(print_.label.id.removeprefix("L"))
    return {
        "title": title,
        "facility": told.site.name,
        "coi": coi.eye_text,
        "coi_check": coi.check_character,
        "seal": history.seal_of(told.journey.coi, number),
        "copy": print_.label.copy,
        "label": print_.label.id,
        "notice": told.protocol.notice,
    }


def _content(print_: Print, container: Container) -> dict[str, Any]:
    din = DonationNumber.of(container.din)
    return {
        **_journey(print_, TITLES[container.use]),
        "symbol": symbols.container_symbol(print_.told.journey, container),
        "din": din.eye_text,
        "din_check": din.check_character,
        "product": code_tables.product(print_.told.site.code, container.product)
        or PRODUCTS[container.use],
        "product_code": container.product,
        "expiry": container.expires_on.isoformat() if container.expires_on else "",
    }


def _wristband(print_: Print) -> labels.Label:
    if print_.patient is None:
        raise Refused("not_allowed", kind="A wristband", roles="the patient's care team")
    donor = symbols.donor(print_.told.journey)
    return labels.Wristband(
        **_journey(print_, "Patient wristband"),
        symbol=symbols.wristband_symbol(print_.told.journey),
        donor=donor.eye_text,
        donor_check=donor.check_character,
        patient_name=print_.patient.name,
        birth_date=print_.patient.birth_date.isoformat(),
        patient_number=print_.patient.record_number,
    )


def _bag(print_: Print, container: Container) -> labels.Label:
    """Return the final label of a collected bag, in four quadrants."""
    collection = print_.told.journey.collections[container.din]
    started = local(collection.started_at, print_.told.site.zone)
    volume = (f"Volume {container.volume_ml} mL",) if container.volume_ml else ()
    required = _warnings(print_, (container,))
    status = warnings.AUTOLOGOUS if warnings.AUTOLOGOUS in required else ""
    return labels.ContainerLabel(
        **_content(print_, container),
        code128=DonationNumber.of(container.din).encode(),
        product_code128=ProductCode.of(container.product).encode(),
        collected=f"Collected {started:%Y-%m-%d %H:%M %Z}",
        details=volume,
        status=status,
        patient=_patient(print_.patient),
        warnings=tuple(each for each in required if each != status),
    )


def _partial(print_: Print, container: Container) -> labels.Label:
    return labels.PartialLabel(
        **_content(print_, container),
        code128=DonationNumber.of(container.din).encode(),
        warnings=_warnings(print_, (container,)),
    )


def _vial(print_: Print, container: Container) -> labels.Label:
    return labels.VialLabel(
        **_content(print_, container), warnings=_warnings(print_, (container,))
    )


def _cassette(print_: Print, container: Container) -> labels.Label:
    """Return the label of a dose, read before anyone opens its cassette."""
    lot = print_.told.journey.lots.get(container.lot)
    bags = lot.bags if lot and container.id in lot.bags else (container.id,)
    warmest = print_.told.protocol.material.back_max_c_tenths // 10
    return labels.CassetteLabel(
        **_content(print_, container),
        code128=DonationNumber.of(container.din).encode(),
        lot=f"Lot {container.lot}" if container.lot else "",
        bag=f"bag {bags.index(container.id) + 1} of {len(bags)}",
        told_apart=container.told_apart,
        storage=f"Store below {warmest} °C",
        patient=_patient(print_.patient),
        warnings=_warnings(print_, (container,)),
    )


def _shipper(print_: Print) -> labels.Label:
    """Return the label of a shipper. Its seal's number is not on it: the receiver compares that."""
    told, shipment = print_.told, print_.told.journey.shipments[print_.label.shipment]
    symbol = symbols.shipper_symbol(told.journey, shipment)
    chain = ChainOfIdentity.of(told.journey.coi).eye_text
    arrival = local(shipment.expected_arrival, told.site.zone)
    return labels.ShipperLabel(
        **_journey(print_, "Shipper: human cells"),
        symbol=symbol,
        code128=symbol,
        shipment=f"{chain} {shipment.id}",
        sender=_address(shipment.from_site),
        receiver=_address(shipment.to_site),
        contents=tuple(_packed(print_, shipment)),
        handling=(
            "Keep upright. Do not X-ray.",
            f"Shipper {shipment.shipper}",
            f"Logger {shipment.logger}",
            f"Waybill {shipment.waybill}",
            f"Expected {arrival:%Y-%m-%d %H:%M %Z}",
        ),
        warnings=_warnings(
            print_, [told.journey.containers[name] for name in shipment.containers]
        ),
    )


def _warnings(print_: Print, containers: Iterable[Container]) -> tuple[str, ...]:
    """Return what must stand on the label, by what was known of the donor at its printing."""
    known = print_.label.findings
    autologous = all(ProductCode.of(item.product).autologous for item in containers)
    reactive = tuple(agent.replace("_", " ") for agent in known.reactive)
    found = warnings.DonorFindings(
        autologous=autologous, complete=known.complete, reactive=reactive, at_risk=known.at_risk
    )
    return warnings.required(found)


def _packed(print_: Print, shipment: Shipment) -> Iterator[labels.Packed]:
    containers = [print_.told.journey.containers[name] for name in shipment.containers]
    for container in containers:
        din = DonationNumber.of(container.din)
        identifier = f"{din.eye_text} {din.check_character} {container.product}"
        yield labels.Packed(identifier, TITLES[container.use], f"{container.volume_ml} mL")


def _address(code: str) -> tuple[str, ...]:
    known = {each.rules.code: each.contact.address for each in hospitals.everywhere()}
    address = known.get(code, "")
    return (places.name_of(code), *((address,) if address else ()))


_SHAPES: Final[dict[str, Callable[[Print, Container], labels.Label]]] = {
    "collection": _bag,
    "cryobag": _partial,
    "sample": _vial,
    "dose": _cassette,
}


def _patient(patient: Patient | None) -> tuple[str, ...]:
    if patient is None:
        return ()
    return (patient.name, f"born {patient.birth_date}", patient.record_number)
