"""How is one language spoken: its words, its days and numbers, and the side it is read from?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import (
    format_date,
    format_time,
    get_day_names,
    get_timezone,
    get_timezone_location,
    get_timezone_name,
)
from babel.numbers import format_decimal

from tracker.domain.hours import Hours, Span
from tracker.domain.protocol import Protocol
from tracker.languages.message_file import Messages

SPOKEN_FIRST: Final = "en"
"""Every message stands in this language, and in the protocols; it answers where another is silent."""

WEEK: Final = 7
NOWHERE: Final = "ZZ"
ZONES: Final = available_timezones()
PARTS_OF_A_DATE: Final = {"d": "day", "M": "month", "y": "year"}


@dataclass(frozen=True)
class Told:
    """What a patient reads about one step: its name, where things are, and what comes next."""

    title: str
    now: str
    next: str


@dataclass(frozen=True)
class Language:
    """One language. `first` holds the messages that answer where this one has none."""

    code: str
    locale: Locale
    messages: Messages
    first: Messages

    @property
    def name(self) -> str:
        """Return the name of the language in itself."""
        return str(self.locale.language_name or self.code).capitalize()

    @property
    def direction(self) -> str:
        """Return `ltr`, or `rtl` for what is read from the right."""
        return self.locale.text_direction

    @property
    def birth_fields(self) -> tuple[str, ...]:
        """Return the parts of a birth date in the order in which people say them here."""
        pattern = self.locale.date_formats["short"].pattern
        parts = dict.fromkeys(letter for letter in pattern if letter in PARTS_OF_A_DATE)
        return tuple(PARTS_OF_A_DATE[letter] for letter in parts)

    def say(self, name: str, **words: object) -> str:
        """Return a message with `words` filled in; numbers are written as people write them."""
        text = self.messages.texts.get(name) or self.first.texts[name]
        return text.format(**self._written(words))

    def count(self, name: str, number: int) -> str:
        """Return a message that counts, such as "1 day" and "2 days"."""
        messages = self.messages if name in self.messages.counted else self.first
        forms = messages.counted[name]
        form = forms[min(messages.plural(number), len(forms) - 1)]
        return form.format(number=self.number(number))

    def span(self, days: tuple[int, int]) -> str:
        """Return a range of days as people say it: weeks where both ends are whole weeks."""
        in_weeks = days[1] > WEEK and not any(day % WEEK for day in days)
        low, high = (day // WEEK for day in days) if in_weeks else days
        longest = self.count("weeks" if in_weeks else "days", high)
        return longest if low == high else self.say("span", low=low, high=longest)

    def told(
        self,
        protocol: Protocol,
        group: int,
        ranges: Mapping[str, tuple[int, int]] | None = None,
    ) -> Told:
        """Return what a patient reads while `group` is the step they are at.

        `ranges` are the days each stretch takes; the protocol's own where none are given.
        """
        days = {**protocol.ranges_days, **(ranges or {})}
        words = {name: self.span(span) for name, span in days.items()}
        sentence = protocol.sentences.get(group)
        if sentence is None:
            return Told(self.say(f"step_{group}"), "", "")
        return Told(
            self._from_protocol(sentence.title),
            self._from_protocol(sentence.now).format(**words),
            self._from_protocol(sentence.next).format(**words),
        )

    def title(self, protocol: Protocol, group: int) -> str:
        """Return the name of a step; a protocol may call a step it shows by another name."""
        sentence = protocol.sentences.get(group)
        return self._from_protocol(sentence.title) if sentence else self.say(f"step_{group}")

    def counted_day(self, day: int) -> str:
        """Return which day it is, counted from day zero, as the person counts: to it or from it."""
        if day < 0:
            return self.count("days_before", -day)
        return self.say("day_number", number=day) if day else self.say("day_zero_today")

    def number(self, number: int) -> str:
        return format_decimal(number, locale=self.locale)

    def day(self, when: date) -> str:
        """Return a day as people say it: Monday, November 2, 2026."""
        return format_date(when, "full", locale=self.locale)

    def local_day(self, moment: datetime, zone: str) -> str:
        """Return the day a moment falls on at the site."""
        return self.day(moment.astimezone(get_timezone(zone)).date())

    def hours(self, hours: Hours) -> tuple[str, ...]:
        """Return when somebody answers, a line for each stretch of days; none for day and night."""
        return tuple(self._opening(span) for span in hours.spans)

    def _opening(self, span: Span) -> str:
        names = get_day_names("wide", locale=self.locale)
        days = names[span.first]
        if span.last > span.first:
            days = self.say("hours_days", first=days, last=names[span.last])
        first, last = (
            format_time(edge, "short", locale=self.locale) for edge in (span.opens, span.closes)
        )
        return self.say("hours_line", days=days[:1].upper() + days[1:], first=first, last=last)

    def hour(self, when: datetime, zone: str) -> str:
        """Return a time of day on the site's wall clock."""
        return format_time(when.astimezone(get_timezone(zone)), "short", locale=self.locale)

    def wall(self, time: time) -> str:
        """Return a time of day that holds on any clock."""
        return format_time(time, "short", locale=self.locale)

    def zone(self, zone: str) -> str:
        """Return the name of a time zone, with a town that keeps it."""
        found = get_timezone(zone)
        name = get_timezone_name(found, zone_variant="generic", locale=self.locale)
        return f"{name} ({get_timezone_location(found, self.locale, return_city=True)})"

    def places(self) -> tuple[tuple[str, str], ...]:
        """Return every time zone, each with a country and a town that keep it, as people look for them."""
        return _places(self.locale)

    def moment(self, when: datetime, zone: str) -> str:
        """Return a moment on the site's wall clock, with the name of its zone."""
        there = when.astimezone(get_timezone(zone))
        name = get_timezone_name(there, width="long", locale=self.locale)
        return f"{self.day(there.date())}, {self.hour(when, zone)} ({name})"

    def on_both_clocks(self, when: datetime, zone: str, own: str) -> str:
        """Return a moment on the site's wall clock, and on the reader's own where it shows another."""
        there = self.moment(when, zone)
        if not own or when.astimezone(get_timezone(own)).utcoffset() == (
            when.astimezone(get_timezone(zone)).utcoffset()
        ):
            return there
        here = f"{self.local_day(when, own)}, {self.hour(when, own)}"
        return self.say("where_you_live", there=there, here=here)

    def advice(self, translations: Mapping[str, str]) -> str:
        """Return a card's title or text."""
        return self._from_protocol(translations)

    def _from_protocol(self, translations: Mapping[str, str]) -> str:
        """Return a protocol's sentence: in its file, else in ours by the English one, else in English."""
        english = translations[SPOKEN_FIRST]
        return translations.get(self.code) or self.messages.sentences.get(english) or english

    def _written(self, words: Mapping[str, object]) -> dict[str, object]:
        return {
            name: self.number(word) if isinstance(word, int) else word
            for name, word in words.items()
        }


@cache
def _places(locale: Locale) -> tuple[tuple[str, str], ...]:
    """Return zones with their names in the order of an alphabet that looks past accents.

    The list of who keeps which zone is CLDR's; what belongs to no country is nobody's clock.
    """
    countries = get_global("zone_territories")
    named = (
        (f"{locale.territories[country]}: {_town(zone, locale)}", zone)
        for zone, country in countries.items()
        if country in locale.territories and country != NOWHERE and zone in ZONES
    )
    return tuple((zone, name) for name, zone in sorted(named, key=lambda each: _plain(each[0])))


def _town(zone: str, locale: Locale) -> str:
    return get_timezone_location(get_timezone(zone), locale, return_city=True)


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
