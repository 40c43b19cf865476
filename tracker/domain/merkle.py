"""How does one short text stand for many entries, and how is one shown to be among them?

The Merkle tree of RFC 6962: leaves and inner nodes are hashed with different first bytes, and a
tree of n leaves splits at the largest power of two below n.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

Level = Sequence[bytes]

LENGTH: Final = 32


def leaf(data: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> tuple[Level, ...]:
    """Return all rows of the tree over these leaf hashes, the leaves first and the root last.

    Pairing neighbours and carrying an odd last one up unchanged gives RFC 6962's tree.
    """
    rows: list[Level] = [leaves]
    while len(rows[-1]) > 1:
        row = rows[-1]
        above = [node(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        rows.append(above + ([row[-1]] if len(row) % 2 else []))
    return tuple(rows)


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the hash that stands for all of these leaf hashes."""
    return levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").digest()


def inclusion(rows: Sequence[Level], index: int) -> tuple[bytes, ...]:
    """Return the proof that leaf `index` is in the tree of these levels."""
    proof = []
    for row in rows[:-1]:
        if index ^ 1 < len(row):
            proof.append(row[index ^ 1])
        index >>= 1
    return tuple(proof)


def included(
    leaf_hash: bytes, index: int, *, size: int, root_hash: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the proof shows the leaf at `index` in the tree of this size and root."""
    if not 0 <= index < size or len(leaf_hash) != LENGTH:
        return False
    found, last = leaf_hash, size - 1
    rest = list(proof)
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                return False
            other = rest.pop(0)
            found = node(other, found) if index % 2 else node(found, other)
        index >>= 1
        last >>= 1
    return not rest and found == root_hash


def consistency(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of these leaves only added to its first `old_size`."""
    if not 0 < old_size < len(leaves):
        return ()
    return _consistency(leaves, old_size, whole=True)


def _consistency(leaves: Sequence[bytes], old_size: int, *, whole: bool) -> tuple[bytes, ...]:
    """Follow RFC 6962 2.1.2; `whole` while the old tree itself is what we stand in."""
    if old_size == len(leaves):
        return () if whole else (root(leaves),)
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if old_size <= split:
        return (*_consistency(leaves[:split], old_size, whole=whole), root(leaves[split:]))
    right = _consistency(leaves[split:], old_size - split, whole=False)
    return (*right, root(leaves[:split]))


def consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Say whether the proof shows that the new tree (size, root) only added to the old one."""
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size == new_size:
        return old_root == new_root and not proof
    if not 0 < old_size < new_size:
        return False
    rest = list(proof)
    if old_size & (old_size - 1) == 0:
        rest.insert(0, old_root)
    if not rest:
        return False
    return _climb(old_size - 1, new_size - 1, rest) == (old_root, new_root)


def _climb(index: int, last: int, proof: list[bytes]) -> tuple[bytes, bytes] | None:
    """Return both roots a consistency proof gives (RFC 9162 2.1.4.2), or None if it is none."""
    while index % 2:
        index >>= 1
        last >>= 1
    old = new = proof[0]
    for other in proof[1:]:
        if last == 0:
            return None
        if index % 2 or index == last:
            old, new = node(other, old), node(other, new)
            while index % 2 == 0 and index:
                index >>= 1
                last >>= 1
        else:
            new = node(new, other)
        index >>= 1
        last >>= 1
    return (old, new) if last == 0 else None
