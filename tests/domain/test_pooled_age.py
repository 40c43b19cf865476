"""How long have mixed cells waited? Since the earliest collection in them."""

from dataclasses import replace
from datetime import timedelta

from tests.domain.telling import FRESH, at, written
from tracker.domain.journey import Collection
from tracker.domain.kinds import Kind


def test_fresh_cells_have_waited_since_the_earliest_collection_in_them():
    told = at("decided", FRESH)
    journey, bag = told.journey, told.bag("collection")
    ended = journey.collections[bag.din].ended_at
    assert ended is not None
    eve = Collection("A9990260990010", bag.born, ended - timedelta(hours=20))
    earlier = replace(bag, id="A1", din=eve.din, state="consumed", custodian=None, place="")
    mixed = journey.with_containers([earlier, replace(bag, parents=("A1",))])
    told.journey = replace(mixed, collections={**journey.collections, eve.din: eve})
    told.site = replace(told.site, max_fresh_hold_hours=30)
    packing = {
        "scans": [told.tale.label(bag.id)],
        "signed": ("theo", "tess"),
        "to_site": journey.maker,
        "shipper": "DS-1",
        "shipper_qualified_until": "2029-01-01",
        "seal": "SEAL-1",
        "logger": "LOG-1",
        "logger_calibrated_until": "2029-01-01",
        "papers": ["order_sheet"],
        "waybill": "WB-1",
        "expected_arrival": written(ended + timedelta(hours=20)),
    }
    late = told.refusal("theo", Kind.SHIPMENT_PACKED, **packing)
    assert (late.code, "40" in late.sentence) == ("hold_limit_exceeded", True)
    told.journey = journey
    told.do("theo", Kind.SHIPMENT_PACKED, **packing)
