"""What was scanned in vain, why and where, and how often is scanning bypassed by typing?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tracker.reads import accounts
from tracker.store import scanned
from tracker.store.scanned import Tally, Wanted

__all__ = ["Miss", "Rates", "Register", "Tally", "Wanted", "counted", "register", "wanted"]

LATEST: Final = 100
PER: Final = 1000
MISMATCH: Final = "identity_mismatch"


@dataclass(frozen=True)
class Miss:
    """One refused scan: `coi` is empty where no journey could hold it."""

    at: datetime
    who: str
    site: str
    code: str
    source: str
    scanned: str
    coi: str


@dataclass(frozen=True)
class Rates:
    """One site's scans, and how many of them were refused, another patient's, or typed."""

    site: str
    scans: int
    refused: int
    mismatches: int
    typed: int

    @property
    def refused_per_thousand(self) -> str:
        """Return how many of each thousand scans were refused, to one place."""
        return _in_tenths(self.refused * PER, self.scans)

    @property
    def typed_percent(self) -> str:
        """Return how many of each hundred were typed instead of scanned, to one place."""
        return _in_tenths(self.typed * 100, self.scans)


@dataclass(frozen=True)
class Register:
    """The latest refused scans, how often each reason came up, and the rates of each site."""

    misses: tuple[Miss, ...]
    by_code: tuple[tuple[str, int], ...]
    rates: tuple[Rates, ...]
    sites: tuple[str, ...]
    codes: tuple[str, ...]


def wanted(site: str, code: str, since: str, until: str) -> Wanted:
    """Return what the page's form asks for; a day that is none limits nothing."""
    return Wanted(site, code, _day(since), _day(until))


def register(asked: Wanted) -> Register:
    """Return the register of refused scans, the latest first. Rates count every reason."""
    names = accounts.names()
    period = replace(asked, code="")
    tallies = scanned.tallies(period)
    everywhere = scanned.tallies(Wanted())
    reasons: Counter[str] = Counter()
    for each in tallies:
        if each.code and asked.code in {"", each.code}:
            reasons[each.code] += each.count
    return Register(
        misses=tuple(
            Miss(
                scan.at,
                names.get(scan.staff_id, scan.staff_id),
                scan.site,
                scan.code,
                scan.source,
                scan.raw,
                scan.coi,
            )
            for scan in scanned.refused(asked, limit=LATEST)
        ),
        by_code=tuple(reasons.most_common()),
        rates=rates(tallies),
        sites=tuple(sorted({each.site for each in everywhere})),
        codes=tuple(sorted({each.code for each in everywhere} - {""})),
    )


def rates(tallies: Iterable[Tally]) -> tuple[Rates, ...]:
    """Return the rates of each site, in the order of their codes."""
    found: dict[str, Counter[str]] = {}
    for each in tallies:
        site = found.setdefault(each.site, Counter())
        site["scans"] += each.count
        site["refused"] += each.count if each.code else 0
        site["mismatches"] += each.count if each.code == MISMATCH else 0
        site["typed"] += each.count if each.source == "typed" else 0
    return tuple(
        Rates(site, each["scans"], each["refused"], each["mismatches"], each["typed"])
        for site, each in sorted(found.items())
    )


def counted(asked: Wanted) -> tuple[Tally, ...]:
    """Return the figures behind the rates, a line for each day, site, means and answer."""
    return scanned.tallies(asked)


def _in_tenths(part: int, whole: int) -> str:
    tenths = part * 10 // max(whole, 1)
    return f"{tenths // 10}.{tenths % 10}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
