"""What might a label have to say? Random labels of every kind, from a seed."""

import tomllib
from collections.abc import Callable
from datetime import date, time, timedelta
from random import Random

import labels
from labels import warnings
from tracker import protocols
from tracker.domain import isbt128
from tracker.domain.isbt128 import Compound

FIRST_NAMES = [
    "Ana",
    "José",
    "Łucja",
    "Nguyễn",
    "O’Neill",
    "Zoë",
    "Δήμητρα",
    "Вера",
    "Bartholomew",
]
LAST_NAMES = ["Li", "Müller", "Ångström", "Fernández-Castillo", "Öztürk", "Example", "Nwosu"]
AGENTS = ["HIV", "hepatitis B virus", "Treponema pallidum", "hepatitis C virus"]
PRODUCTS = ["T CELLS, APHERESIS", "MNC, APHERESIS, CRYOPRESERVED", "CAR T CELLS, CRYOPRESERVED"]
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
NOTICES = sorted(
    {tomllib.loads(file.read_text())["notice"] for file in protocols.HERE.glob("*.toml")}
)
"""What the protocols that are shipped say on every label; a shorter one would prove nothing."""


def container(choose: Random) -> labels.ContainerLabel:
    """A final container label."""
    bag = _Bag(choose)
    blood = isbt128.BloodGroup(choose.choice(["51", "53", "Mq", "P8", "95"]))
    return labels.ContainerLabel(
        **bag.journey(),
        **bag.content(),
        code128=bag.din.encode(),
        product_code128=bag.product.encode(),
        flags=choose.choice(["", bag.din.flags]),
        collected=f"Collected {bag.expiry.day} 13:30 CST",
        details=("Volume 250 mL", "Store at 2 to 8 °C")[: choose.randint(0, 2)],
        status=choose.choice(["", "FOR AUTOLOGOUS USE ONLY", "QUARANTINE"]),
        status_code128=choose.choice(["", blood.encode()]),
        expiry_code128=choose.choice(["", bag.expiry.encode()]),
        patient=_patient(choose),
        warnings=bag.warnings,
    )


def partial(choose: Random) -> labels.PartialLabel:
    """A cryobag's partial label."""
    bag = _Bag(choose)
    return labels.PartialLabel(
        **bag.journey(), **bag.content(), code128=bag.din.encode(), warnings=bag.warnings
    )


def vial(choose: Random) -> labels.VialLabel:
    """A vial label."""
    bag = _Bag(choose)
    return labels.VialLabel(**bag.journey(), **bag.content(), warnings=bag.warnings)


def cassette(choose: Random) -> labels.CassetteLabel:
    """A cassette label."""
    bag = _Bag(choose)
    return labels.CassetteLabel(
        **bag.journey(),
        **bag.content(),
        code128=bag.din.encode(),
        lot=f"Lot 99{choose.randrange(10**6):06}",
        bag="bag 1 of 2",
        told_apart=choose.choice(["", "blue", "CD8, orange, infusion 2"]),
        storage="Store below -150 °C",
        patient=_patient(choose),
        warnings=bag.warnings,
    )


def lot_cassette(choose: Random) -> labels.CassetteLabel:
    """A maker's cassette, known by lot and bag number; lots may begin with 99."""
    bag = _Bag(choose)
    lot = (
        choose.choice(["99", ""]) + "".join(choose.choices("0123456789" + LETTERS, k=8)) + "-01"
    )
    content = {**bag.content(), "symbol": lot, "din": lot, "din_check": "", "product_code": ""}
    return labels.CassetteLabel(**bag.journey(), **content, code128=lot, warnings=bag.warnings)


def shipper(choose: Random) -> labels.ShipperLabel:
    """A shipper label with its packing list."""
    bag = _Bag(choose)
    consignment = isbt128.Consignment(
        "A9999", "26", f"{choose.randrange(10**5):05}", "01", "02"
    )
    bags = [_Bag(choose) for _ in range(choose.randint(1, 12))]
    return labels.ShipperLabel(
        **bag.journey(),
        symbol=Compound((consignment, bag.chain)).encode(),
        code128=consignment.encode(),
        shipment=f"A9999 26 {consignment.serial} 01 02",
        sender=("Example Cell Laboratory", "1 Example Street"),
        receiver=("Example Plant, Receiving", "2 Sample Road", "Sampleton NJ 07000"),
        contents=tuple(
            labels.Packed(
                f"{one.din.eye_text} {one.din.check_character} {one.product.code}", "cryobag"
            )
            for one in bags
        ),
        handling=("Keep upright. Do not X-ray.", f"Logger TT-{choose.randrange(10**6):06}"),
        warnings=bag.warnings,
    )


