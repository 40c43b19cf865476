"""Is every unusable scan refused with its own reason, and nothing else ever raised?"""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain import isbt128
from tracker.domain.isbt128 import (
    ChainOfIdentity,
    Compound,
    DonationNumber,
    ExpiryMoment,
    ProductCode,
    parse,
    typed_coi,
    typed_din,
    typed_donor,
)
from tracker.domain.refused import Refused

COMPOUNDS = [
    "=+05000=Z54991712345600=%T300=<T0416003&>0183652359&,4PL001499Z549917123456A00T041600320181231",
    "=+04000=/A9997XYZ100T0479=A99991712345600=,000012=>019031",
    "=+06000=/A9999XYZ100T0476=,000025=A99971712345600=>019032=}017032&,1000000000000XYZ123",
    "=+04000=A99992612345600=<S12343A0&>0262652359&/CHA999926A1B2C3",
]
BAG = COMPOUNDS[3]
DIN = DonationNumber.of("A999926123456")
REFUSED = [
    ("", "scan_empty"),
    ("  \r\n", "scan_empty"),
    ("]C0", "scan_empty"),
    ("=" + "A" * 3_000, "scan_too_long"),
    ("=~A9999", "identifier_unknown"),
    ("hello", "identifier_unknown"),
    ("PL:RST-LN2-T1", "identifier_unknown"),
    ("A999926123456", "identifier_unknown"),  # a donation number loses its = only in messages
    ("=", "identifier_unknown"),
    ("]Q1=A99992612345600", "identifier_unknown"),
    ("={620000000000000000", "structure_retired"),
    ("=[620000000000000000", "structure_retired"),
    ('="620000000000000000', "structure_retired"),
    ("&,36939DKM001392612726", "structure_retired"),
    ("=A9999261234560", "wrong_length"),
    ("=A999926123456001", "wrong_length"),
    ("=A99992612345600 =<S12343A0", "wrong_length"),
    ("=<S12343A", "wrong_length"),
    ("&/CHA99992612345", "wrong_length"),
    ("=+0400", "wrong_length"),
    ("&$01010001002500000", "wrong_length"),  # one digit too many
    ("&$0201000100250000", "wrong_length"),
    ("&#0108MRN1234", "wrong_length"),
    ("=O99992612345600", "wrong_alphabet"),
    ("=09992612345600X", "wrong_alphabet"),
    ("=A9O992612345600", "wrong_alphabet"),
    ("=A9999261٣345600", "wrong_alphabet"),
    ("=A999926123456*0", "wrong_alphabet"),
    ("=A9999261234560O", "wrong_alphabet"),
    ('&"921415000000000000', "wrong_alphabet"),
    (
        '&"321415000100000000',
        "wrong_alphabet",
    ),  # the half of the tenth digit that means nothing
    ("&/XXA999926123456", "wrong_alphabet"),
    ("&#0100", "wrong_alphabet"),
    ("&#01x8MRN12345", "wrong_alphabet"),
    ("&$00", "wrong_alphabet"),
    ("=%62 0", "wrong_alphabet"),
    ("=+0a000=A99992612345600", "wrong_alphabet"),
    ("=+05000" + BAG[7:], "compound_count"),
    ("=+03000" + BAG[7:], "compound_count"),
    ("=+00000", "compound_count"),
    ("=+01000", "compound_count"),
    ("=A99992612345600=<S12343A0&>0262652359", "compound_count"),
    ("=+04001" + BAG[7:], "compound_order"),
    (BAG[:-1], "wrong_length"),
    (BAG.replace("00=<", "0=<"), "wrong_alphabet"),  # one character short inside
    (BAG + "XX", "wrong_length"),
    (BAG + "8", "check_character_in_barcode"),
    ("=+02000=A99992612345600=+01000=%6200", "identifier_unknown"),
    ("=+02000=A99992612345600&a12345", "local_structure"),
    ("&a12345", "local_structure"),
    ("&;123", "local_structure"),
    ("&!123", "local_structure"),
    ("=A99992612345600T", "check_character_in_barcode"),
    ("=A999926123456T", "check_character_in_barcode"),
    ("A999926123456T", "check_character_in_barcode"),
    ("CHA999926123456K", "check_character_in_barcode"),
    ("&/CHA999926123456K", "check_character_in_barcode"),
    (
        "=;A99990000000000123456" + isbt128.check_character("A99990000000000123456"),
        "check_character_in_barcode",
    ),
    ("=a99992612345600", "lower_case"),
    ("&/CHA999926a1b2c3", "lower_case"),
    ("&/cha999926123456", "lower_case"),
    ("=<s12343A0", "lower_case"),
    ("]C1=A99992612345600", "not_isbt128"),
    ("]C100012345678905", "not_isbt128"),
    ("=>019366", "invalid_date"),
    ("=>019000", "invalid_date"),
    ("=>999001", "invalid_date"),
    ("=>299001", "invalid_date"),
    ("&>0243672359", "invalid_date"),
    ("&>0262652400", "invalid_date"),
    ("&>0262650060", "invalid_date"),
    ("=#0119630229", "invalid_date"),
    ("=#0100000101", "invalid_date"),
    ("=(2002202613221830", "invalid_date"),
    ("=A99992612345688", "check_character_wrong"),  # flags that promise another number
    ("&:6939DKM001392612774", "check_character_wrong"),
]


