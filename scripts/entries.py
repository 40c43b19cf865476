"""Which kinds of entry are there, and what does each ask for (docs/entries.md)?"""

import sys

from tracker.domain.fields import Field, Spec
from tracker.domain.specs import SPECS

HEAD = """\
# Entries

Everything that happens to a journey is one entry of one of these kinds. The API takes any of
them that a person or a partner may record (`POST /api/v1/journeys/{coi}/entries`); the pages
record the same ones.

*Signatures* are the least number asked for: none, a signed-in person is enough; one, that
person signs again with their password and a meaning; two people, each with their own. A
protocol may ask for more, never for fewer. Every kind also takes `reason`, `note` and
`confirmed` (the names of figures that are unusual and meant).

This page is written by `make docs` from `tracker/domain/specs/`; change it there.
"""
SIGNATURES = {0: "none", 1: "one", 2: "two people"}


def page() -> str:
    """Return the whole text of docs/entries.md."""
    return HEAD + "".join(_chapter(spec) for spec in SPECS.values())


def _chapter(spec: Spec) -> str:
    roles = ", ".join(f"`{role.value}`" for role in spec.roles) or "the service itself"
    about = f"About: {spec.about}. Signatures: {SIGNATURES[spec.signatures]}."
    lines = [f"\n## `{spec.kind.value}`\n\n{spec.title}. {about}\n\nRecorded by: {roles}.\n"]
    if spec.fields:
        lines.append("\n| field | what | type | needed |\n|---|---|---|---|\n")
        lines += [_row(field) for field in spec.fields]
        lines += [_row(p, f"{f.name}[].") for f in spec.fields for p in f.parts]
    return "".join(lines)


def _row(field: Field, prefix: str = "") -> str:
    asked = "yes" if field.required else "no"
    return f"| `{prefix}{field.name}` | {field.label} | {_type(field)} | {asked} |\n"


def _type(field: Field) -> str:
    if field.type in {"choice", "several"}:
        choices = " / ".join(f"`{choice}`" for choice in field.choices)
        return choices if field.type == "choice" else f"any of {choices}"
    if field.type == "integer":
        return f"whole number, {field.low:,} to {field.high:,} {field.unit}".rstrip()
    return field.type


if __name__ == "__main__":
    sys.stdout.write(page())
