"""What each field of an entry may hold: type, unit, plausible and possible range."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from tracker.domain import isbt128
from tracker.domain.kinds import Kind, Role
from tracker.domain.refused import Refused

TEXT_LIMIT: Final = 2000
COMMON: Final = ("reason", "note", "confirmed")
"""Every entry may carry a reason, a note, and the fields a person confirmed although unlikely."""


@dataclass(frozen=True)
class Field:
    """One field. `low`..`high` is what can be; `usual` what is likely (else confirm with a reason)."""

    name: str
    type: str
    label: str
    required: bool = True
    unit: str = ""
    low: int = 0
    high: int = 2**53
    usual: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    parts: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Spec:
    """What one kind of entry is about, who may record it, with how many signatures and fields."""

    kind: Kind
    title: str
    about: str
    signatures: int
    roles: tuple[Role, ...]
    fields: tuple[Field, ...] = ()
    meaning: str = ""

    def field(self, name: str) -> Field | None:
        """Return the field called `name`, or None."""
        return next((field for field in self.fields if field.name == name), None)


def require_shape(spec: Spec, data: Mapping[str, Any]) -> None:
    """Refuse unknown fields and values of the wrong type; what is missing may still be scanned."""
    known = {field.name for field in spec.fields} | set(COMMON)
    for name in data:
        if name not in known:
            raise Refused("field_unknown", field=name, kind=spec.kind.value)
    for field in spec.fields:
        if not _blank(data.get(field.name)):
            _value(field, data[field.name])


def checked(spec: Spec, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return `data` in the form entries hold it. Raises Refused naming the first field at fault."""
    values = {name: data[name] for name in COMMON if not _blank(data.get(name))}
    for name in ("reason", "note"):
        if name in values:
            values[name] = _text(_COMMON_FIELDS[name], values[name])
    _check_confirmed(values.get("confirmed", []))
    for field in spec.fields:
        value = data.get(field.name)
        if _blank(value):
            if field.required:
                raise Refused("field_missing", field=field.name, label=field.label)
            continue
        values[field.name] = _value(field, value)
    _check_usual(spec.fields, values)
    return values


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str | list) and not value)


def _check_confirmed(value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Refused(
            "field_type", field="confirmed", label="confirmed", expected="a list of names"
        )


def _check_usual(fields: tuple[Field, ...], values: Mapping[str, Any]) -> None:
    """Ask for a confirmation and a reason where a figure is possible but unlikely."""
    confirmed = values.get("confirmed", []) if values.get("reason") else []
    for field in fields:
        value = values.get(field.name)
        if field.usual is None or not isinstance(value, int) or field.name in confirmed:
            continue
        low, high = field.usual
        if not low <= value <= high:
            words: dict[str, Any] = {
                "value": value,
                "unit": field.unit,
                "low": low,
                "high": high,
            }
            raise Refused("field_unlikely", field=field.name, label=field.label, **words)


def _value(field: Field, value: object) -> Any:  # noqa: ANN401 - JSON values of many types
    return _READERS[field.type](field, value)


def _wrong(field: Field, expected: str) -> Refused:
    return Refused("field_type", field=field.name, label=field.label, expected=expected)


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LIMIT:
        raise _wrong(field, f"text of at most {TEXT_LIMIT} characters")
    if any(not char.isprintable() and char not in "\r\n\t" for char in value):
        raise _wrong(field, "printable text")
    return value.strip()


def _integer(field: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(field, "a whole number")
    if not field.low <= value <= field.high:
        words: dict[str, Any] = {
            "value": value,
            "low": field.low,
            "high": field.high,
            "unit": field.unit,
        }
        raise Refused("field_out_of_range", field=field.name, label=field.label, **words)
    return value


def _flag(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field, "true or false")
    return value


def _choice(field: Field, value: object) -> str:
    if value not in field.choices:
        choices = ", ".join(field.choices)
        raise Refused("field_choice", field=field.name, label=field.label, choices=choices)
    return str(value)


def _several(field: Field, value: object) -> list[str]:
    return [_choice(field, item) for item in _names(field, value)]


def _day(field: Field, value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _wrong(field, "a day such as 2026-11-21") from None


def _moment(field: Field, value: object) -> str:
    try:
        when = datetime.fromisoformat(str(value))
    except ValueError:
        raise _wrong(field, "a time such as 2026-11-21T09:30:00-06:00") from None
    if when.tzinfo is None:
        raise Refused("clock_without_zone", field=field.name)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _din(field: Field, value: object) -> str:
    return isbt128.typed_din(_text(field, value))


def _names(field: Field, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _wrong(field, "a list of texts")
    return list(dict.fromkeys(value))


def _parts(field: Field, value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _wrong(field, "a list of parts")
    return [_part(field, item) for item in value]


def _part(field: Field, item: Mapping[str, Any]) -> dict[str, Any]:
    known = {part.name for part in field.parts}
    if unknown := set(item) - known:
        raise Refused("field_unknown", field=min(unknown), kind=field.name)
    values = {}
    for part in field.parts:
        if not _blank(item.get(part.name)):
            values[part.name] = _value(part, item[part.name])
        elif part.required:
            raise Refused(
                "field_missing", field=part.name, label=f"{field.label}: {part.label}"
            )
    return values


_COMMON_FIELDS: Final = {name: Field(name, "text", name, required=False) for name in COMMON}

_READERS: Final[dict[str, Callable[[Field, object], Any]]] = {
    "text": _text,
    "integer": _integer,
    "flag": _flag,
    "choice": _choice,
    "several": _several,
    "day": _day,
    "moment": _moment,
    "din": _din,
    "container": _text,
    "names": _names,
    "containers": _names,
    "parts": _parts,
}
