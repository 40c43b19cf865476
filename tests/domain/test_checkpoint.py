"""Does a checkpoint say what was put into it, and nothing else?"""

import base64

import pytest

from tracker.domain import checkpoint
from tracker.domain.checkpoint import Checkpoint

ROOT = bytes(range(32))


def test_the_text_is_origin_size_and_root_on_three_lines():
    text = checkpoint.text(Checkpoint("samevein", 42, ROOT))
    assert text == f"samevein\n42\n{base64.b64encode(ROOT).decode()}\n"
    assert checkpoint.read(text) == Checkpoint("samevein", 42, ROOT)


@pytest.mark.parametrize(
    "text",
    ["", "samevein\n42\n", "samevein\n-1\nAAAA\n", "samevein\n42\n!!\n", "a\n1\nAAAA\nmore\n"],
)
def test_other_texts_are_no_checkpoints(text):
    with pytest.raises(ValueError, match=r"checkpoint|base64|padding|unpack|alphabet"):
        checkpoint.read(text)


def test_a_leaf_depends_on_journey_number_and_digest():
    leaf = checkpoint.leaf("CHA999926000001", 1, "a" * 64)
    assert leaf != checkpoint.leaf("CHA999926000002", 1, "a" * 64)
    assert leaf != checkpoint.leaf("CHA999926000001", 2, "a" * 64)
    assert leaf != checkpoint.leaf("CHA999926000001", 1, "b" * 64)
