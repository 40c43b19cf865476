"""Is our tree RFC 6962's, and does a proof of anything else fail?"""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import merkle

SIZES = range(1, 34)


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf(str(number).encode()) for number in range(count)]


def test_the_empty_tree_is_the_hash_of_nothing():
    assert merkle.root([]) == hashlib.sha256(b"").digest()


def test_the_root_is_that_of_the_definition():
    def by_definition(hashes: list[bytes]) -> bytes:
        if len(hashes) == 1:
            return hashes[0]
        split = 1
        while split * 2 < len(hashes):
            split *= 2
        return merkle.node(by_definition(hashes[:split]), by_definition(hashes[split:]))

    for size in SIZES:
        assert merkle.root(leaves(size)) == by_definition(leaves(size))


def test_a_leaf_is_never_taken_for_a_node():
    left, right = leaves(2)
    assert merkle.leaf(left + right) != merkle.node(left, right)


@given(st.integers(1, 200), st.data())
def test_every_leaf_is_proved_in_its_place_and_in_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    root = merkle.root(hashes)
    proof = merkle.inclusion(merkle.levels(hashes), index)

    found = merkle.included(hashes[index], other, size=size, root_hash=root, proof=proof)
    assert found == (index == other)
    assert not merkle.included(merkle.leaf(b"x"), index, size=size, root_hash=root, proof=proof)


@given(st.integers(2, 200), st.data())
def test_growth_is_proved_and_a_changed_past_is_not(size, data):
    old_size = data.draw(st.integers(1, size - 1))
    hashes = leaves(size)
    old, new = merkle.root(hashes[:old_size]), merkle.root(hashes)
    proof = merkle.consistency(hashes, old_size)
    forged = merkle.root([merkle.leaf(b"x"), *hashes[1:old_size]])

    assert merkle.consistent((old_size, old), (size, new), proof)
    assert not merkle.consistent((old_size, forged), (size, new), proof)
    assert not merkle.consistent((old_size, old), (size, forged), proof)


def test_nothing_is_proved_from_an_empty_tree():
    assert merkle.consistency(leaves(5), 0) == ()
    assert not merkle.consistent((0, merkle.root([])), (5, merkle.root(leaves(5))), ())


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_published_vectors_have_the_wanted_outcome(vectors: Path, kind):
    files = sorted((vectors / "rfc6962" / kind).rglob("*.json"))
    assert files
    for file in files:
        case = json.loads(file.read_text())
        assert judge(kind, case) != case["wantErr"], file.name


def judge(kind: str, case: dict) -> bool:
    proof = [base64.b64decode(each) for each in case["proof"] or []]
    if kind == "inclusion":
        return merkle.included(
            base64.b64decode(case["leafHash"]),
            case["leafIdx"],
            size=case["treeSize"],
            root_hash=base64.b64decode(case["root"]),
            proof=proof,
        )
    old = case["size1"], base64.b64decode(case["root1"])
    return merkle.consistent(old, (case["size2"], base64.b64decode(case["root2"])), proof)
