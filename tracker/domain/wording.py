"""What is the patient told? Plain sentences in their language, from the protocol and from here.

Sentences about a product's steps stand in its protocol file. What every patient may read, whatever
the product, stands here. Nothing is translated while the service runs: a site has each language
read by a qualified person before patients see it. Bad news has no sentence of its own: the page
says that the team will call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tracker.domain.page_words import PAGE_WORDS
from tracker.domain.protocol import Protocol

LANGUAGES: Final = ("en", "es")
GROUPS: Final = range(1, 11)
WEEK: Final = 7

TITLES: Final[dict[int, dict[str, str]]] = {
    1: {"en": "Getting ready", "es": "Los preparativos"},
    2: {"en": "Cells collected", "es": "Células tomadas"},
    3: {"en": "On the way to the lab", "es": "En camino al laboratorio"},
    4: {"en": "At the lab", "es": "En el laboratorio"},
    5: {"en": "Being made", "es": "Se está haciendo"},
    6: {"en": "Being tested", "es": "Se está probando"},
    7: {"en": "Ready", "es": "Listo"},
    8: {"en": "At your hospital", "es": "En su hospital"},
    9: {"en": "Your visit", "es": "Su visita"},
    10: {"en": "After your cells are back", "es": "Después de recibir sus células"},
}
"""The ten steps; a protocol may call a step it shows by another name."""

PHRASES: Final[dict[str, dict[str, str]]] = {
    **PAGE_WORDS,
    "team_reviewing": {
        "en": (
            "Your care team is going over the next step. Someone will call you by the date "
            "below. You do not need to do anything right now."
        ),
        "es": (
            "Su equipo médico revisa el próximo paso. Le llamamos antes de la fecha de abajo. "
            "No tiene que hacer nada ahora."
        ),
    },
    "call_by": {"en": "We will call you by {when}.", "es": "Le llamamos antes del {when}."},
    "last_confirmed": {"en": "Last checked: {when}", "es": "Última revisión: {when}"},
    "done": {"en": "Done", "es": "Hecho"},
    "now": {"en": "You are here", "es": "Usted está aquí"},
    "ahead": {"en": "Still to come", "es": "Todavía no"},
    "unconfirmed": {"en": "We have no date for this step", "es": "No hay fecha de este paso"},
    "next": {"en": "What comes next", "es": "Qué sigue"},
    "next_update": {
        "en": "You will hear from us by {when}, even if nothing has changed.",
        "es": "Le damos noticias antes del {when}, aunque nada cambie.",
    },
    "tests": {"en": "Tests", "es": "Pruebas"},
    "chemotherapy": {"en": "Chemotherapy", "es": "Quimioterapia"},
    "day_zero": {"en": "You get your cells back", "es": "Recibe sus células"},
    "day_zero_hours": {
        "en": "Plan for up to {hours} hours at the hospital.",
        "es": "Cuente con hasta {hours} horas en el hospital.",
    },
    "stay_near": {"en": "Stay near the hospital", "es": "Quédese cerca del hospital"},
    "no_driving": {"en": "Do not drive", "es": "No maneje"},
    "caregiver": {
        "en": "Have someone with you day and night",
        "es": "Esté con alguien día y noche",
    },
    "until": {"en": "until {day}", "es": "hasta el {day}"},
    "team_decides": {
        "en": "Your care team may give you other dates. What they say counts.",
        "es": "Su equipo médico puede darle otras fechas. Vale lo que ellos le digan.",
    },
    "dates_changed": {
        "en": "Your dates have changed. See the new ones below. Call us if you have questions.",
        "es": "Sus fechas cambiaron. Vea abajo las nuevas. Llame si tiene preguntas.",
    },
    "dates_open": {
        "en": "Your visit has no dates yet. We will call you to set them.",
        "es": "Su visita aún no tiene fecha. Le llamamos para fijarla.",
    },
    "update_notice": {
        "en": "You have an update from your care team. Sign in to read it.",
        "es": "Hay algo nuevo de su equipo médico. Entre para verlo.",
    },
    "call_now": {
        "en": (
            "Call us right away, day or night. Call if you have a fever of 100.4 F (38 C) or "
            "more, chills, or a fast heartbeat. Call if you have trouble breathing, feel "
            "confused, or cannot write as before."
        ),
        "es": (
            "Llame de inmediato, de día o de noche. Llame si tiene fiebre de 38 C (100.4 F) o "
            "más, escalofríos o el pulso muy rápido. Llame si le falta el aire, se siente confuso "
            "o ya no escribe como antes."
        ),
    },
    "call_911": {
        "en": "Call 911 if you have a seizure, pass out, or cannot breathe.",
        "es": "Llame al 911 si tiene convulsiones, se desmaya o no puede respirar.",
    },
    "not_watched": {
        "en": "No one reads this page for you. If you feel sick, call.",
        "es": "Nadie vigila esta página. Si se siente mal, llame.",
    },
    "closed": {
        "en": "This page is closed. Call your care team if you have questions.",
        "es": "Esta página está cerrada. Llame a su equipo médico si tiene preguntas.",
    },
}
"""What any patient may be told; `{…}` are filled in by the page."""


@dataclass(frozen=True)
class Told:
    """What a patient reads about one step: its name, where things are, and what comes next."""

    title: str
    now: str
    next: str


@dataclass(frozen=True)
class Step:
    """One of the ten steps. `state` is a key of PHRASES: done, now, ahead or unconfirmed.

    `at` is when the step was last confirmed by a scan or a signed entry, and None where no
    entry says so: a step is never shown as done because a later one is.
    """

    group: int
    title: str
    state: str
    label: str
    at: datetime | None


def sentences(protocol: Protocol, group: int, language: str) -> Told:
    """Return what a patient reads while `group` is the step they are at."""
    words = {name: span(days, language) for name, days in protocol.ranges_days.items()}
    sentence = protocol.sentences.get(group)
    if sentence is None:
        return Told(_title(protocol, group, language), "", "")
    return Told(
        title=_title(protocol, group, language),
        now=_in(sentence.now, language).format(**words),
        next=_in(sentence.next, language).format(**words),
    )


def steps(
    protocol: Protocol, dates: Mapping[int, datetime], current: int, language: str
) -> tuple[Step, ...]:
    """Return the ten steps: when each was last confirmed, and which one the patient is at."""
    return tuple(
        _step(protocol, group, dates.get(group), current, language) for group in GROUPS
    )


def phrase(name: str, language: str, **words: object) -> str:
    """Return one of PHRASES with `words` filled in."""
    return _in(PHRASES[name], language).format(**words)


def span(days: tuple[int, int], language: str) -> str:
    """Return a range of days as people say it: weeks where both ends are whole weeks."""
    in_weeks = days[1] > WEEK and not any(day % WEEK for day in days)
    low, high = (day // WEEK for day in days) if in_weeks else days
    units = {
        ("en", False): ("day", "days"),
        ("en", True): ("week", "weeks"),
        ("es", False): ("día", "días"),
        ("es", True): ("semana", "semanas"),
    }
    known = language if language in LANGUAGES else "en"
    unit = units[known, in_weeks][high != 1]
    if low == high:
        return f"{high} {unit}"
    return f"de {low} a {high} {unit}" if known == "es" else f"{low} to {high} {unit}"


def _step(
    protocol: Protocol, group: int, at: datetime | None, current: int, language: str
) -> Step:
    state = _state(group, at, current)
    return Step(group, _title(protocol, group, language), state, phrase(state, language), at)


def _state(group: int, at: datetime | None, current: int) -> str:
    if group == current:
        return "now"
    if at is not None:
        return "done"
    return "ahead" if group > current else "unconfirmed"


def _title(protocol: Protocol, group: int, language: str) -> str:
    sentence = protocol.sentences.get(group)
    return _in(sentence.title if sentence else TITLES[group], language)


def _in(translations: Mapping[str, str], language: str) -> str:
    return translations.get(language, translations["en"])
