"""How does a person read a journey's entries on paper, years later, without this program?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import zip_longest
from typing import Any, Final

from tracker.domain import chain
from tracker.domain.events import Entry, Person, Signature
from tracker.domain.kinds import Kind
from tracker.domain.specs import SPECS

STYLE: Final = (
    "body{font:16px/1.4 system-ui,sans-serif;margin:2rem;max-width:70rem}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #999;padding:.4rem;text-align:left;vertical-align:top}"
    "tr.struck td{text-decoration:line-through;color:#555}"
    "dl{margin:0}dt{float:left;clear:left;margin-right:.5rem;font-weight:600}dd{margin:0}"
    "tr{break-inside:avoid}"
)

_READ_BY: Final = {
    "": "scanned",
    "wedge": "scanned",
    "camera": "scanned by camera",
    "typed": "typed",
}


def page(coi: str, notice: str, entries: Iterable[tuple[Entry, str]]) -> str:
    """Return an HTML page of entries, each given with its digest; struck ones stay readable."""
    rows = tuple(entries)
    struck = {
        entry.data.get("struck"): entry.seq
        for entry, _ in rows
        if entry.kind is Kind.ENTRY_STRUCK
    }
    body = "".join(_row(entry, digest, struck.get(entry.seq)) for entry, digest in rows)
    title = f"Journey {escape(coi)}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1><p>{escape(notice)}</p>"
        "<p>Times are UTC. The seal is the first eight characters of an entry's digest; labels "
        "printed at the time carry it. Run verify.py to check this dossier.</p>"
        "<table><thead><tr><th>No.</th><th>When</th><th>What</th><th>Who</th><th>Seal</th></tr>"
        f"</thead><tbody>{body}</tbody></table></body></html>\n"
    )


def _row(entry: Entry, digest: str, struck_by: int | None) -> str:
    title = SPECS[entry.kind].title
    mark = f" (struck by entry {struck_by})" if struck_by else ""
    css = ' class="struck"' if struck_by else ""
    signatures = "".join(_signature(signature) for signature in entry.signatures)
    read = zip_longest(entry.scans, entry.means, fillvalue="")
    scans = "".join(f"<dt>{_READ_BY[by]}</dt><dd>{escape(scan)}</dd>" for scan, by in read)
    return (
        f"<tr{css}><td>{entry.seq}</td><td>{_when(entry)}</td>"
        f"<td><strong>{escape(title + mark)}</strong><dl>{_facts(entry.data)}{scans}</dl></td>"
        f"<td>{_person(entry.by)}{signatures}</td><td>{chain.seal(digest)}</td></tr>"
    )


def _when(entry: Entry) -> str:
    happened, recorded = chain.instant(entry.happened_at), chain.instant(entry.recorded_at)
    return happened if happened == recorded else f"{happened}<br>recorded {recorded}"


def _signature(signature: Signature) -> str:
    signed = f"signed {chain.instant(signature.signed_at)}: {signature.meaning}"
    return f"<br>{_person(signature.person)}<br>{escape(signed)}"


def _person(person: Person) -> str:
    words = ", ".join(each for each in (person.name, person.role, person.site) if each)
    return escape(words.replace("_", " "))


def _facts(data: Mapping[str, Any]) -> str:
    return "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(_words(value))}</dd>"
        for name, value in sorted(data.items())
    )


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        inner = (f"{name.replace('_', ' ')}: {_words(each)}" for name, each in value.items())
        return ", ".join(inner)
    if isinstance(value, list | tuple):
        return "; ".join(_words(each) for each in value)
    return str(value)
