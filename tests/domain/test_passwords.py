"""Which passwords may be chosen, and does a refusal say why?"""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import passwords
from tracker.domain.refused import Refused

ABOUT = ("nora", "Nora Berg", "Rochester")


def refusal(password: str, *, alone: bool = True) -> str:
    try:
        passwords.require_good(password, ABOUT, alone=alone)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "maple kettle runs uphill",
        "dos tazas de café frío",
        "血が流れる静かな川のほとりに立つ人",
        "k3vd-9xab-7fqm-2hhn",
        "x" * 3 + "?!*'\"<>&;-- drop table",
    ],
)
def test_length_is_what_counts_and_every_character_may_be_used(password):
    assert refusal(password) == ""


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "P@ssw0rd12345678",
        "Samevein2026Hospital!",
        "qwertyuiopasdfghjkl",
        "poiuytrewqlkjhgfdsa",
        "aaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "nora berg 2026 nora berg",
        "Rochester-Rochester-1",
        "welcome welcome 1999",
        "correct horse battery staple",
    ],
)
def test_what_everybody_would_guess_is_refused(password):
    assert refusal(password) == "password_guessable"


def test_the_refusal_names_what_made_it_guessable():
    with pytest.raises(Refused, match="“password”"):
        passwords.require_good("passwordpassword", ABOUT, alone=True)


def test_eight_characters_do_only_beside_a_second_factor():
    assert refusal("kettle!x") == "password_too_short"
    assert refusal("kettle!x", alone=False) == ""
    assert refusal("kettle!", alone=False) == "password_too_short"


def test_sixty_four_characters_and_many_more_are_allowed():
    sentence = "kettles whistle while maples grow over quiet roads at noon, sometimes "
    assert refusal(sentence * 3) == ""
    assert refusal(sentence * 4) == "password_too_long"


@given(st.text(min_size=1, max_size=40))
def test_however_a_keyboard_composed_it_it_is_the_same_password(text):
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert passwords.plain(composed) == passwords.plain(apart)


@given(st.text(alphabet=string.ascii_lowercase + string.digits + "-", max_size=14))
def test_no_short_password_ever_stands_alone(text):
    assert refusal(text) == "password_too_short"
