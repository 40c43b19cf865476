"""How does a machine talk to the service in a test?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.web.conftest import House, password_of
from tracker.demo.tale import MEANING, Attempt, Tale
from tracker.store import tokens
from tracker.store.db import db, writing


@dataclass
class Machine:
    """A program that acts for one person of the cast."""

    house: House
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self._send("GET", path, None, headers)

    def post(self, path: str, body: object, **headers: str) -> TestResponse:
        return self._send("POST", path, json.dumps(body), headers)

    def post_text(self, path: str, text: str | bytes, **headers: str) -> TestResponse:
        return self._send("POST", path, text, headers)

    def record(self, coi: str, body: dict[str, Any], **headers: str) -> TestResponse:
        return self.post(f"/journeys/{coi}/entries", body, **headers)

    def _send(
        self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        client = self.house.app.test_client()
        return client.open(f"/api/v1{path}", method=method, data=body, headers=sent)


def signed(*people: str, scans: Iterable[str] = ()) -> list[dict[str, Any]]:
    return [
        {
            "username": who,
            "password": password_of(who),
            "meaning": MEANING,
            "scans": list(scans),
        }
        for who in people
    ]


def entry(
    kind: str,
    at: datetime,
    *people: str,
    scans: Iterable[str] = (),
    own: Iterable[str] = (),
    **data: Any,
) -> dict[str, Any]:
    """Return the body of one entry, signed by `people`."""
    return {
        "kind": kind,
        "happened_at": at.isoformat(),
        "data": data,
        "scans": list(scans),
        "signatures": signed(*people, scans=own),
    }


def of_attempt(attempt: Attempt) -> dict[str, Any]:
    """Return an attempt of the tale as a machine sends it."""
    return {
        "kind": attempt.kind.value,
        "happened_at": attempt.happened_at.isoformat(),
        "data": attempt.data,
        "scans": list(attempt.scans),
        "signatures": [
            one | ({"answers": attempt.answers} if place else {})
            for place, (who, scans) in enumerate(attempt.signers)
            for one in signed(who, scans=scans)
        ],
    }


@pytest.fixture
def machine_of(house: House) -> Callable[[str], Machine]:
    """Give a machine the token of somebody of the cast."""

    def machine(username: str) -> Machine:
        with house.app.app_context():
            writing()
            raw = tokens.issue(house.people[username].id, "a test", house.now)
            db.session.commit()
        return Machine(house, raw)

    return machine


def coi_of(house: House, tale: Tale) -> str:
    return house.look(tale).coi
