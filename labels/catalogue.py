"""What does each kind of label look like? One example of each, drawn into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import labels
from labels import warnings
from labels.warnings import DonorFindings

NOTICE: Final = "Example - not approved for clinical use"
FACILITY: Final = "Example Apheresis Unit"
UNTESTED: Final = warnings.required(DonorFindings(autologous=True, complete=False))
BAG: Final = "=+04000=A99992600004200=<S12341A0&>0263262359&/CHA999926000042"
DIN: Final = "A9999 26 000042"
PATIENT: Final = ("Wanda Example", "born 1961-04-17", "MRN 00012345")


def examples() -> dict[str, labels.Label]:
    """Return one label of each kind by name; test facility, made-up product and patient."""
    return {**_containers(), **_travel(), **_house()}


def _journey(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "facility": FACILITY,
        "coi": "CH A9999 26 000042",
        "coi_check": "I",
        "seal": "5ea1c0de",
        "label": "L-0007",
        "notice": NOTICE,
    }


def _content() -> dict[str, Any]:
    return {
        "symbol": BAG,
        "din": DIN,
        "din_check": "R",
        "product": "T CELLS, APHERESIS",
        "product_code": "S12341A0",
    }


def _containers() -> dict[str, labels.Label]:
    return {
        "container": labels.ContainerLabel(
            **_journey("Final container label"),
            **_content(),
            code128="=A99992600004200",
            product_code128="=<S12341A0",
            collected="Collected 2026-11-21 13:30 CST",
            details=("Volume 250 mL", "Anticoagulant ACD-A", "Store at 2 to 8\u00a0°C"),
            status="FOR AUTOLOGOUS USE ONLY",
            status_code128="=%5300",
            expiry="2026-11-22 23:59 CST",
            expiry_code128="&>0263262359",
            patient=PATIENT,
            warnings=UNTESTED[1:],
        ),
        "partial": labels.PartialLabel(
            **_journey("Cryobag"),
            **_content(),
            code128="=A99992600004212",
            expiry="2026-11-22",
            warnings=UNTESTED,
        ),
        "vial": labels.VialLabel(
            **_journey("Retention vial"),
            **_content(),
            expiry="2026-11-22",
            warnings=UNTESTED,
        ),
        "cassette": labels.CassetteLabel(
            **_journey("Cassette"),
            **_content(),
            code128="=A99992600004200",
            lot="Lot 9901234",
            bag="bag 1 of 2",
            expiry="2026-11-22",
            storage="Store below -150\u00a0°C",
            patient=PATIENT,
            warnings=UNTESTED,
        ),
    }


def _travel() -> dict[str, labels.Label]:
    return {
        "shipper": labels.ShipperLabel(
            **_journey("Shipper: human cells"),
            symbol="SH:CHA999926000042-S14",
            code128="SH:CHA999926000042-S14",
            shipment="CH A9999 26 000042 S14",
            sender=("Example Cell Laboratory", "1 Example Street", "Rochester MN 55900"),
            receiver=("Example Plant, Receiving", "2 Sample Road", "Sampleton NJ 07000"),
            handling=(
                "Keep upright. Do not X-ray.",
                "Vapour-phase dry shipper, below -150\u00a0°C",
                "Logger TT-000777",
            ),
            contents=(
                labels.Packed("A9999 26 000042 R S12341A0", "cryobag 1 of 2", "slot 1"),
                labels.Packed("A9999 26 000042 R S12341B0", "cryobag 2 of 2", "slot 2"),
            ),
            warnings=UNTESTED,
        ),
        "wristband": labels.Wristband(
            **_journey("Patient wristband"),
            symbol="=+02000&/CHA999926000042=;A99990000000000012345",
            donor="A9999 0000000000012345",
            donor_check="G",
            patient_name=PATIENT[0],
            birth_date="1961-04-17",
            patient_number=PATIENT[2],
        ),
    }


def _house() -> dict[str, labels.Label]:
    place = "PL:RST-LN2-T1-R1-B1"
    return {
        "badge": labels.StaffBadge(
            code128="='A999900395A",
            name="Nora Example",
            role="Apheresis nurse",
            number="A9999 00395A",
            facility=FACILITY,
            notice=NOTICE,
        ),
        "place": labels.PlaceLabel(
            code128=place,
            place=place,
            name="Tank 1, rack 1, box 1",
            facility="Example Cell Laboratory",
            notice=NOTICE,
        ),
        "position": labels.PositionLabel(
            symbol=place + "-P01",
            place=place + "-P01",
            name="Position 1",
            facility="Example Cell Laboratory",
            notice="Example",
        ),
    }


def draw(folder: Path) -> list[Path]:
    """Write one SVG for each kind into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for name, label in examples().items():
        target = folder / f"{name}.svg"
        target.write_bytes(labels.render(label, "svg"))
        drawn.append(target)
    return drawn


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
