"""Which days does a hospital's country keep?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import holidays

YEARS: Final = range(2020, 2051)
"""Enough for every journey there is, and for visits planned far ahead."""


@lru_cache(maxsize=64)
def of(country: str, subdivision: str) -> Mapping[date, str]:
    """Return the public holidays of a country, or of a part of it, by day; none for no country."""
    if not country:
        return MappingProxyType({})
    found = holidays.country_holidays(country, subdivision or None, years=YEARS)
    return MappingProxyType({day: found.get(day) or "" for day in sorted(found)})


def known(country: str, subdivision: str) -> bool:
    """Say whether there is a calendar for a country and its part."""
    parts = holidays.list_supported_countries(include_aliases=False)
    if not country:
        return not subdivision
    return country in parts and (not subdivision or subdivision in parts[country])
