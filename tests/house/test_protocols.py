"""Is a published protocol left as it was? Journeys are pinned to its digest for years."""

import hashlib

from tests.house import tree

LIST = "tracker/protocols/published.sha256"


def test_every_protocol_is_published_and_unchanged():
    found = {
        path.rsplit("/", 1)[-1]: hashlib.sha256((tree.ROOT / path).read_bytes()).hexdigest()
        for path in tree.files()
        if path.startswith("tracker/protocols/") and path.endswith(".toml")
    }
    assert found, "the example protocols ship with the service"
    lines = [line.split() for line in tree.read(LIST).splitlines()]
    listed = {name: digest for digest, name in lines}
    assert found == listed, "a change to a product is a new version: see CONTRIBUTING.md"
