"""How does a label say that it cannot be printed?"""

from __future__ import annotations


class Unprintable(Exception):
    """A label that must not leave: `code` names the reason, `what` the part it speaks of.

    `label_overflow`: a text or code has no room. `label_unreadable`: the drawn label does not
    read back as what was meant. `label_character`: no face holds this character.
    """

    def __init__(self, code: str, what: str) -> None:
        self.code = code
        self.what = what
        super().__init__(f"{code}: {what}")
