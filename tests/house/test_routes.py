"""Every address of the service says whom it is for; one that does not is shut to everyone."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import Rule

from tests.house import tree
from tracker.domain.authority_table import TABLE, Action
from tracker.web import access


def _rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=str)


def test_every_route_declares_its_audience(app: Flask) -> None:
    undeclared = [
        str(rule) for rule in _rules(app) if access.audience_of(app, rule.endpoint) is None
    ]
    assert undeclared == []


def test_the_rooms_of_the_house_are_all_there(app: Flask) -> None:
    served = {str(rule) for rule in _rules(app)}
    wanted = {
        "/",
        "/healthz",
        "/readyz",
        "/station",
        "/liaison",
        "/coordinator",
        "/admin",
        "/my",
    }
    wanted |= {"/api/v1/journeys", "/api/v1/scans", "/api/v1/openapi.json", "/api/v1/docs"}
    missing = {path for path in wanted if not {path, f"{path}/"} & served}
    assert missing == set()


def test_every_declared_route_is_part_of_an_action_of_the_table(app: Flask) -> None:
    for rule in _rules(app):
        audience = access.audience_of(app, rule.endpoint)
        assert audience is not None
        if audience.who in {"staff", "machine"}:
            assert audience.action in TABLE, str(rule)
            assert audience.roles, str(rule)


def test_every_action_of_the_table_is_some_route_or_asked_for_in_the_code() -> None:
    code = "".join(module.text for module in tree.modules("tracker"))
    unused = [each.name for each in Action if code.count(f"Action.{each.name}") < 2]
    assert unused == []
