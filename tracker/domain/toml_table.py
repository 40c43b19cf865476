"""What does one table of a TOML file hold, and what is wrong with it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Table:
    """A table that is read field by field.

    Each question is answered with a value of the right type; where the file has none, a fault
    is written down and an empty value given, so that one reading names every fault.
    """

    values: Mapping[str, Any]
    faults: list[str]
    path: str = ""
    _asked: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        value = self._take(name, "text")
        if isinstance(value, str) and value.strip():
            return value
        if value is not None:
            self._wrong(name, "text that is not empty")
        return ""

    def integer(self, name: str, low: int = 0, high: int = 10_000_000) -> int:
        found = self._whole(name, self._take(name, "a whole number"), low, high)
        return 0 if found is None else found

    def optional_integer(self, name: str, low: int = 0, high: int = 100_000) -> int | None:
        self._asked.add(name)
        return self._whole(name, self.values.get(name), low, high)

    def flag(self, name: str) -> bool:
        value = self._take(name, "true or false")
        if value is not None and not isinstance(value, bool):
            self._wrong(name, "true or false")
        return value is True

    def names(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        found = self._list(name, "a list of texts", optional=optional)
        if all(isinstance(item, str) and item for item in found):
            return tuple(found)
        self._wrong(name, "a list of texts")
        return ()

    def integers(self, name: str) -> tuple[int, ...]:
        found = self._list(name, "a list of whole numbers", optional=False)
        if all(_is_whole(item) for item in found):
            return tuple(found)
        self._wrong(name, "a list of whole numbers")
        return ()

    def choice(
        self, name: str, choices: type[Choice], *, optional: bool = False
    ) -> Choice | None:
        self._asked.add(name)
        if optional and name not in self.values:
            return None
        value = self.text(name)
        return self._member(name, value, choices) if value else None

    def choices(self, name: str, choices: type[Choice]) -> tuple[Choice, ...]:
        found = [self._member(name, each, choices) for each in self.names(name, optional=True)]
        return tuple(each for each in found if each is not None)

    def table(self, name: str, *, optional: bool = False) -> Table:
        self._asked.add(name)
        value = self.values.get(name, {})
        if name not in self.values and not optional:
            self._missing(name, f"a table [{self._at(name)}]")
        if not isinstance(value, dict):
            self._wrong(name, f"a table [{self._at(name)}]")
            value = {}
        return Table(value, self.faults, self._at(name))

    def tables(self, name: str, label: str) -> list[Table]:
        """Return the tables of a `[[name]]` list; faults call each by its field `label`."""
        found = self._list(name, f"a list of tables [[{self._at(name)}]]", optional=False)
        if not all(isinstance(item, dict) for item in found):
            self._wrong(name, f"a list of tables [[{self._at(name)}]]")
            return []
        return [
            Table(item, self.faults, f"{self._at(name)}[{item.get(label, number)}]")
            for number, item in enumerate(found, start=1)
        ]

    def member(self, name: str, choices: type[Choice]) -> Choice | None:
        """Return the key `name` as one of `choices`."""
        return self._member(name, name, choices)

    def close(self) -> None:
        """Write down the keys nobody asked for: a misspelt key must not be silently ignored."""
        for name in self.values:
            if name not in self._asked:
                self.faults.append(f"{self._at(name)}: this key is not known.")

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _take(self, name: str, expected: str) -> Any:  # noqa: ANN401 - TOML values of many types
        self._asked.add(name)
        if name not in self.values:
            self._missing(name, expected)
        return self.values.get(name)

    def _list(self, name: str, expected: str, *, optional: bool) -> list[Any]:
        self._asked.add(name)
        if optional and name not in self.values:
            return []
        value = self._take(name, expected)
        if value is not None and not isinstance(value, list):
            self._wrong(name, expected)
        return value if isinstance(value, list) else []

    def _whole(self, name: str, value: object, low: int, high: int) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(name, "a whole number")
            return None
        if not low <= value <= high:
            self._wrong(name, f"between {low} and {high}, not {value}")
            return None
        return value

    def _member(self, name: str, value: str, choices: type[Choice]) -> Choice | None:
        try:
            return choices(value)
        except ValueError:
            known = choices.__name__.lower()
            self.faults.append(f"{self._at(name)}: {value} is not a known {known}.")
            return None

    def _missing(self, name: str, expected: str) -> None:
        self.faults.append(f"{self._at(name)} is missing: it must be {expected}.")

    def _wrong(self, name: str, expected: str) -> None:
        self.faults.append(f"{self._at(name)} must be {expected}.")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
