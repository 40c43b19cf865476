"""How does a message leave the house? By SMTP, from one address, as plain text."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

PATIENCE_SECONDS: Final = 10
PORTS: Final = {"smtp": 25, "smtps": 465}
SENDER: Final = "no-reply@localhost"
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+")

Unsent = (smtplib.SMTPException, OSError)
"""What sending raises when a message did not go out."""

NEVER: Final = 500
"""From here on a server's answer about a letter or its address is final (RFC 5321, 4.2.1)."""


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
        letter["Message-ID"] = f"<{name}@{parseaddr(self.sender)[1].rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)
        return letter


def post_office(address: str, sender: str) -> Post:
    """Return the mail server of an address. Raises ValueError for one we cannot use."""
    server = urlsplit(address)
    if server.scheme not in PORTS or not server.hostname or server.port == 0:
        raise ValueError("TRACKER_SMTP_URL must look like smtp://user:password@host:port")
    if sender and not ADDRESS.fullmatch(parseaddr(sender)[1]):
        raise ValueError("TRACKER_MAIL_FROM must be an address, such as no-reply@example.org")
    return Post(server, sender or SENDER)


def final(fault: Exception) -> bool:
    """Say whether a letter would be refused however often it is sent: its address is not there.

    What a server says about ourselves, such as a wrong password, somebody here can mend.
    """
    match fault:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= NEVER for code, _ in fault.recipients.values())
        case smtplib.SMTPDataError():
            return fault.smtp_code >= NEVER
        case _:
            return False


def _connected(host: str, port: int, *, secure: bool) -> smtplib.SMTP:
    if secure:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=context)
    return smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
