"""Is this password good enough to choose? Length decides, and what everybody would guess is refused.

No rule asks for a capital or a figure, nothing expires by itself, and every character may be used
(NIST SP 800-63B-4). The list of what is refused is our own: short, and about this house.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from tracker.domain.refused import Refused

ALONE: Final = 15
"""Characters a password needs when it is all that is asked for."""

BESIDE_ANOTHER: Final = 8
"""Characters it needs when a second factor is asked for too."""

LONGEST: Final = 256
"""Far more than the 64 that must be allowed; an end, so that hashing has one."""

LEAST_OWN: Final = 6
"""Characters that must remain when everything guessable is taken out."""

SHORTEST_WORD: Final = 3
SHORTEST_WALK: Final = 4

HOUSE_WORDS: Final = frozenset({"samevein", "hospital", "apheresis", "tracker", "nurse"})
COMMON_WORDS: Final = frozenset(
    {
        "password", "passwort", "contraseña", "passphrase", "passcode", "secret", "letmein",
        "welcome", "changeme", "default", "admin", "administrator", "login", "signin", "access",
        "master", "monkey", "dragon", "sunshine", "princess", "football", "baseball",
        "iloveyou", "superman", "batman", "trustno", "shadow", "freedom", "whatever",
        "spring", "summer", "autumn", "winter", "monday", "friday", "january", "december",
        "doctor", "health", "clinic", "patient", "medical", "guest", "temp", "test", "demo",
        "correct horse battery staple",
    }
)  # fmt: skip
"""What people choose when nobody stops them: the words of password rules, seasons, and of wards."""

ROWS: Final = (
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
)
"""What fingers walk along; each is looked for backwards, too."""

READ_AS: Final = str.maketrans("013457@$!", "oieastasi")
REPEATED: Final = re.compile(r"(.{1,5}?)\1{2,}")
YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def plain(password: str) -> str:
    """Return a password in the form that is hashed: the same however a keyboard composed it."""
    return unicodedata.normalize("NFKC", password)


def require_good(password: str, about: Iterable[str], *, alone: bool) -> None:
    """Refuse a password that is too short or too easily guessed, saying which and why.

    `about` are words an attacker would try for this person: user name, name, places.
    """
    text = plain(password)
    least = ALONE if alone else BESIDE_ANOTHER
    if len(text) < least:
        raise Refused("password_too_short", field="password", length=len(text), least=least)
    if len(text) > LONGEST:
        raise Refused("password_too_long", field="password", most=LONGEST)
    rest, found = _taken_out(text.casefold(), about)
    if len(re.sub(r"[\W_]", "", rest)) < LEAST_OWN:
        raise Refused("password_guessable", field="password", what=found or "too little")


def _taken_out(text: str, about: Iterable[str]) -> tuple[str, str]:
    """Return what is left without anything guessable, and the first guessable thing there was."""
    found = ""
    rest = text
    for what, pattern in _guessable(about):
        without = pattern.sub(" ", rest)
        if without == rest and _read_as_letters(rest) != rest:
            without = _cut(rest, pattern)
        if without != rest:
            found = found or what
            rest = without
    return rest, found


def _cut(text: str, pattern: re.Pattern[str]) -> str:
    """Take out what a pattern finds when figures are read as the letters they stand for."""
    rest = text
    for match in pattern.finditer(_read_as_letters(text)):
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    return rest


def _read_as_letters(text: str) -> str:
    return text.translate(READ_AS)


def _guessable(about: Iterable[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    own = {part for word in about for part in re.split(r"[\W_]+", plain(word).casefold())}
    words = {word for word in own if len(word) >= SHORTEST_WORD} | HOUSE_WORDS | COMMON_WORDS
    for word in sorted(words, key=lambda each: (-len(each), each)):
        yield f"“{word}”", re.compile(re.escape(word))
    yield "the same keys again and again", REPEATED
    yield "a row of keys", re.compile("|".join(sorted(_walks(), key=len, reverse=True)))
    yield "a year", YEAR


def _walks() -> Iterator[str]:
    for row in ROWS:
        for way in (row, row[::-1]):
            for length in range(SHORTEST_WALK, len(way) + 1):
                for start in range(len(way) - length + 1):
                    yield re.escape(way[start : start + length])
