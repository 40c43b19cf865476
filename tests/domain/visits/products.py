"""How nine marketed products give their chemotherapy, as far as public pages say: test data only.

Each is a protocol file as a site would add it, a shipped one with other ways to give chemotherapy, and is
read by the service's own loader. Where a page gives a wait longer than a week between chemotherapy and
infusion, it is capped at seven days here, as the table it is compared with does.
"""

from functools import cache

from tracker.domain.protocol import VisitRules
from tracker.domain.protocol_file import parse
from tracker.protocols import HERE

SHIPPED = (HERE / "example-fresh-v1.toml").read_text(encoding="utf-8")


def fixed(indication: str, *days: int) -> str:
    return f"""
[[visit.regimens]]
name = "fixed days for {indication}"
indication = "{indication}"
days = {list(days)}
"""


def waiting(indication: str, length: int, gap_min: int, gap_max: int) -> str:
    return f"""
[[visit.regimens]]
name = "{indication} then a wait"
indication = "{indication}"
days = {list(range(1, length + 1))}
gap_min_days = {gap_min}
gap_max_days = {gap_max}
"""


SPLIT = """
[visit.second_dose]
day = 9
from_day = 7
to_day = 11
latest_day = 20
"""
SOURCE = """
[[sources]]
field = "visit.second_dose"
source = "drugs.com/dosage/aucatzyl.html"
confidence = "H"
note = "Day 10, two days before or after it. Verify before clinical use."
"""

FILES = {
    "Abecma": waiting("MM", 3, 2, 2),
    "Amtagvi": waiting("melanoma", 7, 1, 4),
    "Aucatzyl": waiting("B-ALL", 4, 2, 4),
    "Breyanzi": waiting("LBCL", 3, 2, 7),
    "Carvykti": waiting("MM", 3, 2, 4),
    "Kymriah": waiting("B-ALL", 4, 2, 7) + waiting("LBCL", 3, 2, 7) + waiting("FL", 3, 2, 6),
    "Tecartus": fixed("MCL", -5, -4, -3) + fixed("B-ALL", -4, -3, -2),
    "Tecelra": fixed("sarcoma", -7, -6, -5, -4),
    "Yescarta": fixed("LBCL", -5, -4, -3),
}


@cache
def visit_rules(product: str, *, split: bool = False) -> VisitRules:
    """Return what the loader reads of a product's file; `split` gives its dose on two days."""
    begin = SHIPPED.index("[[visit.regimens]]")
    end = SHIPPED.index("[[visit.readiness]]")
    more, source = (SPLIT, SOURCE) if split else ("", "")
    return parse(SHIPPED[:begin] + FILES[product] + more + SHIPPED[end:] + source).visit
