"""How does one command start the whole service for a demonstration, and stop all of it?"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 10


def main() -> int:
    """Migrate, seed an empty database, start web and jobs, and wait until told to stop."""
    os.chdir(ROOT)
    os.environ.setdefault("TRACKER_MODE", "demo")
    port = int(os.environ.get("PORT", "8000"))
    if _taken(port):
        print(f"Port {port} is in use. Choose another one: PORT=8001 make run")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_asked)
    children: list[subprocess.Popen[bytes]] = []
    try:
        _flask("demo", "seed", "--if-empty", "--migrate")
        children.append(_start_web(port))
        children.append(_start_jobs())
        _wait_until_it_answers(port, children)
        _greet(f"http://{HOST}:{port}")
        return _wait_for_the_first_to_end(children)
    except KeyboardInterrupt:
        print("\nStopping web and jobs.")
        return 0
    finally:
        _stop(children)


def _taken(port: int) -> bool:
    """Ask before gunicorn does: with --reuse-port it would quietly share another's port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _flask(*words: str) -> None:
    done = subprocess.run([BIN / "flask", "--app", "wsgi", *words], check=False)
    if done.returncode:
        sys.exit(f"`flask {' '.join(words)}` failed; its message is above.")


def _start_web(port: int) -> subprocess.Popen[bytes]:
    return _start(*web_command(port))


def web_command(port: int) -> tuple[str | Path, ...]:
    """Two workers of sixteen threads: a slow ward connection holds up nobody else."""
    return (
        *(BIN / "gunicorn", "wsgi:app", "--bind", f"{HOST}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "16"),
        *("--preload", "--reuse-port", "--no-control-socket", "--log-level", "warning"),
    )


def _start_jobs() -> subprocess.Popen[bytes]:
    return _start(BIN / "flask", "--app", "wsgi", "jobs", "run")


def _start(*command: str | Path) -> subprocess.Popen[bytes]:
    """Start in a session of its own, so that Ctrl-C reaches it through `_stop` alone."""
    return subprocess.Popen(command, start_new_session=True)


def _wait_until_it_answers(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and all(child.poll() is None for child in children):
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2).close()
            return
        time.sleep(0.1)
    sys.exit("The service did not start; its messages are above.")


def _greet(address: str) -> None:
    print(f"\n  Samevein is running:  {address}\n")
    demo = Path("instance/demo.json")
    if demo.exists():
        _greet_with(json.loads(demo.read_text(encoding="utf-8")), address)
    print("  Demonstration only: every person and every journey is made up.")
    print("  Ctrl-C stops web and jobs.\n", flush=True)


def _greet_with(demo: dict[str, list[dict[str, Any]]], address: str) -> None:
    print("  Sign in as:")
    for person in demo["staff"]:
        roles = ", ".join(person["roles"])
        print(
            f"    {person['username']:<12} {person['password']:<22} {roles}, {person['site']}"
        )
    for patient in demo["patients"][:1]:
        link = urlsplit(patient["sign_in_url"])._replace(scheme="", netloc="").geturl()
        print(
            "\n  One patient's page (asks for code and birth date, and opens in one browser alone):"
        )
        print(f"    {address}{link}")
        print(f"    code {patient['code']}   birth date {patient['birth_date']}\n")


def _wait_for_the_first_to_end(children: list[subprocess.Popen[bytes]]) -> int:
    """Return when either ends by itself: half a service is worse than none."""
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    print("Web or jobs ended by itself; stopping the other.")
    return 1


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)


def _stop_asked(_number: int, _frame: object) -> None:
    """Leave the waiting loop; a second signal must not cut the stopping short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
