"""What is shown at the laboratory desk, and to whom?"""

from __future__ import annotations

from typing import Final

from flask import Blueprint

from tracker.domain.authority_table import Action, roles

DESK: Final = roles(Action.WORK_AT_THE_DESK)
"""The hospital's liaison, the plant's own quality people, and the hospital's."""

pages = Blueprint("liaison", __name__, url_prefix="/liaison")
