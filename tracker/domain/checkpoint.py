"""What does a checkpoint say, and which text of an entry goes into the tree it speaks of?

A checkpoint is a C2SP tlog-checkpoint: origin, number of leaves, root in base64. A leaf names
an entry by journey, number and digest; so a root stands for every entry and every journey's
head, and shows to an outsider that none was changed, taken out, cut off or put in.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

from tracker.domain import merkle

LEAF: Final = "samevein-leaf/1"


@dataclass(frozen=True)
class Checkpoint:
    """How large the tree was, and its root."""

    origin: str
    size: int
    root: bytes


def leaf(coi: str, seq: int, digest: str) -> bytes:
    """Return the leaf hash of an entry."""
    return merkle.leaf(f"{LEAF}\n{coi}\n{seq}\n{digest}\n".encode())


def text(checkpoint: Checkpoint) -> str:
    """Return what is signed."""
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def read(signed_text: str) -> Checkpoint:
    """Return what a signed text says. Raises ValueError when it is no checkpoint."""
    origin, size, root, *rest = signed_text.split("\n")
    if rest != [""] or not size.isdecimal():
        raise ValueError("this is not a checkpoint")
    return Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
