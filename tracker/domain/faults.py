"""What is wrong with a protocol file? Every fault, in sentences its author can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tracker.domain import faults_of_figures, faults_of_milestones, faults_of_sentences
from tracker.domain.protocol import Protocol
from tracker.domain.protocol_tables import read
from tracker.domain.specs import SPECS

NOTICE: Final = "not approved for clinical use"
PRODUCTS: Final = frozenset({"collection", "cryobag", "dose"})
"""What is labelled: the bag as collected, the parts it is divided into, the dose."""

_ID = re.compile(r"[a-z][a-z0-9-]*")
_MAKER = re.compile(r"[A-Z][A-Z0-9]*")
_PRODUCT_CODE = re.compile(r"[A-Z][A-Z0-9]{4}1(?!99)[A-Z0-9][a-z0-9]")


def faults(text: str) -> tuple[str, ...]:
    """Return every fault of a protocol file; nothing when it can be used."""
    return examine(text)[1]


def examine(text: str) -> tuple[Protocol | None, tuple[str, ...]]:
    """Return the protocol as far as it could be read, with every fault found."""
    reading = read(text)
    if reading.protocol is None:
        return None, reading.faults
    return reading.protocol, tuple(
        dict.fromkeys((*reading.faults, *_unsound(reading.protocol)))
    )


def _unsound(protocol: Protocol) -> Iterator[str]:
    yield from _name_faults(protocol)
    yield from faults_of_milestones.found(protocol)
    yield from _signature_faults(protocol)
    yield from faults_of_figures.found(protocol)
    yield from _product_code_faults(protocol)
    yield from faults_of_sentences.found(protocol)


def _name_faults(protocol: Protocol) -> Iterator[str]:
    if protocol.id and not _ID.fullmatch(protocol.id):
        yield f"id: {protocol.id} may hold only small letters, digits and hyphens."
    if protocol.maker and not _MAKER.fullmatch(protocol.maker):
        yield f"maker: {protocol.maker} may hold only capital letters and digits."
    if protocol.notice and NOTICE not in protocol.notice.lower():
        yield f'notice: it must say "{NOTICE}".'
    if protocol.label_date and not _is_day(protocol.label_date):
        yield f"label_date: {protocol.label_date} is not a day such as 2025-06-26."


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _signature_faults(protocol: Protocol) -> Iterator[str]:
    for kind, count in protocol.signatures.items():
        least = SPECS[kind].signatures
        if count < least:
            yield f"signatures.{kind}: {count} is fewer than the {least} every product needs."


def _product_code_faults(protocol: Protocol) -> Iterator[str]:
    for name in sorted(PRODUCTS - set(protocol.product_codes)):
        yield f"product_codes.{name} is missing: it must be a product code of 8 characters."
    for name, code in protocol.product_codes.items():
        if code and not _PRODUCT_CODE.fullmatch(code):
            yield (
                f"product_codes.{name}: {code} must be 5 characters of description, 1 for "
                "autologous use only, and 2 of division (not 99, which needs a further code)."
            )
