"""In which languages may a patient read? Each is one message file, ours or the site's own.

Nothing is read when this module is imported: `create_app` calls `load` once.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tracker.languages import message_file
from tracker.languages.language import SPOKEN_FIRST, Language
from tracker.languages.message_file import LanguageFault

EXTENSION: Final = "languages"
HERE: Final = Path(__file__).resolve().parent


class Languages:
    """Every language this service speaks, by its code."""

    def __init__(self, known: Iterable[Language]) -> None:
        self._by_code = {language.code: language for language in known}

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Language:
        """Return a language; the first one for a code that nobody here speaks."""
        return self._by_code.get(code) or self._by_code[SPOKEN_FIRST]

    def all(self) -> tuple[Language, ...]:
        return tuple(self._by_code.values())


def load(extra: str | Path | None = None) -> Languages:
    """Read our files, then the site's own folder. Raises LanguageFault naming the file.

    A file of the site's own with the name of one of ours takes its place.
    """
    folders = [HERE] if not extra else [HERE, Path(extra)]
    files = {file.stem: file for folder in folders for file in _files(folder)}
    _, first = message_file.read(HERE / f"{SPOKEN_FIRST}.po")
    found = []
    for code, file in files.items():
        locale, messages = message_file.read(file)
        faults = tuple(
            f"{file.name}: {fault}" for fault in message_file.faults(messages, first)
        )
        if faults:
            raise LanguageFault(faults)
        found.append(Language(code, locale, messages, first))
    return Languages(found)


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise LanguageFault((f"{folder}: there is no such folder of message files.",))
    return sorted(folder.glob("*.po"))
