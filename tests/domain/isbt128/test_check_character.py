"""Does the check character agree with every published example, and does it catch mistakes?"""

import random
import re
import string

import pytest

from tracker.domain.isbt128 import DonationNumber, check_character, check_value
from tracker.domain.refused import Refused

PUBLISHED = (
    "G123417654321 A 70  G123498654321 H 77  A999917123456 9 69  A999916123456 Q 86  "
    "A999914123458 J 79  A999914123456 N 83  W000016428175 1 61  A999916000065 A 70  "
    "W125607123456 K 80  C000306001458 N 83  P000206019063 X 93  C000307001466 6 66  "
    "9000116123456 E 74  5032116593212 Q 86  WWW0016123456 6 66  W000016123456 X 93  "
    "W000016987654 U 90  W000016000001 C 72  A999922123459 H 77  A999922654321 S 88  "
    "A999922123458 J 79  A999922012346 * 96  A999522123456 * 96  A999617123456 S 88  "
    "A999921123456 3 63  A999818123456 N 83  A999820123456 E 74  A999917123654 Y 94  "
    "W000009123456 G 76  A999917345628 * 96  A999917345658 O 84  A999915000001 M 82  "
    "A999918000001 8 68  "
)
EXAMPLES = re.findall(r"(\w{13}) (.) (\d\d)", PUBLISHED)
OURS = [
    ("A999926123456", "T"),
    ("A999926000042", "R"),
    ("A999826000001", "2"),
    ("A999726000001", "X"),
]
CHAINS = [
    ("CHA999926123456", "K"),
    ("CHA999926A1B2C3", "8"),
    ("CHA999926000042", "I"),
    ("CHA999926000001", "*"),
]


def test_thirty_three_examples_are_published():
    assert len({din for din, _, _ in EXAMPLES}) == 33


@pytest.mark.parametrize(("din", "check", "flags"), EXAMPLES)
def test_a_published_donation_number_has_its_published_check_character(din, check, flags):
    assert check_character(din) == check
    assert DonationNumber.of(din).check_character == check
    assert DonationNumber.with_keyed_flags(din).flags == flags


@pytest.mark.parametrize(("text", "check"), OURS + CHAINS)
def test_an_identifier_with_a_test_facility_has_its_check_character(text, check):
    assert check_character(text) == check


def test_the_same_routine_gives_other_published_check_values():
    assert check_value("A9990ABC123T0480") == 8
    assert check_value("6939DKM0013926127") == 26


def weighted(text: str) -> str:
    """The other form in which the standard states the rule: weights 2**n from the right."""
    alphabet = string.digits + string.ascii_uppercase
    total = sum(alphabet.index(c) * 2 ** (len(text) - i) for i, c in enumerate(text))
    return (alphabet + "*")[(38 - total % 37) % 37]


def test_the_running_form_agrees_with_the_weighted_form():
    choose = random.Random(37)
    for _ in range(2_000):
        text = "".join(
            choose.choices(string.digits + string.ascii_uppercase, k=choose.randint(1, 21))
        )
        assert check_character(text) == weighted(text)


@pytest.mark.parametrize(("din", "check", "flags"), EXAMPLES)
def test_every_single_mistyped_digit_and_every_swap_of_two_is_caught(din, check, flags):
    del flags
    wrong = {din[:i] + other + din[i + 1 :] for i in range(13) for other in string.digits}
    for i in range(13):
        for j in range(i):
            swapped = list(din)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            wrong.add("".join(swapped))
    wrong.discard(din)
    assert not [text for text in wrong if check_character(text) == check]


def test_small_letters_are_refused_as_such():
    with pytest.raises(Refused) as refused:
        check_character("a999926123456")
    assert refused.value.code == "lower_case"


@pytest.mark.parametrize("text", ["A9999 26", "A9999-26", "Ä", "=A9999", "A999926123456*", "٣"])
def test_what_is_not_a_digit_or_capital_letter_is_refused(text):
    with pytest.raises(Refused) as refused:
        check_character(text)
    assert refused.value.code == "wrong_alphabet"
