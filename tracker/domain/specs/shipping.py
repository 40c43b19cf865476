"""What a shipper asks for: packing, receipt, the courier's news, and its temperature."""

from __future__ import annotations

from typing import Final

from tracker.domain.fields import Field, Spec
from tracker.domain.kinds import Kind
from tracker.domain.specs.asking import (
    REASON,
    SHIPMENT,
    choice,
    containers,
    count,
    day,
    moment,
    text,
)
from tracker.domain.specs.people import COURIER, LIAISON, NURSE, PARTNER, PLANT, QUALITY, TECH

SPECS: Final = (
    Spec(
        Kind.SHIPMENT_PACKED,
        "Pack a shipment, two people",
        "shipment",
        2,
        (TECH, PLANT, LIAISON),
        (
            containers(),
            text("to_site", "destination"),
            text("shipper", "shipper serial number"),
            text("seal", "seal number"),
            text("logger", "logger"),
            text("waybill", "waybill"),
            moment("expected_arrival", "expected arrival"),
            day("shipper_qualified_until", "shipper qualified until", required=False),
            day("logger_calibrated_until", "logger calibrated until", required=False),
            Field("papers", "names", "at least one paper in the shipper"),
        ),
        "I packed exactly these containers into this shipper.",
    ),
    Spec(
        Kind.SHIPMENT_UNPACKED,
        "Unpack a shipper that was not sent",
        "shipment",
        1,
        (TECH, PLANT, LIAISON),
        (SHIPMENT, REASON),
        "I opened this shipper again before it left.",
    ),
    Spec(
        Kind.SHIPMENT_RECEIVED,
        "Receive a shipment, two people",
        "shipment",
        2,
        (PLANT, TECH, LIAISON),
        (
            SHIPMENT,
            text("seal", "seal number as read"),
            choice("condition", "shipper and its seal", "intact", "damaged"),
            Field("damaged", "containers", "containers that are damaged", required=False),
            choice("outcome", "decision", "accept", "quarantine", "reject"),
            text("waybill", "waybill as read", required=False),
        ),
        "I opened this shipper and counted what was in it.",
    ),
    Spec(
        Kind.SHIPMENT_MISDIRECTED,
        "A shipper came to the wrong place, two people",
        "shipment",
        2,
        (PLANT, TECH, LIAISON, COURIER),
        (SHIPMENT, text("seen_at", "where it is now"), REASON),
        "This shipper came to the wrong place, and I did not open it.",
    ),
    Spec(
        Kind.COURIER_UPDATED,
        "Courier news",
        "shipment",
        0,
        (COURIER, LIAISON, TECH, PLANT, PARTNER),
        (
            SHIPMENT,
            choice(
                "status", "state", "collected", "in_transit", "customs", "delayed", "arrived"
            ),
            text("place", "place"),
            text("source", "source"),
            text("said_at", "time as the courier wrote it", required=False),
            choice("zone", "time zone", "known", "unknown", required=False),
        ),
    ),
    Spec(
        Kind.READINGS_ATTACHED,
        "Attach temperature readings",
        "shipment",
        0,
        (TECH, PLANT, LIAISON, COURIER, PARTNER),
        (
            SHIPMENT,
            text("file_digest", "digest of the logger file"),
            count("min_c_tenths", "coldest", -2740, 1000, unit="tenths of a degree Celsius"),
            count("max_c_tenths", "warmest", -2740, 1000, unit="tenths of a degree Celsius"),
            count("minutes_out", "minutes outside the limits", 0, 1000000, unit="minutes"),
            count("readings", "readings", 1, 10_000_000),
            text("profile", "profile of the logger", required=False),
            moment("first_at", "first reading", required=False),
            moment("last_at", "last reading", required=False),
            Field("findings", "names", "what to know of these readings", required=False),
        ),
    ),
    Spec(
        Kind.EXCURSION_FOUND,
        "Report a temperature excursion",
        "shipment",
        0,
        (TECH, PLANT, LIAISON, QUALITY, NURSE),
        (
            SHIPMENT,
            count("minutes_out", "minutes outside the limits", 0, 1000000, unit="minutes"),
            count("extreme_c_tenths", "worst reading", -2740, 1000, unit="tenths of a degree"),
        ),
    ),
)
