"""Is the process alive, and may it be sent people? For probes and proxies; no sign-in."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.store import readiness
from tracker.web.access import open_to_all

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@open_to_all
def alive() -> ResponseReturnValue:
    return {"alive": True}


@pages.get("/readyz")
@open_to_all
def ready() -> ResponseReturnValue:
    faults = readiness.faults(datetime.now(UTC))
    return {"ready": not faults, "faults": list(faults)}, 503 if faults else 200
