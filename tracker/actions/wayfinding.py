"""How does an administrator say where each appointment of a site is?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tracker.domain import plain_words
from tracker.domain.events import Actor
from tracker.domain.refused import Refused
from tracker.domain.visits.days import APPOINTMENTS
from tracker.languages.language import SPOKEN_FIRST
from tracker.store import access, ways
from tracker.store.db import db, writing
from tracker.store.ways import Ways

LONGEST: Final = 300


def save(by: Actor, site: str, given: Ways, now: datetime) -> None:
    """Keep the ways of a site. Raises Refused for one that some patients could not read.

    English comes first: it is what readers of a language without a text of its own are shown.
    """
    for appointment, texts in given.items():
        if appointment not in APPOINTMENTS:
            raise Refused("field_unknown", field=appointment, kind="a way")
        if texts and SPOKEN_FIRST not in texts:
            field = f"{appointment}-{SPOKEN_FIRST}"
            raise Refused("field_missing", field=field, label="The way in English")
        _require_fit(texts)
    writing()
    ways.save(site, given)
    access.looked(access.Look(now, by.id, f"ways saved {site}", "", secrets.token_hex(8)))
    db.session.commit()


def _require_fit(texts: Mapping[str, str]) -> None:
    """Let nothing through that is too long, or that no patient may be shown."""
    for language, text in texts.items():
        if len(text) > LONGEST or not "".join(text.split()).isprintable():
            raise _refused(f"printable text of {LONGEST} characters at most")
        for _, why in plain_words.faults(text, language):
            raise _refused(f"fit for patients: {why}")


def _refused(expected: str) -> Refused:
    return Refused("field_type", field="way", label="A way", expected=expected)
