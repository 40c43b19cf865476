"""Is every structure written exactly as the standard writes it, and read back as it was?"""

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain import isbt128
from tracker.domain.isbt128 import Compound, DonationNumber, ProductCode, parse
from tracker.domain.refused import Refused

I = isbt128  # noqa: E741 - the table below is read by column
WRITTEN = [
    (I.DonationNumber("A9999", "26", "123456"), "=A99992612345600"),
    (I.DonationNumber("G1234", "17", "654321", "70"), "=G12341765432170"),
    (I.DonationNumber("50321", "16", "593212", "01"), "=5032116593212" + "01"),
    (I.BloodGroup("62"), "=%6200"),
    (I.BloodGroup("53"), "=%5300"),
    (I.BloodGroup("Mq"), "=%Mq00"),
    (I.ProductCode("S1234", "1", "A0"), "=<S12341A0"),
    (I.ProductCode("S1234", "r", "Aa"), "=<S1234rAa"),
    (I.ExpiryDay(date(2019, 2, 1)), "=>019032"),
    (I.ExpiryMoment(date(2018, 12, 31)), "&>0183652359"),
    (I.ExpiryMoment(date(2026, 9, 22), time(18, 30)), "&>0262651830"),
    (I.ExpiryMoment(date(2024, 12, 31)), "&>0243662359"),
    (I.ExpiryMoment(date(2100, 1, 1), time(0, 0)), "&>1000010000"),
    (I.CollectionDay(date(2017, 3, 31)), "=*017090"),
    (I.CollectionMoment(date(2017, 1, 9), time(13, 30)), "&*0170091330"),
    (I.CollectionMoment(date(2017, 4, 1), time(12, 15)), "&*0170911215"),
    (I.ProductionDay(date(2017, 2, 1)), "=}017032"),
    (I.ProductionMoment(date(2017, 3, 31), time(12, 15)), "&}0170901215"),
    (I.SpecialTesting("N0000"), "&(N0000"),
    (I.ContainerMaker("1AB", "0001234"), "=)1AB0001234"),
    (I.ContainerLot("0000ABC123"), "&)0000ABC123"),
    (I.DonorNumber("A9999", "0000000000123456"), "=;A99990000000000123456"),
    (I.StaffMember("A9999", "00395A"), "='A999900395A"),
    (I.Supply("AB", "00001234"), "=-AB00001234"),
    (I.SupplyLot("00000LOT99"), "&-00000LOT99"),
    (I.BirthDate("01", date(1964, 2, 29)), "=#0119640229"),
    (I.PatientNumber("01", "MRN12345"), "&#0108MRN12345"),
    (I.ExpiryMonth("2027", "03"), "=]202703"),
    (I.InfectionMarkers("3214150000"), '&"321415000000000000'),
    (I.Consignment("A9999", "26", "12345", "01", "02"), "=$A999926123450102"),
    (I.Dimensions.volume_ml(250), "&$0101000100250000"),
    (
        I.Dimensions((I.Dimension("01", "0001", "00250"), I.Dimension("01", "0008", "00263"))),
        "&$020100010025000001000800263000",
    ),
    (I.ZonedMoment("02", date(2026, 9, 22), time(18, 30)), "=(2002202609221830"),
    (I.ZonedMoment("01", date(2026, 9, 22), time(18, 30), utc=False), "=(1001202609221830"),
    (I.Divisions("000012"), "=,000012"),
    (I.Divisions("AABB00"), "=,AABB00"),
    (I.ProcessingFacility("A9999"), "&+A9999000000"),
    (I.ProcessorProduct("A9997", "XYZ100", "T0479"), "=/A9997XYZ100T0479"),
    (I.ProductLot("000000000000XYZ123"), "&,1000000000000XYZ123"),
    (I.ProductSupplement("000000000000000042"), "&,2000000000000000042"),
    (
        I.SingleEuropeanCode(
            "PL", "001499", "Z549917123456", "A", "00T0416", "003", "20181231"
        ),
        "&,4PL001499Z549917123456A00T041600320181231",
    ),
    (I.Grid("6939", "DKM0013926127", "26"), "&:6939DKM001392612726"),
    (I.ChainOfIdentity("A9999", "26", "123456"), "&/CHA999926123456"),
    (I.ChainOfIdentity("A9999", "26", "A1B2C3"), "&/CHA999926A1B2C3"),
]
KINDS = [*isbt128.STRUCTURES.values(), DonationNumber]


