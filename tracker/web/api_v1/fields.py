"""What may a field of a request hold? Marshmallow's fields, refusing in our own codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2200

MISSING: Final = {"required": "field_missing", "null": "field_missing"}


class Strict(Schema):
    """A request: what it does not know, it refuses."""

    error_messages = {"unknown": "field_unknown", "type": "field_type:an object"}  # noqa: RUF012


class Text(fields.String):
    """Text of people: printable, and not endless."""

    def __init__(self, *, longest: int = 200, **more: Any) -> None:  # noqa: ANN401
        super().__init__(**more)
        self.longest = longest
        self.error_messages |= MISSING

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:  # noqa: ANN401
        if not isinstance(value, str) or len(value) > self.longest or not value.isprintable():
            raise ValidationError(f"field_type:printable text of at most {self.longest}")
        text = value.strip()
        if self.required and not text:
            raise ValidationError("field_missing")
        return text


class Raw(fields.String):
    """What a scanner or a person sent, untouched: control characters mean something in a scan."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401
        super().__init__(**more)
        self.error_messages |= {**MISSING, "invalid": "field_type:text"}


class Moment(fields.Field[datetime]):
    """A time. One without a zone is let through: the rule refuses it and keeps what was scanned."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401
        super().__init__(**more)
        self.error_messages |= MISSING

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:  # noqa: ANN401
        try:
            found = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            found = datetime.min  # noqa: DTZ901 - refused below
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValidationError("field_type:a time such as 2026-11-21T09:30:00-06:00")
        return found


class Day(fields.Date):
    """A day such as 1961-05-04."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401
        super().__init__(**more)
        self.error_messages |= {**MISSING, "invalid": "field_type:a day such as 1961-05-04"}


class Number(fields.Integer):
    """A whole number between two others."""

    def __init__(self, low: int, high: int, **more: Any) -> None:  # noqa: ANN401
        super().__init__(**more)
        self.low, self.high = low, high
        self.expected = f"field_type:a whole number from {low} to {high}"
        self.error_messages |= {**MISSING, "invalid": self.expected, "too_large": self.expected}

    def _deserialize(self, value: Any, *rest: Any, **more: Any) -> int:  # noqa: ANN401
        if isinstance(value, bool | float):
            raise ValidationError(self.expected)
        found = super()._deserialize(value, *rest, **more)
        if not self.low <= found <= self.high:
            raise ValidationError(self.expected)
        return int(found)


class Many(fields.List):
    """A list, not endless."""

    def __init__(self, inner: fields.Field, *, most: int = 200, **more: Any) -> None:  # noqa: ANN401
        super().__init__(inner, **more)
        self.most = most
        self.error_messages |= {**MISSING, "invalid": f"field_type:a list of at most {most}"}

    def _deserialize(self, value: Any, *rest: Any, **more: Any) -> list[Any]:  # noqa: ANN401
        if isinstance(value, list) and len(value) > self.most:
            raise self.make_error("invalid")
        return super()._deserialize(value, *rest, **more)


class Part(fields.Nested):
    """An object inside the request."""

    def __init__(self, schema: type[Schema], **more: Any) -> None:  # noqa: ANN401
        super().__init__(schema, **more)
        self.error_messages |= {**MISSING, "type": "field_type:an object"}


class Anything(fields.Dict):
    """An object whose fields the rules judge, kind by kind."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401
        super().__init__(keys=fields.String(), **more)
        self.error_messages |= {**MISSING, "invalid": "field_type:an object"}


class Flag(fields.Boolean):
    """Yes or no; a word or a number that some would read as one is refused."""

    def __init__(self, **more: Any) -> None:  # noqa: ANN401
        super().__init__(truthy={True}, falsy={False}, **more)
        self.error_messages |= {**MISSING, "invalid": "field_type:true or false"}

    def _deserialize(self, value: Any, *rest: Any, **more: Any) -> bool:  # noqa: ANN401
        if not isinstance(value, bool):  # 1 and 1.0 are equal to True
            raise self.make_error("invalid")
        return super()._deserialize(value, *rest, **more)


class Choice(fields.String):
    """One word of a few."""

    def __init__(self, *choices: str, **more: Any) -> None:  # noqa: ANN401
        more["metadata"] = {"enum": list(choices), **more.get("metadata", {})}
        super().__init__(**more)
        self.choices = choices
        self.error_messages |= MISSING

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:  # noqa: ANN401
        if value not in self.choices:
            raise ValidationError(f"field_type:one of {', '.join(self.choices)}")
        return str(value)
