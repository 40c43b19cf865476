"""What protects every answer: forged forms, hasty visitors, and the headers browsers obey?"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)

POLICY: Final = (
    "default-src 'self'; "
    "img-src 'self' data:; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Nothing inline and nothing from afar; `data:` is for the tick marks of Bootstrap's own sheet."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
HSTS: Final = "max-age=31536000; includeSubDomains"


def register(app: Flask) -> None:
    """Put every guard in its place."""
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_head)


def _head(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "assets.serve":
        response.headers.setdefault("Cache-Control", "no-store")
    if current_app.config["TRACKER_MODE"] == "production":
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
