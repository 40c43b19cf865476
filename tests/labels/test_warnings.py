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


def test_a_site_words_its_own_advice():
    findings = DonorFindings(autologous=False, complete=False)
    assert required(findings, "Advise recipient")[-1] == "Advise recipient"