def name(kind):
    return kind.__name__


@pytest.mark.parametrize(("structure", "barcode"), WRITTEN)
def test_a_structure_is_written_and_read_as_the_standard_says(structure, barcode):
    assert structure.encode() == barcode
    assert parse(barcode) == (structure,)


WANTED = [*range(1, 10), *range(17, 21), *range(23, 26), *range(27, 30), *range(31, 35), 39, 40]


def test_every_structure_of_cell_therapy_is_here_and_cannot_be_changed():
    structures = [*(structure for structure, _ in WRITTEN), Compound((I.BloodGroup("62"),))]
    numbers = {structure.number for structure in structures}
    assert {f"{number:03}" for number in WANTED} <= numbers
    for structure in structures:
        with pytest.raises(FrozenInstanceError):
            setattr(structure, fields(structure)[0].name, "")


def test_the_table_above_leaves_no_structure_out():
    assert {type(structure) for structure, _ in WRITTEN} == set(KINDS)


def drawn(kind):
    """Contents that fit the pattern; those with an inner rule may still be refused."""
    if kind is isbt128.PatientNumber:
        patients = st.from_regex(r"[A-Za-z0-9]{1,99}", fullmatch=True)
        return st.builds(lambda patient: f"AB{len(patient):02}{patient}", patients)
    if kind is isbt128.Grid:
        bodies = st.from_regex(r"[1-9][0-9]{3}[A-Z0-9]{13}", fullmatch=True)
        return bodies.map(lambda body: f"{body}{isbt128.check_value(body):02}")
    if kind is isbt128.Dimensions:
        values = st.lists(st.from_regex(r"[0-9]{14}", fullmatch=True), min_size=1, max_size=9)
        return values.map(lambda found: f"{len(found):02}" + "".join(found))
    return st.from_regex(kind.pattern, fullmatch=True)


DATED = {
    kind for kind in KINDS if "day" in {field.name for field in fields(kind)}
}  # their own tests below


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in DATED], ids=name)
@given(data=st.data())
def test_whatever_is_read_is_written_the_same(kind, data):
    content = data.draw(drawn(kind))
    try:
        structure = kind.read(content)
    except Refused as refused:
        assert refused.code == "check_character_wrong"  # noqa: PT017 - flags 60 to 96, at random
        assume(False)
    assert structure.encode() == kind.identifier + content
    assert parse(structure.encode()) == (structure,)


MOMENTS = [
    kind
    for kind in KINDS
    if kind.__name__.endswith("Moment") and not kind.__name__.startswith("Zoned")
]
DAYS = [kind for kind in KINDS if kind.__name__.endswith("Day")]
minutes = st.times().map(lambda at: time(at.hour, at.minute))
days = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@given(st.sampled_from(MOMENTS), days, minutes)
def test_every_minute_of_two_centuries_comes_back(kind, day, at):
    assert parse(kind(day, at).encode()) == (kind(day, at),)


@given(st.sampled_from(DAYS), days)
def test_every_day_of_two_centuries_comes_back(kind, day):
    assert parse(kind(day).encode()) == (kind(day),)


@given(st.dates(), minutes, st.booleans())
def test_every_zoned_minute_comes_back(day, at, utc):
    moment = isbt128.ZonedMoment("02", day, at, utc)
    assert parse(moment.encode()) == (moment,)


@given(st.dates())
def test_every_birth_date_comes_back(day):
    assert parse(isbt128.BirthDate("01", day).encode()) == (isbt128.BirthDate("01", day),)


@given(
    st.lists(st.sampled_from([structure for structure, _ in WRITTEN]), min_size=1, max_size=99)
)
def test_a_compound_message_gives_back_its_parts_in_order(parts):
    compound = Compound(tuple(parts))
    message = compound.encode()
    assert message.startswith(f"=+{len(parts):02}000")
    assert parse(message) == compound.structures
    assert Compound.read(compound.content()) == compound