@pytest.mark.parametrize("message", COMPOUNDS)
def test_a_compound_message_is_read_and_written_the_same(message):
    assert Compound(parse(message)).encode() == message


def test_a_compound_message_gives_its_parts():
    din, product, expiry, chain = parse(BAG)
    assert isinstance(din, DonationNumber)
    assert isinstance(product, ProductCode)
    assert isinstance(expiry, ExpiryMoment)
    assert isinstance(chain, ChainOfIdentity)
    assert (din.din, product.code, chain.coi) == (
        "A999926123456",
        "S12343A0",
        "CHA999926A1B2C3",
    )


def test_two_neighbouring_codes_read_at_once_are_two_structures():
    assert parse("=A99992612345600=<S12343A0") == (DIN, ProductCode.of("S12343A0"))


@pytest.mark.parametrize("prefix", ["]C0", "]C4", "]d1", " ", ""])
@pytest.mark.parametrize("suffix", ["", "\r", "\r\n", "\t"])
def test_what_a_scanner_adds_is_taken_off(prefix, suffix):
    assert parse(f"{prefix}=A99992612345600{suffix}") == (DIN,)


@pytest.mark.parametrize(("raw", "code"), REFUSED)
def test_an_unusable_scan_is_refused_with_its_reason(raw, code):
    with pytest.raises(Refused) as refused:
        parse(raw)
    assert refused.value.code == code


def test_the_same_content_behind_another_identifier_is_another_thing():
    with pytest.raises(Refused) as refused:
        parse("=\\620000000000000000")  # begins like blood group A RhD positive
    assert refused.value.code == "identifier_unknown"
    assert parse("=%6200") == (isbt128.BloodGroup("62"),)


PIECES = st.sampled_from(
    [
        *isbt128.STRUCTURES,
        *COMPOUNDS,
        "=",
        "&",
        "=+",
        "]C0",
        "]C1",
        "01000",
        "A9999",
        "26123456",
        "00",
    ]
)
SCANS = st.one_of(
    st.text(),
    st.text(string.printable),
    st.lists(st.one_of(PIECES, st.text("=&AO019a*<>/+,$#", max_size=6))).map("".join),
)


@given(SCANS)
@example("=+01000=+01000")
@example("&$99")
@example("=#A\x000000")
def test_a_random_string_is_refused_or_read_and_nothing_else(raw):
    try:
        structures = parse(raw)
    except Refused as refused:
        assert refused.sentence  # noqa: PT017
    else:
        written = Compound(structures).encode()
        assert parse(written) == structures
        assert all(structure.encode() in raw for structure in structures)


@given(st.sampled_from(COMPOUNDS), st.integers(0, 100), st.sampled_from(string.printable))
def test_a_compound_message_with_one_wrong_character_never_raises_anything_else(
    message, at, other
):
    place = at % len(message)
    try:
        parse(message[:place] + other + message[place + 1 :])
    except Refused as refused:
        assert refused.sentence  # noqa: PT017


@pytest.mark.parametrize(
    "text", ["A999926123456T", "A9999 26 123456 T", "A9999-26-123456-T", " a9999 26 123456 t "]
)
def test_a_donation_number_may_be_typed_as_it_is_printed(text):
    assert typed_din(text) == "A999926123456"


def test_a_chain_and_a_donor_may_be_typed_too():
    assert typed_coi("CH A9999 26 000001 *") == "CHA999926000001"
    check = isbt128.check_character("A99990000000000123456")
    assert typed_donor("A9999 0000000000123456 " + check) == "A99990000000000123456"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scan_empty"),
        (" - ", "scan_empty"),
        ("A9999 26 123456", "check_character_missing"),
        ("A9999 26 12", "check_character_missing"),
        ("A9999 26 123456 U", "check_character_wrong"),
        ("A9999 26 123465 T", "check_character_wrong"),
        ("A9999 26 123456 ?", "check_character_wrong"),
        ("=A99992612345600", "typed_too_long"),
        ("A9999 26 12345ß T", "wrong_alphabet"),
        ("O9999 26 123456 " + isbt128.check_character("O999926123456"), "wrong_alphabet"),
    ],
)
def test_a_typed_number_must_carry_its_check_character(text, code):
    with pytest.raises(Refused) as refused:
        typed_din(text)
    assert refused.value.code == code
