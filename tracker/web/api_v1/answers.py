"""What does a machine get back? The form of every answer, for the description of the API."""

from __future__ import annotations

from marshmallow import Schema, fields

from tracker.domain.scans import SOURCES


def _moment(*, none: bool = False) -> fields.String:
    return fields.String(allow_none=none, metadata={"format": "date-time"})


def _day(*, none: bool = True) -> fields.String:
    return fields.String(allow_none=none, metadata={"format": "date"})


def _texts() -> fields.List:
    return fields.List(fields.String())


def _means() -> fields.List:
    word = fields.String(metadata={"enum": list(SOURCES)})
    about = "How each of `scans` was read, in their order; empty in entries from before it was kept."
    return fields.List(word, metadata={"description": about})


class ProblemSchema(Schema):
    """Problem details (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "The sentence for people."})
    code = fields.String(required=True, metadata={"description": "Stable; docs/refusals.md."})
    field = fields.String(metadata={"description": "The input it speaks of."})


class PersonSchema(Schema):
    """Somebody of the staff, as they were when they acted."""

    id = fields.String()
    name = fields.String()
    role = fields.String()
    site = fields.String()


class SignatureSchema(Schema):
    person = fields.Nested(PersonSchema)
    meaning = fields.String()
    signed_at = _moment()
    scans = _texts()
    means = _means()


class EntrySchema(Schema):
    """One sealed entry. `body` is the exact text that `digest` was taken over."""

    coi = fields.String()
    seq = fields.Integer()
    kind = fields.String()
    happened_at = _moment()
    recorded_at = _moment()
    by = fields.Nested(PersonSchema)
    data = fields.Dict(keys=fields.String())
    scans = _texts()
    means = _means()
    signatures = fields.List(fields.Nested(SignatureSchema))
    body = fields.String()
    prev = fields.String(
        metadata={"description": "The digest before it (listed entries only)."}
    )
    digest = fields.String()
    seal = fields.String(metadata={"description": "What labels print: 8 characters of it."})


class RecordedSchema(EntrySchema):
    """The entry recorded, those that follow from it by rule, and where the journey now stands."""

    followed_by = fields.List(fields.Nested(EntrySchema))
    head = fields.String(
        metadata={"description": "The journey's new ETag, without its quotes."}
    )


class EntriesSchema(Schema):
    items = fields.List(fields.Nested(EntrySchema))
    total = fields.Integer()
    next = fields.String(allow_none=True, metadata={"description": "Where the list goes on."})


class LineSchema(Schema):
    """One journey in a list. Times are UTC; milestones are codes of its protocol."""

    coi = fields.String()
    site = fields.String()
    maker = fields.String()
    protocol = fields.String()
    protocol_version = fields.Integer()
    priority = fields.String()
    opened_at = _moment()
    latest = fields.String()
    latest_at = _moment(none=True)
    next_due = fields.String()
    next_due_at = _moment(none=True)
    late = fields.Boolean()
    released_at = _moment(none=True)
    visit = fields.String()
    day_zero = _day()
    holds = fields.Integer()
    closed = fields.String()
    head = fields.String()


class JourneysSchema(Schema):
    items = fields.List(fields.Nested(LineSchema))
    total = fields.Integer()
    limit = fields.Integer()
    offset = fields.Integer()
    next = fields.String(allow_none=True, metadata={"description": "Where the list goes on."})


class StepSchema(Schema):
    """What may be done now; the rules still judge it when it is tried."""

    kind = fields.String()
    title = fields.String()
    containers = _texts()
    milestone = fields.String()


class CellsSchema(Schema):
    tnc_e6 = fields.Integer()
    cd3_e6 = fields.Integer()
    viability_permille = fields.Integer()


class OfferSchema(Schema):
    by = fields.Nested(PersonSchema)
    to_role = fields.String()
    to_site = fields.String()
    at = _moment()


class ContainerSchema(Schema):
    """A bag or vial: who holds it, where it is, what is in it."""

    id = fields.String()
    use = fields.String()
    state = fields.String()
    din = fields.String()
    product = fields.String()
    born = _moment()
    custodian = fields.Nested(PersonSchema, allow_none=True)
    place = fields.String()
    stored = fields.String()
    volume_ml = fields.Integer()
    given_ml = fields.Integer()
    rest = fields.String()
    unstored_since = _moment(none=True)
    parents = _texts()
    lot = fields.String()
    barcode = fields.String()
    component = fields.String()
    offer = fields.Nested(OfferSchema, allow_none=True)
    label = fields.String()
    cells = fields.Nested(CellsSchema, allow_none=True)
    frozen_at = _moment(none=True)
    shipment = fields.String()
    quarantine = fields.String()
    expires_on = _day()
    came_by = fields.String()
    received_for_use = fields.Boolean()
    thaw_started_at = _moment(none=True)


class MilestoneSchema(Schema):
    code = fields.String()
    title = fields.String()
    at = _moment()
    seq = fields.Integer()
    by_scan = fields.Boolean()


class JourneySchema(Schema):
    """Everything known of one journey, but never a name, a birth date or a record number."""

    coi = fields.String()
    site = fields.String()
    maker = fields.String()
    protocol = fields.String()
    protocol_version = fields.Integer()
    protocol_digest = fields.String()
    priority = fields.String()
    indication = fields.String(
        metadata={"description": "Empty where the product names none, or nobody said it yet."}
    )
    opened_at = _moment()
    closed = fields.String(metadata={"description": "The outcome; empty while it is open."})
    authorization = fields.Dict(keys=fields.String(), allow_none=True)
    sufficiency = fields.String()
    milestones = fields.List(fields.Nested(MilestoneSchema))
    verified = fields.List(fields.Dict(keys=fields.String()))
    collections = fields.List(fields.Dict(keys=fields.String()))
    containers = fields.List(fields.Nested(ContainerSchema))
    labels = fields.List(fields.Dict(keys=fields.String()))
    shipments = fields.List(fields.Dict(keys=fields.String()))
    lots = fields.List(fields.Dict(keys=fields.String()))
    visits = fields.List(fields.Dict(keys=fields.String()))
    holds = fields.List(fields.Dict(keys=fields.String()))
    deviations = fields.List(fields.Dict(keys=fields.String()))
    links = fields.Dict(keys=fields.String(), values=fields.String())
    near_misses = fields.Integer()
    steps = fields.List(fields.Nested(StepSchema))
    entries = fields.Integer()
    head = fields.String()


class GivenSchema(Schema):
    """A signature, and the exact entry it stands in: `digest` was taken over both together."""

    seq = fields.Integer()
    kind = fields.String()
    title = fields.String()
    person = fields.Nested(PersonSchema)
    meaning = fields.String()
    signed_at = _moment()
    digest = fields.String()


class AwaitedSchema(Schema):
    """A step that may come now and that nobody has signed; these roles may."""

    kind = fields.String()
    title = fields.String()
    milestone = fields.String()
    signatures = fields.Integer()
    roles = _texts()


class SignaturesSchema(Schema):
    """The signatures of one journey, the latest first, and those still awaited."""

    coi = fields.String()
    signed = fields.List(fields.Nested(GivenSchema))
    unsigned = fields.List(fields.Nested(AwaitedSchema))


class UnsignedSchema(Schema):
    """One open journey, and what waits for a signature there."""

    coi = fields.String()
    unsigned = fields.List(fields.Nested(AwaitedSchema))


class AllUnsignedSchema(Schema):
    items = fields.List(fields.Nested(UnsignedSchema))
    total = fields.Integer()
    limit = fields.Integer()
    offset = fields.Integer()
    next = fields.String(allow_none=True, metadata={"description": "Where the list goes on."})


class ScannedSchema(Schema):
    """What was scanned, whose it is, and what may be done with it."""

    carrier = fields.String()
    typed = fields.Boolean()
    coi = fields.String()
    shipment = fields.String(metadata={"description": "Of a shipper's label, else empty."})
    container = fields.Nested(ContainerSchema, allow_none=True)
    steps = fields.List(fields.Nested(StepSchema))
