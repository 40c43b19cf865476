"""What may people try with one container in hand?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from tests.domain.drafts import WHY, Draft, label_of, loose
from tests.domain.telling import Telling
from tracker.demo.attempts import written
from tracker.domain import symbols
from tracker.domain.journey import Container
from tracker.domain.kinds import Kind

POSTS = ("apheresis_nurse", "cell_lab_tech", "lab_liaison", "infusion_nurse")


def _scanned(told: Telling, item: Container, **data: Any) -> Draft:
    return data, (label_of(told, item),)


def _verify(told: Telling, item: Container) -> Iterator[Draft]:
    label, band, order = label_of(told, item), told.tale.wristband(), told.tale.order()
    if item.state == "thawed":
        yield {"point": "bedside", "stated": True}, (band, label)
    if not told.journey.has_verified("pre_thaw", item.id):
        yield {"point": "pre_thaw"}, (order, label)


def _count(told: Telling, item: Container) -> Iterator[Draft]:
    for cd3 in (2600, 400):
        cells = {"tnc_e6": cd3 * 2, "cd3_e6": cd3, "viability_permille": 950}
        yield _scanned(told, item, container=item.id, **cells)


def _split(told: Telling, item: Container) -> Iterator[Draft]:
    half = item.volume_ml // 2
    if half:
        yield _scanned(told, item, container=item.id, parts=[{"volume_ml": half}] * 2)


def _pool(told: Telling, item: Container) -> Iterator[Draft]:
    alike = [other for other in told.journey.present() if other.use == item.use][:2]
    scans = tuple(label_of(told, other) for other in alike)
    names = [other.id for other in alike]
    volume = max(sum(other.volume_ml for other in alike), 1)
    yield {"containers": names, "volume_ml": volume}, scans


def _freeze(told: Telling, item: Container) -> Iterator[Draft]:
    at = written(told.tale.clock)
    method = {"method": "passive", "dmso_permille": 100, "started_at": at, "ended_at": at}
    yield _scanned(told, item, **method)


def _store(told: Telling, item: Container) -> Iterator[Draft]:
    for place in ("RST-LN2-P01", f"RST-LN2-{item.id}"):
        yield {}, (label_of(told, item), symbols.place_symbol(place))


def _offer(told: Telling, item: Container) -> Iterator[Draft]:
    journey = told.journey
    what: dict[str, Any] = {"containers": [item.id]}
    if item.shipment:
        what = {"shipment": item.shipment}
    yield {**what, "to_role": "courier"}, ()
    yield {**what, "to_role": "manufacturer_qa", "to_site": journey.maker}, ()
    for role in POSTS:
        yield {**what, "to_role": role, "to_site": journey.site}, ()


def _hand(_told: Telling, item: Container) -> Iterator[Draft]:
    named = {"shipment": item.shipment} if item.shipment else {"containers": [item.id]}
    yield {**named, **WHY}, ()


def _pack(told: Telling, item: Container) -> Iterator[Draft]:
    back = bool(item.lot)
    alike = [
        other
        for other in told.journey.present()
        if bool(other.lot) == back and not other.stored and other.state == "open"
    ]
    for group in (alike, [item]):
        number = f"{told.journey.last_seq}"
        next_year = told.tale.clock.year + 1
        yield (
            {
                "to_site": told.journey.site if back else told.journey.maker,
                "shipper": f"DS-{number}",
                "shipper_qualified_until": f"{next_year}-01-01",
                "seal": f"SEAL-{number}",
                "logger": f"LOG-{number}",
                "logger_calibrated_until": f"{next_year}-01-01",
                "papers": ["order_sheet"],
                "waybill": f"WB-{number}",
                "expected_arrival": written(told.tale.clock + timedelta(hours=20)),
            },
            tuple(label_of(told, other) for other in group),
        )


def _lot(told: Telling, item: Container) -> Iterator[Draft]:
    here = [other for other in told.journey.present() if other.custodian == item.custodian]
    for group in (here, [item]):
        scans = tuple(label_of(told, other) for other in group)
        yield {"lot": f"{told.tale.lot_name()}"}, scans


def _discard(_told: Telling, item: Container) -> Iterator[Draft]:
    for fate in ("destroyed", "retained"):
        yield {"container": item.id, "fate": fate, **WHY}, ()


def _thaw_end(told: Telling, item: Container) -> Iterator[Draft]:
    for integrity in ("intact", "damaged"):
        yield _scanned(told, item, integrity=integrity)


def _infusion_end(_told: Telling, item: Container) -> Iterator[Draft]:
    for volume in {max(item.volume_ml, 1), max(item.volume_ml // 2, 1)}:
        yield {"container": item.id, "volume_ml": volume, "reaction": "none"}, ()


def _infusion_start(told: Telling, item: Container) -> Iterator[Draft]:
    yield {}, (told.tale.wristband(), label_of(told, item))


def _labelled(told: Telling, item: Container) -> Iterator[Draft]:
    for label in loose(told):
        if label.container == item.id:
            yield _scanned(told, item, label=label.id)


def _only_scanned(told: Telling, item: Container) -> Iterator[Draft]:
    yield _scanned(told, item, **WHY)


ABOUT_A_CONTAINER: Mapping[Kind, Callable[[Telling, Container], Iterator[Draft]]] = {
    Kind.IDENTITY_VERIFIED: _verify,
    Kind.CELLS_COUNTED: _count,
    Kind.CONTAINER_LABELLED: _labelled,
    Kind.CONTAINER_SPLIT: _split,
    Kind.CONTAINERS_POOLED: _pool,
    Kind.CONTAINER_DISCARDED: _discard,
    Kind.FROZEN: _freeze,
    Kind.STORED: _store,
    Kind.REMOVED_FROM_STORAGE: _only_scanned,
    Kind.CUSTODY_OFFERED: _offer,
    Kind.CUSTODY_ACCEPTED: _hand,
    Kind.CUSTODY_DECLINED: _hand,
    Kind.CUSTODY_WITHDRAWN: _hand,
    Kind.SHIPMENT_PACKED: _pack,
    Kind.LOT_OPENED: _lot,
    Kind.THAW_STARTED: _only_scanned,
    Kind.THAW_ENDED: _thaw_end,
    Kind.INFUSION_STARTED: _infusion_start,
    Kind.INFUSION_ENDED: _infusion_end,
}
