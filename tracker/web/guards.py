"""What protects every answer: forged forms, hasty visitors, packed bodies, and browsers' headers?"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.domain.refused import Refused
from tracker.web.assets import named_by_hash

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True, in_memory_fallback_enabled=True)
"""Counts in this process, or where TRACKER_LIMITER_URL says; if that is gone, here again."""

POLICY: Final = (
    "default-src 'self'; "
    f"style-src 'self' {named_by_hash()}; "
    "img-src 'self' data:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Nothing from afar, and nothing inline but one sheet, known by its hash: on the patient's status page
it saves a way there and back. `data:` is for the tick marks of Bootstrap's own sheet."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
HSTS: Final = "max-age=31536000; includeSubDomains"


PHOTOGRAPH: Final = 13 << 20
SCANNED_INTO: Final = (
    "second.answered",
    "station.checked",
    "station.collected",
    "station.packed",
    "station.recorded",
    "station.stored",
    "station.place_kept",
    "station.tank_audited",
    "liaison.compare",
    "liaison.recorded",
    "coordinator.recorded",
)
"""Forms with a field of scans: a photograph of a label may go with each."""

ROOMY: Final = {
    "station.attach": 256 << 20,
    "station.photographed": PHOTOGRAPH,
    "station.frame": PHOTOGRAPH,
    "station.read_photograph": PHOTOGRAPH,
    **dict.fromkeys(SCANNED_INTO, PHOTOGRAPH),
}
"""Addresses that take a file; how large it may be they say themselves, in a sentence."""


def register(app: Flask) -> None:
    """Put every guard in its place. Behind proxies, what the nearest ones say of a sender counts."""
    if proxies := app.config["TRACKER_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    app.before_request(_refuse_packed)
    app.before_request(_make_room)
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_head)


def _make_room() -> None:
    """Let staff send a file where files are taken; everybody else's bodies stay small."""
    if g.get("actor") is not None:
        request.max_content_length = ROOMY.get(
            str(request.endpoint), current_app.config["MAX_CONTENT_LENGTH"]
        )


def _refuse_packed() -> None:
    """Refuse a body that says it is compressed: nothing here unpacks what it has not measured."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refused("encoding_refused")


def _head(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "assets.serve":
        response.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["TRACKER_MODE"] == "production":
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
