"""How is the patient's wristband laid out? (150 x 25 mm.)"""

from __future__ import annotations

from labels.column import Column
from labels.drawing import Area, Drawing
from labels.shapes import Wristband
from labels.symbols import matrix
from labels.witness import refuse_disagreement, refuse_wrong_chain, sealed


def lay_out(label: Wristband) -> Drawing:
    """Return the drawing of a wristband."""
    refuse_wrong_chain(label, label.symbol)
    refuse_disagreement(label.donor, label.symbol)
    who = Column(Area(26, 1.5, 64, 22.5))
    who.largest(label.patient_name, 6, "bold", 10)
    who.line(f"born {label.birth_date}", 4, "bold")
    who.line(label.patient_number, 3.4, "mono")
    who.line(label.facility, 2.4)
    what = Column(Area(92, 1.5, 56, 22.5))
    what.line(label.title, 2.4, "bold")
    what.identifier(label.coi, label.coi_check, 3.0, caption="CoI")
    what.identifier(label.donor, label.donor_check, 2.8, caption="Donor")
    what.line(sealed(label), 2.4, "mono")
    what.line(label.notice, 2.2)
    what.fill(label.warnings, 2.6, "bold")
    code = matrix(label.symbol, Area(1.5, 1.5, 22, 22))
    return Drawing(label.title, 150, 25, (code, *who.marks, *what.marks))
