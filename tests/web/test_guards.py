"""Is every answer guarded: declared audience, headers, tokens in forms, limits, and quiet faults?"""

import base64
import hashlib
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator

import pytest
import redis
from flask import Flask, request
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from tests.conftest import MakeApp
from tests.web.conftest import House, password_of, refusal
from tracker.web import assets
from tracker.web.access import audience_of
from tracker.web.guards import limiter


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


def test_the_one_sheet_that_stands_in_a_page_is_known_by_its_hash_and_nothing_else(
    house: House,
):
    policy = house.app.test_client().get("/healthz").headers["Content-Security-Policy"]
    sheet = (assets.HERE / assets.INLINED).read_bytes()
    digest = base64.b64encode(hashlib.sha256(sheet).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in policy
    assert policy.count("sha256") == 1


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


def test_a_locked_screen_answers_a_form_of_any_room(house: House):
    for who, path in (
        ("ada", "/admin/verify"),
        ("cora", "/coordinator/new"),
        ("nora", "/station/scan"),
    ):
        client = house.client_of(who)
        client.post("/lock")
        assert refusal(client.post(path)) == "screen_locked", path


def test_cookies_are_kept_from_scripts_from_other_sites_and_from_plain_http(house: House):
    house.app.config["SESSION_COOKIE_SECURE"] = True
    form = {"username": "nora", "password": password_of("nora")}
    answer = house.app.test_client().post("/sign-in", data=form)
    cookies = {each.split("=")[0]: each for each in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"session", "browser"}
    for cookie in cookies.values():
        assert "HttpOnly" in cookie
        assert "Secure" in cookie
        assert "SameSite=" in cookie
    assert "SameSite=Strict" in cookies["browser"]


def test_in_production_browsers_never_come_back_without_encryption(house: House):
    client = house.app.test_client()
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    house.app.config["TRACKER_MODE"] = "production"
    assert "max-age=31536000" in client.get("/sign-in").headers["Strict-Transport-Security"]


def test_what_a_proxy_says_of_a_sender_counts_only_where_one_stands(
    make_app: MakeApp, sqlite_file
):
    seen = []
    for proxies in ("0", "1"):
        app = make_app(f"sqlite:///{sqlite_file}", TRACKER_PROXIES=proxies)
        app.before_request(lambda: seen.append(request.remote_addr))
        app.test_client().get("/sign-in", headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == ["127.0.0.1", "203.0.113.9"]


@pytest.fixture
def redis_server() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Redis server of our own, on a port nobody else uses; nothing of it is written down."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server (on Debian: apt-get install redis-server)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen([program, *words], stdout=subprocess.DEVNULL) as server:
        address = f"redis://127.0.0.1:{port}/0"
        with redis.Redis.from_url(address, retry=Retry(ConstantBackoff(0.05), 100)) as client:
            client.ping()
        yield address, server
        server.kill()


@pytest.fixture
def limiter_of_its_own() -> Iterator[None]:
    """Let the one limiter of this process forget where it counts, and remember afterwards."""
    kept = dict(vars(limiter))
    limiter._storage_uri = None
    yield
    vars(limiter).clear()
    vars(limiter).update(kept)


@pytest.mark.usefixtures("limiter_of_its_own")
def test_hasty_visitors_are_counted_across_processes_where_redis_is(
    make_app: MakeApp, sqlite_file, redis_server
):
    address = f"sqlite:///{sqlite_file}"
    settings = {"TRACKER_LIMITER_URL": redis_server[0], "WTF_CSRF_ENABLED": False}
    statuses = []
    for _ in range(2):
        client = make_app(address, **settings).test_client()
        statuses += [client.get("/invitation/none").status_code for _ in range(16)]
    assert statuses == [409] * 30 + [429] * 2


@pytest.mark.usefixtures("limiter_of_its_own")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_when_redis_dies_or_hangs_visitors_are_counted_here_and_nobody_is_shut_out(
    make_app: MakeApp, sqlite_file, redis_server, end: signal.Signals
):
    """Each process counts for itself then: a guess more costs less than a ward that cannot sign in."""
    address, server = redis_server
    client = make_app(f"sqlite:///{sqlite_file}", TRACKER_LIMITER_URL=address).test_client()
    assert client.get("/invitation/none").status_code == 409
    server.send_signal(end)
    statuses = [client.get("/invitation/none").status_code for _ in range(31)]
    assert statuses == [409] * 30 + [429]
