"""How nine marketed products give their chemotherapy, as far as public pages say: test data only.

Where a page gives a wait longer than a week between chemotherapy and infusion, it is capped at
seven days here, as the table it is compared with does.
"""

from tracker.domain.protocol import Regimen, VisitRules


def fixed(indication: str, *days: int) -> Regimen:
    return Regimen("fixed days", indication, days, None, None)


def waiting(indication: str, length: int, gap_min: int, gap_max: int) -> Regimen:
    days = tuple(range(1, length + 1))
    return Regimen("then a wait", indication, days, gap_min, gap_max)


REGIMENS = {
    "Abecma": [waiting("MM", 3, 2, 2)],
    "Amtagvi": [waiting("melanoma", 7, 1, 4)],
    "Aucatzyl": [waiting("B-ALL", 4, 2, 4)],
    "Breyanzi": [waiting("LBCL", 3, 2, 7)],
    "Carvykti": [waiting("MM", 3, 2, 4)],
    "Kymriah": [
        waiting("B-ALL", 4, 2, 7),
        waiting("LBCL", 3, 2, 7),
        waiting("FL", 3, 2, 6),
    ],
    "Tecartus": [fixed("MCL", -5, -4, -3), fixed("B-ALL", -4, -3, -2)],
    "Tecelra": [fixed("sarcoma", -7, -6, -5, -4)],
    "Yescarta": [fixed("LBCL", -5, -4, -3)],
}


def visit_rules(product: str) -> VisitRules:
    return VisitRules(
        regimens=tuple(REGIMENS[product]),
        readiness=(),
        visit_hours=6,
        stay_near_days=14,
        no_driving_days=14,
        caregiver_days=14,
        follow_up_days=(28,),
    )
