"""Do two people who are asked apart have to say the same, whatever way each says it?"""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.domain.telling import CAST
from tracker.domain import identity_change, second_person
from tracker.domain.events import Signing
from tracker.domain.kinds import Kind
from tracker.domain.refused import Refused
from tracker.domain.specs import SPECS

MEANING = "I saw it."
SEAL = {"seal": "the seal"}


@pytest.mark.parametrize(("first", "own"), [("SEAL-9", " seal-9 "), (None, ""), (68, 68)])
def test_the_same_said_otherwise_is_the_same(first, own):
    second_person.require_same_words(SEAL, {"seal": first}, {"seal": own})


@pytest.mark.parametrize(("first", "own"), [("SEAL-9", "SEAL-8"), (True, None), (68, 69)])
def test_what_differs_is_refused_without_saying_what_the_first_one_said(first, own):
    with pytest.raises(Refused) as caught:
        second_person.require_same_words(SEAL, {"seal": first}, {"seal": own})
    assert caught.value.code == "second_differs"
    assert "the seal" in caught.value.sentence
    assert str(first) not in caught.value.sentence


def test_every_answer_asked_for_is_a_field_of_its_kind():
    for kind, names in second_person.ANSWERS.items():
        assert all(SPECS[kind].field(name) for name in names), kind


def test_the_api_says_what_the_second_person_answers():
    page = Path("docs/api.md").read_text()
    for kind, names in second_person.ANSWERS.items():
        listed = ", ".join(f"`{name}`" for name in names)
        assert f"| `{kind.value}` | {listed}" in page


def test_a_name_is_stated_only_where_the_patient_is():
    kind = Kind.IDENTITY_VERIFIED
    assert second_person.asked(kind, {"point": "bedside"}) == ("stated",)
    assert second_person.asked(kind, {"point": "pre_thaw"}) == ()


def test_a_patient_is_changed_by_two_who_wrote_the_same():
    written = {"other_number": "MRN-1"}
    one = Signing(CAST["cora"], MEANING)
    other = Signing(CAST["dana"], MEANING, answers={"other_number": "MRN-1"})
    identity_change.require_two((one, other), "same person", written)
    for signings, code in (
        ((one,), "signature_missing"),
        ((one, replace(other, answers={"other_number": "MRN-2"})), "second_differs"),
        ((one, replace(other, answers=None)), "second_differs"),
    ):
        with pytest.raises(Refused) as caught:
            identity_change.require_two(signings, "same person", written)
        assert caught.value.code == code
