"""What does a message file say, and which of it cannot be used?"""

from __future__ import annotations

import gettext
import io
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from tracker.domain import plain_words

PROTOCOL: Final = "protocol"
"""The context (msgctxt) of a product's sentence: its English text is the name it goes by."""


class LanguageFault(Exception):
    """A message file cannot be used; each sentence names one reason."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _never(_number: int) -> int:
    return 0


@dataclass(frozen=True)
class Messages:
    """The messages of one file: `texts` and `counted` by name, `sentences` by the English one."""

    texts: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    plural: Callable[[int], int] = _never

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.texts) | frozenset(self.counted)


def read(file: Path) -> tuple[Locale, Messages]:
    """Return a file's locale and messages. Raises LanguageFault."""
    try:
        text = file.read_bytes().decode()
        catalog = read_po(io.StringIO(text), abort_invalid=True)
        locale = catalog.locale or Locale.parse(file.stem)
        plural = gettext.c2py(catalog.plural_expr)
    except (UnicodeDecodeError, PoFileError, UnknownLocaleError, ValueError) as problem:
        raise LanguageFault(
            (f"{file.name}: this is no message file ({problem}).",)
        ) from problem
    return locale, _messages(catalog, plural)


def faults(messages: Messages, first: Messages) -> Iterator[str]:
    """Yield a sentence for every message that could not be filled in, or that nothing asks for."""
    for name in sorted(messages.names - first.names):
        yield f"{name}: there is no message of this name."
    for name, text in messages.texts.items():
        if name in first.texts and blanks(text) != blanks(first.texts[name]):
            yield f"{name}: what stands in braces is not what stands there in English."
    for name, forms in messages.counted.items():
        if any(blanks(form) - {"number"} or form.count("{") > 1 for form in forms):
            yield f"{name}: only {{number}} may stand in braces."
    yield from _unfit(messages, first)
    for english, text in messages.sentences.items():
        if blanks(text) - blanks(english):
            yield f"{english}: what stands in braces is not what stands there in English."


def _unfit(messages: Messages, first: Messages) -> Iterator[str]:
    """Yield a sentence for what no patient may read; a birth date in figures is in ours, too."""
    for name, text in (*messages.texts.items(), *messages.sentences.items()):
        number = plain_words.NUMBER.search(text)
        if number and not plain_words.NUMBER.search(first.texts.get(name, "")):
            yield f"{name}: a telephone number stands under Sites, once it is checked."
        if plain_words.FORBIDDEN.search(text):
            yield f"{name}: a word of it is for a person to say."


def missing(messages: Messages, first: Messages, sentences: frozenset[str]) -> tuple[str, ...]:
    """Return the names, and the sentences of products, that a file has no words for."""
    names = first.names - messages.names
    return (*sorted(names), *sorted(sentences - frozenset(messages.sentences)))


def blanks(text: str) -> frozenset[str]:
    """Return what is filled in; "?" where a brace is not closed."""
    try:
        found = [name for _, name, _, _ in string.Formatter().parse(text)]
    except ValueError:
        return frozenset({"?"})
    return frozenset(name for name in found if name is not None)


def _messages(catalog: Catalog, plural: Callable[[int], int]) -> Messages:
    """Sort what a file says; a message without words, or marked fuzzy, says nothing."""
    texts: dict[str, str] = {}
    counted: dict[str, tuple[str, ...]] = {}
    sentences: dict[str, str] = {}
    for message in catalog:
        words = message.string
        if not message.id or message.fuzzy or not words or not all(words):
            continue
        name = message.id if isinstance(message.id, str) else message.id[0]
        if not isinstance(words, str):
            counted[name] = tuple(words)
        elif message.context == PROTOCOL:
            sentences[name] = words
        else:
            texts[name] = words
    return Messages(texts, counted, sentences, plural)
