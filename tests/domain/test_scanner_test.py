"""Does the self-test name the setting that is wrong?"""

import pytest

from tracker.domain.scanner_test import LAYOUTS, SAMPLE, judge

SHOWN = {
    name: "".join(keys.get(char, char) for char in SAMPLE) for name, keys in LAYOUTS.items()
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_wrong_layout_is_named(name):
    verdict = judge(SHOWN[name], entered=True)
    assert verdict.code == f"layout_{name.lower().replace(' ', '_')}"
    assert name in verdict.sentence
    assert not verdict.well


def test_a_quotation_mark_that_waits_for_the_next_letter_is_noticed():
    """The American international layout makes `Á` of a badge's `'A`, though most texts pass it unharmed."""
    verdict = judge(SAMPLE.replace("\"a'y", "äý"), entered=True)
    assert verdict.code == "layout_american_international"


def test_dead_keys_that_do_appear_change_nothing():
    assert judge("´" + SHOWN["German"], entered=True).code == "layout_german"


@pytest.mark.parametrize(
    ("received", "entered", "code"),
    [
        (SAMPLE, True, "good"),
        ("]C0" + SAMPLE, True, "aim_prefix"),
        (SAMPLE, False, "no_enter"),
        (SAMPLE.swapcase(), True, "caps_lock"),
        (SAMPLE.upper(), True, "case_changed"),
        ("X" + SAMPLE, True, "text_added"),
        (SAMPLE + "#13", False, "text_added"),
        (SAMPLE.replace("#", ""), True, "characters_lost"),
        (SAMPLE[::-1], True, "characters_lost"),
        ("", True, "nothing"),
        ("something else", True, "characters_lost"),
    ],
)
def test_each_fault_has_its_verdict(received, entered, code):
    verdict = judge(received, entered=entered)
    assert verdict.code == code
    assert verdict.well is (code in {"good", "aim_prefix"})


def test_the_sample_holds_every_sign_an_identifier_may_begin_with():
    assert set("=%&<>+*/,:;#$\"'()") <= set(SAMPLE)
