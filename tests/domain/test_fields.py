"""What may a field of an entry hold?"""

import pytest

from tests.domain.telling import FROZEN, at, ending, opened, product, starting
from tracker.domain.collection import total_cells
from tracker.domain.kinds import Kind

CELLS = {"tnc_e6": 5200, "cd3_e6": 2600, "viability_permille": 976}


def counting(told, **changed):
    bag = told.bag("collection").id
    return {"scans": [told.tale.label(bag)], "signed": ["theo"], **CELLS, **changed}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"tnc_e6": None}, "field_missing", "tnc_e6"),
        ({"colour": "red"}, "field_unknown", "colour"),
        ({"tnc_e6": "many"}, "field_type", "tnc_e6"),
        ({"tnc_e6": True}, "field_type", "tnc_e6"),
        ({"tnc_e6": 5200.0}, "field_type", "tnc_e6"),
        ({"viability_permille": 1001}, "field_out_of_range", "viability_permille"),
        ({"viability_permille": 300}, "field_unlikely", "viability_permille"),
        ({"note": 7}, "field_type", "note"),
        ({"note": "a\x00b"}, "field_type", "note"),
        ({"note": "x" * 2001}, "field_type", "note"),
        ({"confirmed": "all"}, "field_type", "confirmed"),
        ({"cd3_e6": 6000}, "too_many_cells", "cd3_e6"),
    ],
)
def test_a_count_that_cannot_be_is_refused_by_field(changed, code, field):
    told = at("collected")
    refusal = told.refusal("theo", Kind.CELLS_COUNTED, **counting(told, **changed))
    assert (refusal.code, refusal.field) == (code, field)


def test_an_unlikely_figure_is_taken_when_it_is_confirmed_with_a_reason():
    told = at("collected")
    low = {"viability_permille": 300, "confirmed": ["viability_permille"]}
    bare = told.refusal("theo", Kind.CELLS_COUNTED, **counting(told, **low))
    assert bare.code == "field_unlikely"
    told.do("theo", Kind.CELLS_COUNTED, **counting(told, **low, reason="counted twice"))
    assert total_cells(told.journey).viability_permille == 300


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        (
            Kind.COLLECTION_ENDED,
            ending("A999026000010", symptoms="none at all"),
            "field_choice",
        ),
        (
            Kind.COLLECTION_ENDED,
            ending("A999026000010") | {"din": "A999026000010"},
            "check_character_missing",
        ),
    ],
)
def test_a_choice_is_one_of_those_offered_and_a_typed_number_is_checked(kind, data, code):
    assert at("collected").refusal("nora", kind, **data).code == code


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "21.11.2026"])
def test_a_day_is_a_day(day):
    told = at("released")
    refusal = told.refusal("cora", Kind.VISIT_CONFIRMED, signed=["cora"], day_zero=day)
    assert (refusal.code, refusal.field) == ("field_type", "day_zero")


@pytest.mark.parametrize(
    ("moment", "code"),
    [("yesterday", "field_type"), ("2026-03-12T10:00:00", "clock_without_zone")],
)
def test_a_moment_has_a_zone(moment, code):
    told = at("decided")
    bag = told.bag("collection").id
    refusal = told.refusal(
        "theo",
        Kind.FROZEN,
        scans=[told.tale.label(bag)],
        signed=["theo", "tess"],
        method="passive",
        dmso_permille=100,
        started_at=moment,
        ended_at=moment,
    )
    assert refusal.code == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([{"volume_ml": 95, "colour": "red"}], "field_unknown"),
        ([{"use": "product"}], "field_missing"),
        ([{"volume_ml": 0}], "field_out_of_range"),
        (["one"], "field_type"),
        ("one", "field_type"),
        ([{"volume_ml": 1}] * 261, "volume_mismatch"),
    ],
)
def test_parts_are_a_list_of_volumes(parts, code):
    told = at("decided")
    bag = told.bag("collection").id
    refusal = told.refusal(
        "theo", Kind.CONTAINER_SPLIT, scans=[told.tale.label(bag)], signed=["theo"], parts=parts
    )
    assert refusal.code == code


@pytest.mark.parametrize("value", ["no", 1])
def test_yes_or_no_is_not_anything_else(value):
    told = opened(product(FROZEN))
    said = {"status": "requested", "covered": value, "preauthorized": False}
    refusal = told.refusal("fay", Kind.AUTHORIZATION_RECORDED, signed=["fay"], **said)
    assert (refusal.code, refusal.field) == ("field_type", "covered")


@pytest.mark.parametrize("containers", ["A1", [1], [""]])
def test_containers_are_a_list_of_names(containers):
    told = at("collected")
    offer = {"to_role": "courier", "containers": containers}
    assert (
        told.refusal("theo", Kind.CUSTODY_OFFERED, signed=["theo"], **offer).code
        == "field_type"
    )


def test_a_device_is_named():
    told = at("banded")
    parts = starting(told) | {"device": "  "}
    assert told.refusal("nora", Kind.COLLECTION_STARTED, **parts).code in {
        "field_missing",
        "field_type",
    }
