"""Where does a logger's file lie, and what was read from it? Files lie on disk under their digests."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from flask import current_app
from sqlalchemy import delete, insert, select

from tracker.domain.readings import Bucket
from tracker.store.db import db, insert_new
from tracker.store.device_tables import LoggerProfileRow, ReadingFileRow

PIECE: Final = 1 << 20


class TooLarge(Exception):
    """The file is larger than was allowed; nothing of it was kept."""


@dataclass(frozen=True)
class Arrived:
    """A file that has arrived whole and is not yet kept: it vanishes unless it is."""

    path: Path
    digest: str
    size: int

    def keep(self) -> None:
        """Keep the file under its digest, for good."""
        kept = path_of(self.digest)
        if not kept.exists():
            os.link(self.path, kept)
            kept.chmod(0o400)


@dataclass(frozen=True)
class Kept:
    """What was read from one file for one shipment."""

    coi: str
    shipment: str
    digest: str
    seq: int
    name: str
    size: int
    profile: Mapping[str, Any]
    buckets: tuple[Bucket, ...]
    kept_at: datetime


COLUMNS: Final = (
    ReadingFileRow.coi,
    ReadingFileRow.shipment,
    ReadingFileRow.digest,
    ReadingFileRow.seq,
    ReadingFileRow.name,
    ReadingFileRow.size,
    ReadingFileRow.profile,
    ReadingFileRow.buckets,
    ReadingFileRow.kept_at,
)


def path_of(digest: str) -> Path:
    """Return where the file with this digest lies, or would lie."""
    return _folder() / digest


def _folder() -> Path:
    folder = Path(current_app.instance_path) / "readings"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def arriving(source: IO[bytes], limit: int) -> Iterator[Arrived]:
    """Take a file in, piece by piece, and forget it again at the end. Raises TooLarge."""
    with tempfile.NamedTemporaryFile(dir=_folder(), prefix="arriving-") as target:
        digest, size = hashlib.sha256(), 0
        while piece := source.read(PIECE):
            size += len(piece)
            if size > limit:
                raise TooLarge
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
        yield Arrived(Path(target.name), digest.hexdigest(), size)


def add(kept: Kept) -> None:
    """Write down what was read; a file is attached to a shipment once, or the row is refused."""
    values = {**vars(kept), "buckets": [list(each) for each in kept.buckets]}
    db.session.execute(insert(ReadingFileRow).values(**values))


def of(coi: str, shipment: str) -> tuple[Kept, ...]:
    """Return what was read for a shipment, in the order it came."""
    query = select(*COLUMNS).where(
        ReadingFileRow.coi == coi, ReadingFileRow.shipment == shipment
    )
    return tuple(
        _from_row(row) for row in db.session.execute(query.order_by(ReadingFileRow.id))
    )


def _from_row(row: Any) -> Kept:  # noqa: ANN401 - a row of a query
    kept = Kept(*row)
    buckets = tuple((int(at), int(low), int(high)) for at, low, high in kept.buckets)
    return Kept(**{**vars(kept), "buckets": buckets})


# --- profiles


def save_profile(site: str, model: str, settings: Mapping[str, Any]) -> None:
    """Keep how a site's loggers of one model write, in place of what was known."""
    here = (LoggerProfileRow.site == site, LoggerProfileRow.model == model)
    db.session.execute(delete(LoggerProfileRow).where(*here))
    insert_new(LoggerProfileRow, {"site": site, "model": model, "settings": dict(settings)})


def profile(site: str, model: str) -> Mapping[str, Any] | None:
    """Return how a site's loggers of one model write, if that is known."""
    here = (LoggerProfileRow.site == site, LoggerProfileRow.model == model)
    found: Mapping[str, Any] | None = db.session.scalar(
        select(LoggerProfileRow.settings).where(*here)
    )
    return found


def profiles(site: str) -> tuple[Mapping[str, Any], ...]:
    """Return every profile of a site, by model."""
    query = select(LoggerProfileRow.settings).where(LoggerProfileRow.site == site)
    return tuple(db.session.scalars(query.order_by(LoggerProfileRow.model)))