def test_donations_are_compared_without_their_flags():
    bag, record = (
        DonationNumber.of("A999926123456", "01"),
        DonationNumber.of("A999926123456", "08"),
    )
    assert bag != record
    assert bag.same_donation(record)
    assert not bag.same_donation(DonationNumber.of("A999926123457"))
    assert bag.check_character == record.check_character == "T"


def test_the_identity_of_each_thing_has_a_name():
    assert DonationNumber.of("A999926123456", "01").din == "A999926123456"
    assert DonationNumber.of("A999926123456").eye_text == "A9999 26 123456"
    assert ProductCode.of("S12341A0").code == "S12341A0"
    chain = isbt128.ChainOfIdentity.of("CHA999926123456")
    assert chain.coi == "CHA999926123456"
    assert chain.eye_text == "CH A9999 26 123456"
    assert chain.check_character == "K"


def test_division_99_asks_for_the_long_form():
    assert ProductCode.of("S1234199").needs_divisions
    assert not ProductCode.of("S12341A0").needs_divisions


def test_infection_markers_say_what_was_found():
    found = isbt128.InfectionMarkers("3214150000").results
    assert {name for name, value in found.items() if value == "positive"} == {
        "HCV antibody",
        "CMV antibody",
    }
    assert {name for name, value in found.items() if value == "negative"} == {
        "HIV antibody",
        "HCV nucleic acid",
        "HBV core antibody",
        "HBV surface antigen",
        "HTLV antibody",
        "syphilis antibody",
    }


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (
            lambda: DonationNumber("A9999", "261", "23456"),
            "wrong_alphabet",
        ),  # joined it would fit
        (lambda: DonationNumber("O9999", "26", "123456"), "wrong_alphabet"),
        (lambda: DonationNumber("a9999", "26", "123456"), "lower_case"),
        (lambda: DonationNumber.of("A999926123456", "88"), "check_character_wrong"),
        (lambda: isbt128.Grid("6939", "DKM0013926127", "74"), "check_character_wrong"),
        (lambda: isbt128.ExpiryDay(date(1999, 12, 31)), "invalid_date"),
        (lambda: isbt128.ExpiryMoment(date(2200, 1, 1)), "invalid_date"),
        (lambda: isbt128.ExpiryMoment(date(2026, 1, 1), time(12, 0, 30)), "invalid_date"),
        (lambda: isbt128.ExpiryMoment(date(2026, 1, 1), time(12, tzinfo=UTC)), "invalid_date"),
        (lambda: isbt128.ZonedMoment("02", date(2026, 1, 1), time(1, 1, 1)), "invalid_date"),
        (lambda: isbt128.ZonedMoment("07", date(2026, 1, 1), time(1, 1)), "wrong_alphabet"),
        (lambda: isbt128.BirthDate("?1", date(1964, 2, 29)), "wrong_alphabet"),
        (lambda: isbt128.PatientNumber("01", "MRN 1"), "wrong_alphabet"),
        (lambda: isbt128.PatientNumber("01", "9" * 100), "wrong_alphabet"),
        (lambda: isbt128.Dimensions(()), "wrong_alphabet"),
        (lambda: isbt128.Dimensions.volume_ml(123_456), "wrong_alphabet"),
        (lambda: isbt128.PatientNumber.read("0109MRN12345"), "wrong_alphabet"),
        (lambda: isbt128.Dimensions.read("0201000100250000"), "wrong_alphabet"),
        (
            lambda: isbt128.Dimensions((isbt128.Dimension("0", "10001", "00250"),)),
            "wrong_alphabet",
        ),
        (lambda: Compound(()), "compound_count"),
        (lambda: Compound((isbt128.BloodGroup("62"),) * 100), "compound_count"),
        (lambda: Compound((Compound((isbt128.BloodGroup("62"),)),)), "identifier_unknown"),
    ],
)
def test_what_could_not_be_read_back_cannot_be_built(build, code):
    with pytest.raises(Refused) as refused:
        build()
    assert refused.value.code == code
