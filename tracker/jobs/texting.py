"""How does a text message leave the house? By one HTTP request to whichever service the site has.

There is no standard for it: one service takes JSON, another a form, and each names its fields
otherwise. So the address, the fields and the header that lets us in are settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

PATIENCE_SECONDS: Final = 10
FIELDS: Final = "to={to}&text={text}"
FORMATS: Final = {"json": "application/json", "form": "application/x-www-form-urlencoded"}
NEAR: Final = ("localhost", "127.0.0.1", "::1")

Unsent = (HTTPException, OSError)
"""What sending raises when nothing, or nothing readable, came back: a time-out among others."""

ACCEPTED: Final = range(200, 300)
OURS_TO_MEND: Final = frozenset({401, 403, 408, 429})
"""Our header is wrong, or we were too slow or too many: the same message may go out later."""

FINAL: Final = range(400, 500)


@dataclass(frozen=True)
class TextService:
    """A service that sends text messages, and how it wants to be asked."""

    server: SplitResult
    fields: Mapping[str, str]
    format: str
    authorization: str

    def send(self, number: str, text: str, key: str) -> int:
        """Ask the service to send one message; return its status. Raises one of `Unsent`.

        `key` is the same at every attempt: by it the service knows a message it has already sent
        (draft-ietf-httpapi-idempotency-key-header).
        """
        body = self._body({"{to}": number, "{text}": text, "{key}": key})
        head = {"Content-Type": FORMATS[self.format], "Idempotency-Key": key}
        if self.authorization:
            head["Authorization"] = self.authorization
        path = self.server.path or "/"
        address = f"{path}?{self.server.query}" if self.server.query else path
        with self._line() as line:
            line.request("POST", address, body, head)
            return line.getresponse().status

    def _body(self, words: Mapping[str, str]) -> bytes:
        filled = {name: words.get(value, value) for name, value in self.fields.items()}
        text = json.dumps(filled) if self.format == "json" else urlencode(filled)
        return text.encode()

    @contextmanager
    def _line(self) -> Iterator[HTTPConnection]:
        secure = self.server.scheme == "https"
        kind = HTTPSConnection if secure else HTTPConnection
        line = kind(self.server.hostname or "", self.server.port, timeout=PATIENCE_SECONDS)
        try:
            yield line
        finally:
            line.close()


def text_service(settings: Mapping[str, str]) -> TextService:
    """Return the service that settings name. Raises ValueError for one we cannot use."""
    server = urlsplit(settings.get("TRACKER_SMS_URL", ""))
    near = server.scheme == "http" and server.hostname in NEAR
    if not server.hostname or server.port == 0 or not (server.scheme == "https" or near):
        raise ValueError("TRACKER_SMS_URL must look like https://host/path")
    format_ = settings.get("TRACKER_SMS_FORMAT") or "json"
    if format_ not in FORMATS:
        raise ValueError("TRACKER_SMS_FORMAT must be json or form")
    fields = dict(parse_qsl(settings.get("TRACKER_SMS_FIELDS") or FIELDS))
    if not {"{to}", "{text}"} <= set(fields.values()):
        raise ValueError(
            "TRACKER_SMS_FIELDS must give a field {to} and a field {text}, as: " + FIELDS
        )
    return TextService(server, fields, format_, settings.get("TRACKER_SMS_AUTHORIZATION", ""))


def final(status: int) -> bool:
    """Say whether a message would be refused however often it is sent."""
    return status in FINAL and status not in OURS_TO_MEND
