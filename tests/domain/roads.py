"""Which steps lead on, which lead astray, and which bring any journey to its end?"""

from tracker.domain.kinds import Kind

DEEP: tuple[frozenset[str], ...] = (
    frozenset({Kind.COLLECTION_ENDED, Kind.CELLS_COUNTED, Kind.SUFFICIENCY_DECIDED}),
    frozenset({Kind.SHIPMENT_PACKED, Kind.SHIPMENT_RECEIVED}),
    frozenset({Kind.LOT_OPENED, Kind.LOT_FILLED}),
    frozenset({"released", "released_under_exception"}),
    frozenset({Kind.VISIT_CONFIRMED}),
    frozenset({Kind.VISIT_MOVED, Kind.CHEMOTHERAPY_STARTED, Kind.DAY_ZERO_CLEARED}),
    frozenset({Kind.THAW_STARTED, Kind.THAW_ENDED}),
    frozenset({Kind.INFUSION_STARTED, Kind.INFUSION_ENDED}),
    frozenset({Kind.ENTRY_STRUCK}),
    frozenset({Kind.JOURNEY_CLOSED}),
    *(frozenset({f"page {where}"}) for where in ("step", "between", "stopped", "review")),
    frozenset({"page step and news"}),
)
"""What lives must come to, one of each: which lives Hypothesis tells varies with what ran before."""

NO_PROGRESS = frozenset(
    {
        Kind.LABEL_PRINTED,
        Kind.HOLD_PLACED,
        Kind.DEVIATION_OPENED,
        Kind.SHIPMENT_MISDIRECTED,
        Kind.DEVIATION_ASSIGNED,
        Kind.IDENTITY_VERIFIED,
        Kind.COURIER_UPDATED,
        Kind.READINGS_ATTACHED,
        Kind.CUSTODY_DECLINED,
    }
)
"""What can be recorded for ever without anything having moved on."""

DETOURS = NO_PROGRESS - {Kind.IDENTITY_VERIFIED, Kind.LABEL_PRINTED} | {
    Kind.CUSTODY_OFFERED,
    Kind.CUSTODY_WITHDRAWN,
    Kind.SHIPMENT_UNPACKED,
    Kind.CONTAINER_DISCARDED,
    Kind.LOT_TERMINATED,
    Kind.JOURNEY_CLOSED,
    Kind.VISIT_CANCELLED,
    Kind.VISIT_MOVED,
    Kind.MILESTONE_REACHED,
    Kind.LABEL_DESTROYED,
    Kind.GOING_HOME_PLANNED,
    Kind.FOLLOW_UP_RECORDED,
}
"""What leads away, or nowhere, from where a journey is meant to go."""

NEARLY_ALWAYS = frozenset({Kind.CONTAINER_DISCARDED, Kind.HOLD_LIFTED, Kind.DEVIATION_CLOSED})
"""Asked first whether anybody can act: any step that works is an answer, and these nearly always do."""

WAYS_OUT = (
    Kind.HOLD_LIFTED,
    Kind.DEVIATION_CLOSED,
    Kind.COLLECTION_ENDED,
    Kind.INFUSION_ENDED,
    Kind.SHIPMENT_RECEIVED,
    Kind.CUSTODY_ACCEPTED,
    Kind.CUSTODY_WITHDRAWN,
    Kind.CONTAINER_DISCARDED,
    Kind.CUSTODY_OFFERED,
    Kind.LABEL_DESTROYED,
    Kind.VISIT_CANCELLED,
    Kind.LOT_TERMINATED,
    Kind.JOURNEY_CLOSED,
)
"""How a journey is brought to its end from wherever it stands."""
