"""Which sentences for the patient are missing, or would promise what the data do not say?"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Final

from tracker.domain import plain_words
from tracker.domain.protocol import Protocol
from tracker.domain.protocol_tables import LANGUAGES

DURATION: Final = re.compile(
    r"\d+\s*(minute|hour|day|week|month|minuto|hora|día|dia|semana|mes)", re.IGNORECASE
)
"""A duration written as digits: it belongs into `ranges_days`, where it has a source."""


def found(protocol: Protocol) -> Iterator[str]:
    """Yield a fault for every shown step without its sentences in every language."""
    shown = {milestone.group for milestone in protocol.milestones} - {0}
    for group in sorted(shown - set(protocol.sentences)):
        yield f"sentences.{group} is missing: patients are shown step {group}."
    for group in sorted(set(protocol.sentences) - shown):
        yield f"sentences.{group}: no milestone of this protocol belongs to step {group}."
    for at, text in _texts(protocol):
        yield from _text_faults(at, text, protocol)
        language = at.rpartition(".")[2]
        yield from (f"{at}: {why}." for _, why in plain_words.faults(text, language))


def _texts(protocol: Protocol) -> Iterator[tuple[str, str]]:
    for group, sentence in sorted(protocol.sentences.items()):
        for part in ("title", "now", "next"):
            translations = getattr(sentence, part)
            for language in LANGUAGES:
                yield f"sentences.{group}.{part}.{language}", translations[language]


def _text_faults(at: str, text: str, protocol: Protocol) -> Iterator[str]:
    if DURATION.search(text):
        yield f"{at}: write a duration as {{name}} and its figures into ranges_days."
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        yield f"{at}: a brace is not closed."
        return
    for name in sorted(names - set(protocol.ranges_days)):
        yield f"{at}: {{{name}}} is not in ranges_days."
