"""Does every container carry the warnings it must, each for its own reason?"""

import pytest

from labels.warnings import (
    ADVISE,
    AUTOLOGOUS,
    BIOHAZARD,
    NOT_EVALUATED,
    DonorFindings,
    required,
)

HIV = "WARNING: Reactive test results for HIV"
BOTH = "WARNING: Reactive test results for HIV, HBV"
TABLE = [
    # autologous, complete, reactive, at risk -> warnings
    (True, True, (), False, (AUTOLOGOUS,)),
    (True, False, (), False, (AUTOLOGOUS, NOT_EVALUATED)),
    (True, False, ("HIV",), False, (AUTOLOGOUS, NOT_EVALUATED, BIOHAZARD, HIV)),
    (True, True, ("HIV",), False, (AUTOLOGOUS, BIOHAZARD, HIV)),
    (True, True, (), True, (AUTOLOGOUS, BIOHAZARD)),
    (True, True, ("HIV", "HBV"), True, (AUTOLOGOUS, BIOHAZARD, BOTH)),
    (False, True, (), False, ()),
    (False, False, (), False, (NOT_EVALUATED, ADVISE)),
    (False, True, ("HIV",), False, (BIOHAZARD, HIV, ADVISE)),
    (False, True, (), True, (BIOHAZARD, ADVISE)),
]


@pytest.mark.parametrize(("autologous", "complete", "reactive", "at_risk", "expected"), TABLE)
def test_each_row_of_the_table_of_warnings(autologous, complete, reactive, at_risk, expected):
    findings = DonorFindings(
        autologous=autologous, complete=complete, reactive=reactive, at_risk=at_risk
    )
    assert required(findings) == expected


@pytest.mark.parametrize("autologous", [True, False])
@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("reactive", [(), ("HIV",)])
@pytest.mark.parametrize("at_risk", [True, False])
def test_each_warning_follows_from_its_own_facts_whatever_the_others_say(
    autologous, complete, reactive, at_risk
):
    findings = DonorFindings(
        autologous=autologous, complete=complete, reactive=reactive, at_risk=at_risk
    )
    uncleared = not complete or reactive or at_risk
    assert set(required(findings)) == {
        *([AUTOLOGOUS] if autologous else []),
        *([NOT_EVALUATED] if not complete else []),
        *([BIOHAZARD] if reactive or at_risk else []),
        *([HIV] if reactive else []),
        *([ADVISE] if uncleared and not autologous else []),
    }


def test_the_advice_may_be_worded_otherwise():
    findings = DonorFindings(autologous=False, complete=False)
    assert required(findings, "Advise recipient")[-1] == "Advise recipient"
