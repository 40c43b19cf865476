"""How does any kind of entry become a form, and the filled form the entry's fields again?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from tracker.domain.fields import Field, Spec
from tracker.web import moments

Filled = MultiDict[str, str]
Choices = Mapping[str, tuple[tuple[str, str], ...]]
"""For a field's name, the values it may take here and what people call them."""

ROWS: Final = 4
"""Empty lines offered for a list of parts; those left empty do not count."""

DIGEST_LENGTH: Final = 64
"""A digest is shown by its beginning; the whole stands in the dossier."""

HINTS: Final = {
    "per thousand": "976 per thousand is 97.6 %",
    "tenths of a degree Celsius": "-1500 is -150.0 °C",
    "tenths of a degree": "-1500 is -150.0 °C",
}


@dataclass(frozen=True)
class Input:
    """One field on the page. `shape` is the macro in `_forms.html` that draws it."""

    name: str
    shape: str
    label: str
    required: bool
    value: str = ""
    values: tuple[str, ...] = ()
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[Input, ...], ...] = ()


def inputs(spec: Spec, filled: Filled, choices: Choices) -> tuple[Input, ...]:
    """Return the fields of a kind as the page shows them, filled with what is known."""
    return tuple(_input(field, field.name, filled, choices) for field in spec.fields)


def words(code: str) -> str:
    """Return a code as people read it: `two_peripheral` is "two peripheral"."""
    return code.replace("_", " ")


def shown(value: object) -> str:
    """Return the value of an entry's field as people read it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case []:
            return "none"
        case list():
            return ", ".join(shown(each) for each in value)
        case dict():
            return " ".join(f"{words(name)} {shown(each)}" for name, each in value.items())
        case str() if len(value) == DIGEST_LENGTH:
            return f"{value[:8]}..."
        case _:
            return str(value)


def _input(field: Field, name: str, filled: Filled, choices: Choices) -> Input:
    offered = choices.get(field.name, tuple((code, words(code)) for code in field.choices))
    value = filled.get(name, "")
    if not value and field.required and len(offered) == 1 and field.type != "containers":
        value = offered[0][0]
    return Input(
        name=name,
        shape=_shape(field, offered),
        label=field.label[:1].upper() + field.label[1:],
        required=field.required,
        value=value,
        values=tuple(filled.getlist(name)),
        unit=field.unit,
        hint=_hint(field),
        choices=offered,
        rows=_rows(field, filled, choices) if field.type == "parts" else (),
    )


def _shape(field: Field, offered: tuple[tuple[str, str], ...]) -> str:
    if field.type == "moment" and offered:
        return "choice"
    if field.type in {"parts", "flag", "integer", "day", "moment", "several"}:
        return field.type
    if field.type in {"containers", "names"}:
        return "several" if offered else "lines"
    return "choice" if offered else "text"


def _hint(field: Field) -> str:
    usual = f"usually {field.usual[0]} to {field.usual[1]}" if field.usual else ""
    typed = (
        "all 14 characters, the boxed one at the end included" if field.type == "din" else ""
    )
    return "; ".join(part for part in (usual, typed, HINTS.get(field.unit, "")) if part)


def _rows(field: Field, filled: Filled, choices: Choices) -> tuple[tuple[Input, ...], ...]:
    return tuple(
        tuple(
            _input(part, f"{field.name}-{row}-{part.name}", filled, choices)
            for part in field.parts
        )
        for row in range(max(ROWS, _rows_filled(field, filled) + 1))
    )


def _rows_filled(field: Field, filled: Filled) -> int:
    found = re.compile(rf"{field.name}-([0-9]{{1,3}})-")
    numbers = [int(match[1]) for name in filled if (match := found.match(name))]
    return max(numbers, default=-1) + 1


def data(spec: Spec, filled: Filled, zone: str) -> dict[str, Any]:
    """Return what a filled form says, as JSON values; what is left empty is left out.

    Raises Refused for a time that never was, or came twice.
    """
    values = {field.name: _value(field, field.name, filled, zone) for field in spec.fields}
    values["reason"] = filled.get("reason", "").strip()
    values["note"] = filled.get("note", "").strip()
    values["confirmed"] = filled.getlist("confirmed")
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _value(field: Field, name: str, filled: Filled, zone: str) -> Any:  # noqa: ANN401 - JSON
    text = filled.get(name, "").strip()
    match field.type:
        case "integer":
            return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text
        case "flag":
            return True if text else (False if field.required else None)
        case "moment":
            return moments.typed(text, zone, name) if text else None
        case "containers" | "names" | "several":
            return [item for text in filled.getlist(name) for item in text.split()]
        case "parts":
            return _parts(field, filled, zone)
        case _:
            return text


def _parts(field: Field, filled: Filled, zone: str) -> list[dict[str, Any]]:
    rows = []
    for row in range(_rows_filled(field, filled)):
        values = {
            part.name: _value(part, f"{field.name}-{row}-{part.name}", filled, zone)
            for part in field.parts
        }
        given = {name: value for name, value in values.items() if value not in ("", None)}
        if given:
            rows.append(given)
    return rows
