"""Is every answer guarded: declared audience, headers, tokens in forms, limits, and quiet faults?"""

from collections.abc import Callable

from flask import Flask

from tests.conftest import MakeApp
from tests.web.conftest import House, refusal
from tracker.web.access import audience_of


def test_every_route_declares_its_audience(app: Flask):
    undeclared = [name for name in app.view_functions if audience_of(app, name) is None]
    assert undeclared == []


def test_every_page_forbids_frames_inline_code_and_keeping(house: House):
    headers = house.client_of("nora").get("/station/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_static_files_may_be_kept_for_ever_because_their_address_changes(house: House):
    client = house.app.test_client()
    page = client.get("/sign-in").text
    address = next(part for part in page.split('"') if "house.css" in part)
    with client.get(address) as versioned, client.get("/static/house.css") as bare:
        assert "immutable" in versioned.headers["Cache-Control"]
        assert "immutable" not in bare.headers["Cache-Control"]
    assert client.get("/static/../config.py").status_code == 404


def test_a_form_without_its_token_is_refused(app: Flask):
    answer = app.test_client().post("/sign-in", data={"username": "nora", "password": "x"})
    assert answer.status_code == 400
    assert refusal(answer) == "form_expired"


def test_hasty_visitors_are_asked_to_wait(make_app: MakeApp, sqlite_file):
    app = make_app(f"sqlite:///{sqlite_file}", WTF_CSRF_ENABLED=False)
    client = app.test_client()
    form = {"username": "nobody", "password": "x"}
    answers = [client.post("/sign-in", data=form) for _ in range(31)]
    assert answers[0].status_code == 409
    assert answers[-1].status_code == 429
    assert refusal(answers[-1]) == "rate_limited"


def test_a_page_that_is_not_there_says_so_in_a_sentence(house: House):
    answer = house.client_of("nora").get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


def test_a_machine_hears_of_a_fault_as_problem_details(house: House):
    answer = house.app.test_client().get("/api/v1/nowhere-at-all")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_a_body_too_large_is_refused(house: House):
    answer = house.app.test_client().post("/sign-in", data={"username": "x" * 300_000})
    assert answer.status_code == 413
    assert "256 kB" in answer.text


def test_a_fault_of_ours_tells_a_reference_and_nothing_else(
    make_app: Callable[..., Flask], tmp_path
):
    app = make_app(f"sqlite:///{tmp_path}/empty.sqlite", WTF_CSRF_ENABLED=False)
    app.testing = False
    answer = app.test_client().post("/sign-in", data={"username": "nora", "password": "x"})
    assert answer.status_code == 500
    assert "The reference is " in answer.text
    assert "sqlite" not in answer.text
