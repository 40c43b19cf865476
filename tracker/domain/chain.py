"""How an entry becomes exact bytes, and how a chain of them shows that nothing was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from tracker.domain.events import Entry, Person, Signature
from tracker.domain.kinds import Kind

FORMAT: Final = "samevein-entry/1"
"""Hashed in front of every entry, so that no other text of ours can be passed off as one."""

START: Final = "0" * 64
"""What the first entry of a journey is linked to."""

SEAL_LENGTH: Final = 8


def canonical(value: dict[str, Any]) -> str:
    """Return the one text for `value`: sorted keys, ASCII, no spaces. Raises TypeError for a float."""
    _forbid_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def body(entry: Entry) -> str:
    """Return the exact text that is stored and hashed for `entry`."""
    return canonical(
        {
            "coi": entry.coi,
            "seq": entry.seq,
            "kind": entry.kind.value,
            "happened_at": instant(entry.happened_at),
            "recorded_at": instant(entry.recorded_at),
            "by": asdict(entry.by),
            "data": dict(entry.data),
            **_scanned(entry.scans, entry.means),
            "signatures": [_signature(signature) for signature in entry.signatures],
        }
    )


def read(text: str) -> Entry:
    """Return the entry a stored body holds. Raises ValueError or KeyError when it is not one of ours."""
    fields = json.loads(text)
    return Entry(
        coi=fields["coi"],
        seq=fields["seq"],
        kind=Kind(fields["kind"]),
        happened_at=moment(fields["happened_at"]),
        recorded_at=moment(fields["recorded_at"]),
        by=Person(**fields["by"]),
        data=fields["data"],
        scans=tuple(fields["scans"]),
        means=tuple(fields.get("means", ())),
        signatures=tuple(_read_signature(signature) for signature in fields["signatures"]),
    )


def digest(prev: str, text: str) -> str:
    """Return the SHA-256 (hex) of a body linked to the digest before it."""
    return hashlib.sha256(f"{FORMAT}\n{prev}\n{text}".encode("ascii")).hexdigest()


def seal(digest_hex: str) -> str:
    """Return the eight characters printed on labels, so that paper becomes a witness."""
    return digest_hex[:SEAL_LENGTH]


def first_break(
    rows: Iterable[tuple[int, str, str, str]], *, after: tuple[int, str] = (0, START)
) -> tuple[int, str] | None:
    """Return where a journey's rows (seq, body, prev, digest) stop being a chain, and why; else None.

    `after` is the number and digest of the entry before the first row.
    """
    last, prev = after
    for expected, (seq, text, linked_to, stored) in enumerate(rows, start=last + 1):
        if seq != expected:
            return expected, f"entry {expected} is missing; entry {seq} follows"
        if linked_to != prev:
            return seq, "it is not linked to the entry before it"
        if not text.isascii() or digest(prev, text) != stored:
            return seq, "its text does not give its digest"
        prev = stored
    return None


def instant(when: datetime) -> str:
    """Return `when` in UTC to the second, as entries write it. Raises ValueError without a zone."""
    if when.tzinfo is None:
        message = "an entry's time needs a zone"
        raise ValueError(message)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """Return the moment an entry writes as text. Raises ValueError for any other writing of it."""
    # strptime took more than half of the time it takes to read a journey.
    when = datetime.fromisoformat(text)
    if instant(when) != text:
        message = "an entry's time is written as YYYY-MM-DDThh:mm:ssZ"
        raise ValueError(message)
    return when


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "person": asdict(signature.person),
        "meaning": signature.meaning,
        "signed_at": instant(signature.signed_at),
        **_scanned(signature.scans, signature.means),
    }


def _scanned(scans: tuple[str, ...], means: tuple[str, ...]) -> dict[str, Any]:
    """Return what was scanned, and how where it is known: old entries keep their text."""
    return {"scans": list(scans), **({"means": list(means)} if means else {})}


def _read_signature(fields: dict[str, Any]) -> Signature:
    return Signature(
        person=Person(**fields["person"]),
        meaning=fields["meaning"],
        signed_at=moment(fields["signed_at"]),
        scans=tuple(fields["scans"]),
        means=tuple(fields.get("means", ())),
    )


def _forbid_floats(value: object) -> None:
    """Refuse what has more than one text: floats differ between writers, and so would digests."""
    if isinstance(value, float):
        message = "entries hold integers with units, never floats"
        raise TypeError(message)
    if isinstance(value, dict):
        for key, item in value.items():
            _forbid_floats(key)
            _forbid_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _forbid_floats(item)
