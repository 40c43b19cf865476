"""How does a message leave the house? By SMTP, from one address, as plain text."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE_SECONDS: Final = 10
PORTS: Final = {"smtp": 25, "smtps": 465}
SENDER: Final = "no-reply@localhost"

Unsent = (smtplib.SMTPException, OSError)
"""What sending raises when a message did not go out; it is tried again later."""


@dataclass(frozen=True)
class Post:
    """A mail server and the address we write from.

    The address is `smtp://user:password@host:port` (STARTTLS where there is a password) or
    `smtps://...`.
    """

    server: SplitResult
    sender: str

    @contextmanager
    def open(self) -> Iterator[smtplib.SMTP]:
        """Connect, for as many messages as there are. Raises one of `Unsent`."""
        host, scheme = self.server.hostname or "localhost", self.server.scheme
        port = self.server.port or PORTS[scheme]
        with _connected(host, port, secure=scheme == "smtps") as smtp:
            if self.server.username:
                if scheme == "smtp":
                    smtp.starttls(context=ssl.create_default_context())
                smtp.login(unquote(self.server.username), unquote(self.server.password or ""))
            yield smtp

    def letter(self, to: str, title: str, text: str, name: str) -> EmailMessage:
        """Return a message; `name` stays the same however often it is sent."""
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = to
        letter["Subject"] = title
        letter["Message-ID"] = f"<{name}@{self.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)
        return letter


def post_office(address: str, sender: str) -> Post:
    """Return the mail server of an address. Raises ValueError for one we cannot use."""
    server = urlsplit(address)
    if server.scheme not in PORTS or not server.hostname:
        raise ValueError("TRACKER_SMTP_URL must look like smtp://user:password@host:port")
    return Post(server, sender or SENDER)


def _connected(host: str, port: int, *, secure: bool) -> smtplib.SMTP:
    if secure:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=context)
    return smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