def wristband(choose: Random) -> labels.Wristband:
    """A patient's wristband."""
    bag = _Bag(choose)
    donor = isbt128.DonorNumber("A9999", f"{choose.randrange(10**16):016}")
    name, born, number = _patient(choose)
    return labels.Wristband(
        **bag.journey(),
        symbol=Compound((bag.chain, donor)).encode(),
        donor=donor.eye_text,
        donor_check=donor.check_character,
        patient_name=name,
        birth_date=born,
        patient_number=number,
    )


def badge(choose: Random) -> labels.StaffBadge:
    """A staff badge."""
    member = isbt128.StaffMember("A9999", "".join(choose.choices("0123456789" + LETTERS, k=6)))
    return labels.StaffBadge(
        code128=member.encode(),
        name=_patient(choose)[0],
        role="Cell laboratory technologist",
        number=f"A9999 {member.member}",
        facility="Example Cell Laboratory",
    )


def place(choose: Random) -> labels.PlaceLabel:
    """A place label."""
    text = _place(choose)
    return labels.PlaceLabel(
        code128=text, place=text, name="Tank 1, rack 2", facility="Example"
    )


def position(choose: Random) -> labels.PositionLabel:
    """A storage position's label."""
    text = _place(choose)
    return labels.PositionLabel(symbol=text, place=text, name="Position 1", facility="Example")


KINDS: list[Callable[[Random], labels.Label]] = [
    container,
    partial,
    vial,
    cassette,
    lot_cassette,
    shipper,
    wristband,
    badge,
    place,
    position,
]


class _Bag:
    """Identifiers that belong together."""

    def __init__(self, choose: Random) -> None:
        year, serial = f"{choose.randrange(100):02}", f"{choose.randrange(10**6):06}"
        facility = choose.choice(["A9999", "A9990", "50321", "WWW00", "99999"])
        self.din = isbt128.DonationNumber(
            facility, year, serial, choose.choice(["00", "01", "12"])
        )
        if choose.random() < 0.2:
            self.din = isbt128.DonationNumber.with_keyed_flags(self.din.din)
        code = choose.choice(["S12341A0", "S99991Ab", "H00001" + "00", "YA123X00"])
        self.product = isbt128.ProductCode.of(code)
        day = date(2026, 1, 1) + timedelta(days=choose.randrange(4_000))
        self.expiry = isbt128.ExpiryMoment(
            day, time(choose.randrange(24), choose.randrange(60))
        )
        chain = "".join(choose.choices("0123456789" + choose.choice(["", LETTERS]), k=6))
        self.chain = isbt128.ChainOfIdentity("A9999", year, chain)
        self.seal = f"{choose.randrange(16**8):08x}"
        self.copy = choose.choice([1, 1, 2, 13])
        found = choose.sample(AGENTS, k=choose.randint(0, 1))
        self.warnings = warnings.required(
            warnings.DonorFindings(
                autologous=choose.random() < 0.9,
                complete=choose.random() < 0.5,
                reactive=tuple(found),
                at_risk=choose.random() < 0.3,
            )
        )
        self.product_name = choose.choice(PRODUCTS)
        self.notice = choose.choice(NOTICES)

    def journey(self) -> dict:
        """What every journey label carries."""
        return {
            "title": "Label of a test",
            "facility": "Example Apheresis Unit, Rochester",
            "coi": self.chain.eye_text,
            "coi_check": self.chain.check_character,
            "seal": self.seal,
            "copy": self.copy,
            "label": "L-0001",
            "notice": self.notice,
        }

    def content(self) -> dict:
        """What every container label carries."""
        return {
            "symbol": Compound((self.din, self.product, self.expiry, self.chain)).encode(),
            "din": self.din.eye_text,
            "din_check": self.din.check_character,
            "product": self.product_name,
            "product_code": self.product.code,
            "expiry": f"{self.expiry.day} {self.expiry.at:%H:%M}",
        }


def _patient(choose: Random) -> tuple[str, str, str]:
    name = f"{choose.choice(FIRST_NAMES)} {choose.choice(LAST_NAMES)}"
    return (
        name,
        f"{date(1940, 1, 1) + timedelta(days=choose.randrange(25_000))}",
        "MRN 00012345",
    )


def _place(choose: Random) -> str:
    return f"PL:RST-LN2-T{choose.randint(1, 9)}-R{choose.randint(1, 9)}-B{choose.randint(1, 9)}-P{choose.randint(1, 99):02}"
