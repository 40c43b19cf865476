"""Which warnings must stand on a container? Each rule on its own; several may apply at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AUTOLOGOUS: Final = "FOR AUTOLOGOUS USE ONLY"
NOT_EVALUATED: Final = "NOT EVALUATED FOR INFECTIOUS SUBSTANCES"
BIOHAZARD: Final = "☣ BIOHAZARD"
REACTIVE: Final = "WARNING: Reactive test results for {agent}"
ADVISE: Final = "WARNING: Advise patient of communicable disease risks"
"""21 CFR 1271.90. `ADVISE` is worded differently in other editions: check it against today's before
cells are labelled for anybody but whom they came from; `required` takes another wording."""


@dataclass(frozen=True, kw_only=True)
class DonorFindings:
    """What is known of the donor when the label is printed.

    `complete` means that all applicable screening *and* testing is done. `reactive` names the
    agents found; `at_risk` stands for risk factors or clinical evidence without such a result.
    """

    autologous: bool
    complete: bool
    reactive: tuple[str, ...] = ()
    at_risk: bool = False


def autologous_use(findings: DonorFindings) -> tuple[str, ...]:
    """Cells kept for the person they came from."""
    return (AUTOLOGOUS,) if findings.autologous else ()


def not_evaluated(findings: DonorFindings) -> tuple[str, ...]:
    """Not everything that would be applicable was screened and tested."""
    return () if findings.complete else (NOT_EVALUATED,)


def biohazard(findings: DonorFindings) -> tuple[str, ...]:
    """Something was found, or risk factors or clinical evidence speak for it."""
    return (BIOHAZARD,) if findings.reactive or findings.at_risk else ()


def reactive(findings: DonorFindings) -> tuple[str, ...]:
    """Every agent found, by name, in one sentence: a small label has no room to say it of each."""
    agents = ", ".join(findings.reactive)
    return (REACTIVE.format(agent=agents),) if agents else ()


def advise(findings: DonorFindings, sentence: str = ADVISE) -> tuple[str, ...]:
    """Someone else than the donor receives cells that are not wholly cleared."""
    cleared = findings.complete and not findings.reactive and not findings.at_risk
    return () if findings.autologous or cleared else (sentence,)


def required(findings: DonorFindings, advice: str = ADVISE) -> tuple[str, ...]:
    """Return every warning that must stand on the label, in the order of printing."""
    return (
        *autologous_use(findings),
        *not_evaluated(findings),
        *biohazard(findings),
        *reactive(findings),
        *advise(findings, advice),
    )
