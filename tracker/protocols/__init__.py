"""Which products can be tracked here? Those with a protocol file, ours or the site's own.

Nothing is read when this module is imported: `create_app` calls `load` once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tracker.domain.protocol import Protocol
from tracker.domain.protocol_file import ProtocolFault, parse
from tracker.domain.refused import Refused

EXTENSION: Final = "protocols"
HERE: Final = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Published:
    """A protocol with the exact text its digest was taken over: a dossier carries that text."""

    protocol: Protocol
    text: str


class Library:
    """Every protocol this service knows, found by name and version or by digest."""

    def __init__(self, published: Iterable[Published] = ()) -> None:
        self._by_version: dict[tuple[str, int], Published] = {}
        for each in published:
            self._add(each)
        self._by_digest = {each.protocol.digest: each for each in self._by_version.values()}

    def get(self, protocol_id: str, version: int) -> Protocol:
        """Return one version of one product. Raises Refused where there is none."""
        if (protocol_id, version) not in self._by_version:
            raise Refused("unknown_protocol", protocol=f"{protocol_id} version {version}")
        return self._by_version[protocol_id, version].protocol

    def by_digest(self, digest: str) -> Protocol:
        """Return the protocol a journey is pinned to. Raises Refused where its file is gone."""
        return self._pinned(digest).protocol

    def text(self, digest: str) -> str:
        """Return the exact text of the file with this digest."""
        return self._pinned(digest).text

    def latest(self, protocol_id: str) -> Protocol:
        """Return the newest version of a product. Raises Refused where there is none."""
        versions = [version for name, version in self._by_version if name == protocol_id]
        return self.get(protocol_id, max(versions, default=0))

    def all(self) -> tuple[Protocol, ...]:
        """Return every version of every product, by name and then by version."""
        return tuple(self._by_version[key].protocol for key in sorted(self._by_version))

    def _add(self, each: Published) -> None:
        key = each.protocol.id, each.protocol.version
        held = self._by_version.setdefault(key, each)
        if held.protocol.digest != each.protocol.digest:
            raise ProtocolFault((f"{key[0]} version {key[1]} stands in two different files.",))

    def _pinned(self, digest: str) -> Published:
        if digest not in self._by_digest:
            raise Refused("unknown_protocol", protocol=f"with the digest {digest}")
        return self._by_digest[digest]


def load(extra: str | Path | None = None) -> Library:
    """Read our files, then the site's own folder. Raises ProtocolFault naming the file."""
    folders = [HERE] if not extra else [HERE, Path(extra)]
    files = [file for folder in folders for file in _files(folder)]
    return Library(_published(file) for file in files)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise ProtocolFault((f"{folder}: there is no such folder of protocols.",))
    return sorted(folder.glob("*.toml"))


def _published(file: Path) -> Published:
    text = read_text(file)
    try:
        return Published(parse(text), text)
    except ProtocolFault as fault:
        sentences = tuple(f"{file.name}: {sentence}" for sentence in fault.sentences)
        raise ProtocolFault(sentences) from fault


def read_text(file: Path) -> str:
    """Return the file's exact text, line ends included: the digest is over these bytes."""
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as problem:
        raise ProtocolFault((f"{file.name}: this is not UTF-8 text ({problem}).",)) from problem
