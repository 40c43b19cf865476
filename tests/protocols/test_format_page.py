"""Does docs/protocol-format.md explain every key a protocol file may have?"""

import re
import tomllib

from tracker.protocols import HERE

NAMES_OF_THEIR_OWN = {"ranges_days", "signatures", "when"}
"""Tables whose keys the author chooses."""


def keys(values: dict) -> set[str]:
    """Return every key of a file, at whatever depth; the number of a step is no key."""
    found = {key for key in values if not key.isdigit()}
    for name, value in values.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and name not in NAMES_OF_THEIR_OWN:
                found |= keys(each)
    return found


def test_every_key_of_our_examples_is_explained():
    page = (HERE.parent.parent / "docs" / "protocol-format.md").read_text()
    explained = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", page))))
    used = {
        key for file in HERE.glob("*.toml") for key in keys(tomllib.loads(file.read_text()))
    }
    assert len(used) > 50
    assert used - explained == set()
