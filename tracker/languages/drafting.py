"""What does an empty message file hold: every name, and beside it the English to be said anew?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tracker.domain.protocol import Protocol
from tracker.languages.language import SPOKEN_FIRST, Language
from tracker.languages.message_file import PROTOCOL

READ_BY = (
    "Every sentence a patient may read.\n"
    "\n"
    "What is read stands at msgstr; words in braces are filled in and stay as they are.\n"
    "A qualified person reads this file before patients do."
)


def sentences(
    protocols: Iterable[Protocol], advice: Iterable[Mapping[str, str]], code: str
) -> frozenset[str]:
    """Return the sentences of products and cards, in English, that no file says in a language."""
    cards = frozenset(each[SPOKEN_FIRST] for each in advice if code not in each)
    return cards | frozenset(
        part[SPOKEN_FIRST]
        for protocol in protocols
        for sentence in protocol.sentences.values()
        for part in (sentence.title, sentence.now, sentence.next)
        if code not in part
    )


def draft(locale: Locale, english: Language, wanted: frozenset[str]) -> str:
    """Return a message file without words, for a person to fill."""
    catalog = Catalog(locale=locale, header_comment="\n".join(_commented(READ_BY)))
    for name, text in english.messages.texts.items():
        catalog.add(name, auto_comments=[text])
    for name, forms in english.messages.counted.items():
        catalog.add((name, name), auto_comments=[" / ".join(forms)])
    for text in sorted(wanted):
        catalog.add(text, context=PROTOCOL)
    written = io.BytesIO()
    write_po(written, catalog, width=0)
    return written.getvalue().decode()


def _commented(text: str) -> Iterator[str]:
    return (f"# {line}".rstrip() for line in text.splitlines())
