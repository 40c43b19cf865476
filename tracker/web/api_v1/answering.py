"""How is a write answered once, however often it is sent? The first answer under a key comes again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any, Final

from flask import Response, request

from tracker.actions import answering, recording
from tracker.actions.answering import Answer, Asking
from tracker.domain.refused import Refused
from tracker.reads import chains
from tracker.web import watch
from tracker.web.api_v1 import door, problems, shapes
from tracker.web.api_v1.described import PROBLEM
from tracker.web.clock import clock

HEADER: Final = "Idempotency-Key"
LONGEST_KEY: Final = 200
PASSING: Final = frozenset(
    {"busy", "stale", "account_locked", "rate_limited", "malformed_json", "not_json"}
)
"""Refusals that say "not now" or "not like this": the same request may be tried again."""

KEY_DESCRIBED: Final = {
    "in": "header",
    "name": HEADER,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "The first answer under a key, a refusal too, is given again for a day or more.",
}
IF_MATCH_DESCRIBED: Final = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The journey's ETag; when it has moved on, nothing is recorded (`stale`).",
}


def recorded_once(
    write: Callable[[recording.Request], object], *, expect: str = ""
) -> Response:
    """Record through `write` and answer with the entry; `expect` is the journey If-Match is about."""
    asking = _asking()
    again = asking and answering.first(asking)
    if again:
        return _said(again, again=True)
    now = clock()
    made: list[Answer] = []

    def also(sealed: tuple[chains.Sealed, ...]) -> None:
        _require_fresh(expect, sealed[0].entry.seq)
        made.append(Answer(201, json.dumps(shapes.recorded(sealed))))
        if asking:
            answering.keep(asking, made[-1], now)

    asked = recording.Request(now, secrets.token_hex(8), also)
    return _tried(asking, lambda: _last(write(asked), made))


def told_once(look: Callable[[recording.Request], dict[str, Any]]) -> Response:
    """Answer with what `look` finds; nothing is recorded but the evidence of a refusal."""
    asking = _asking()
    again = asking and answering.first(asking)
    if again:
        return _said(again, again=True)
    asked = recording.Request(clock(), secrets.token_hex(8))

    def found() -> Answer:
        answer = Answer(200, json.dumps(look(asked)))
        return answering.keep_apart(asking, answer, asked.now) if asking else answer

    return _tried(asking, found)


def _last(_recorded: object, made: list[Answer]) -> Answer:
    """Return the answer of the try that stood; those before it clashed and were undone."""
    return made[-1]


def _tried(asking: Asking | None, attempt: Callable[[], Answer]) -> Response:
    try:
        return _said(attempt())
    except answering.AlreadyAnswered:
        kept = answering.first(asking) if asking else None
        return _said(kept or Answer(409, ""), again=True)
    except Refused as refused:
        status = problems.status_of(refused)
        problems.notice(refused)
        if asking is None or refused.code in PASSING:
            return problems.problem(refused, status)
        answer = Answer(status, problems.text(refused, status))
        first = answering.keep_apart(asking, answer, clock())
        return _said(first, again=first is not answer)


def _asking() -> Asking | None:
    """Return what tells this request from others, when its sender named it."""
    key = request.headers.get(HEADER, "").strip()
    if not key:
        return None
    if len(key) > LONGEST_KEY or not key.isprintable():
        expected = f"printable text of at most {LONGEST_KEY}"
        raise Refused("field_type", field=HEADER, expected=expected)
    line = f"{request.method} {request.path}\n".encode()
    return answering.asking(door.machine().id, key, line + request.get_data(cache=True))


def _said(answer: Answer, *, again: bool = False) -> Response:
    refused = answer.status >= 400
    kind = PROBLEM if refused else "application/json"
    said = Response(answer.body, answer.status, content_type=kind)
    if answer.status == 201:
        coi = json.loads(answer.body)["coi"]
        said.headers["Location"] = f"{problems.PREFIX}/journeys/{coi}"
    if again:
        watch.suspect(watch.AGAIN)
        said.headers["Idempotency-Replayed"] = "true"
    return said


def _asks_for_match() -> bool:
    return bool(request.if_match) and not request.if_match.star_tag


def require_match(coi: str) -> None:
    """Refuse when If-Match names another head than the journey has: it moved on."""
    if _asks_for_match() and not request.if_match.contains(chains.head(door.machine(), coi)):
        raise Refused("stale")


def _require_fresh(coi: str, seq: int) -> None:
    """Judge If-Match again in the transaction that writes: nobody may have slipped in between."""
    if coi and _asks_for_match() and not request.if_match.contains(chains.before(coi, seq)):
        raise Refused("stale")
