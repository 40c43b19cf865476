"""What is known of the donor's blood when a label is printed: the facts behind its warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AGENTS: Final = (
    "HIV",
    "hepatitis_B_virus",
    "hepatitis_C_virus",
    "Treponema_pallidum",
    "HTLV",
    "cytomegalovirus",
    "West_Nile_virus",
    "Trypanosoma_cruzi",
)
"""Agents a donor is tested for (21 CFR 1271.85); a label names each that was found."""


@dataclass(frozen=True)
class Findings:
    """`complete` once all applicable screening and testing is done; `at_risk` for risk factors or signs."""

    complete: bool = False
    reactive: tuple[str, ...] = ()
    at_risk: bool = False
