"""Is what a telephone waits for made smaller, and nothing that repeats an address?"""

import gzip

from flask import Flask

SMALLER = {"Accept-Encoding": "gzip"}


def test_a_style_sheet_is_sent_small_to_who_can_read_it(app: Flask):
    client = app.test_client()
    with client.get("/static/patient.css") as plain:
        whole = plain.data
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"]
    with client.get("/static/patient.css", headers=SMALLER) as small:
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == whole
        assert len(small.data) < len(whole) / 2


def test_the_door_repeats_its_address_and_is_never_compressed(app: Flask):
    door = app.test_client().get("/my/some-link", headers=SMALLER)
    assert "Content-Encoding" not in door.headers
    assert "some-link" in door.text
