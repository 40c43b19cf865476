"""Does this scanner send what stands in the barcode, and if not, which setting is wrong?

A scanner that poses as a keyboard sends keys, not characters: computer and scanner must agree on
the layout. Each layout below is what a scanner set to American keys makes appear on a computer set
to that language. Dead keys are left out: they wait for the next letter and change it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

SAMPLE: Final = "=%&<>+*/,:;#$()\"a'yZqWM19"
"""Every sign an identifier may begin with, and the keys that differ between keyboards.

A vowel follows either quotation mark: where these wait for the next letter, they swallow it.
"""

LAYOUTS: Final = {
    "American international": {'"': "", "'": "", "a": "ä", "y": "ý"},
    "Belgian": {
        "=": "-", "%": "5", "&": "7", "<": ".", ">": "/", "+": "_", "*": "8", "/": "=",
        ",": ";", ":": "M", ";": "m", "#": "3", "$": "4", '"': "%", "'": "ù", "(": "9",
        ")": "0", "a": "q", "Z": "W", "q": "a", "W": "Z", "M": "?", "1": "&", "9": "ç",
    },
    "Brazilian": {"/": ";", ":": "Ç", ";": "ç", '"': "", "'": "", "a": "â"},
    "British": {"#": "£", '"': "@"},
    "Canadian French": {"<": "'", ">": ".", "/": "é", "#": "/", '"': "", "'": "", "a": "à"},
    "Danish": {
        "=": "", "&": "/", "<": ";", ">": ":", "+": "", "*": "(", "/": "-", ":": "Æ",
        ";": "æ", "$": "¤", '"': "Ø", "'": "ø", "(": ")", ")": "=",
    },
    "French": {
        "%": "5", "&": "7", "<": ".", ">": "/", "*": "8", "/": "!", ",": ";", ":": "M",
        ";": "m", "#": "3", "$": "4", '"': "%", "'": "ù", "(": "9", ")": "0", "a": "q",
        "Z": "W", "q": "a", "W": "Z", "M": "?", "1": "&", "9": "ç",
    },
    "German": {
        "=": "", "&": "/", "<": ";", ">": ":", "+": "", "*": "(", "/": "-", ":": "Ö",
        ";": "ö", "#": "§", '"': "Ä", "'": "ä", "(": ")", ")": "=", "Z": "Y", "y": "z",
    },
    "Italian": {
        "=": "ì", "&": "/", "<": ";", ">": ":", "+": "", "*": "(", "/": "-", ":": "ç",
        ";": "ò", "#": "£", '"': "°", "'": "à", "(": ")", ")": "=",
    },
    "Latin American Spanish": {
        "=": "¿", "&": "/", "<": ";", ">": ":", "+": "¡", "*": "(", "/": "-", ":": "Ñ",
        ";": "ñ", '"': "[", "'": "{", "(": ")", ")": "=",
    },
    "Norwegian": {
        "=": "\\", "&": "/", "<": ";", ">": ":", "+": "", "*": "(", "/": "-", ":": "Ø",
        ";": "ø", "$": "¤", '"': "Æ", "'": "æ", "(": ")", ")": "=",
    },
    "Portuguese": {
        "=": "«", "&": "/", "<": ";", ">": ":", "+": "»", "*": "(", "/": "-", ":": "Ç",
        ";": "ç", '"': "ª", "'": "º", "(": ")", ")": "=",
    },
    "Spanish": {
        "=": "¡", "&": "/", "<": ";", ">": ":", "+": "¿", "*": "(", "/": "-", ":": "Ñ",
        ";": "ñ", "#": "·", '"': "", "'": "", "(": ")", ")": "=", "a": "ä", "y": "ý",
    },
    "Swedish or Finnish": {
        "=": "", "&": "/", "<": ";", ">": ":", "+": "", "*": "(", "/": "-", ":": "Ö",
        ";": "ö", "$": "¤", '"': "Ä", "'": "ä", "(": ")", ")": "=",
    },
    "Swiss German": {
        "=": "", "&": "/", "<": ";", ">": ":", "+": "", "*": "(", "/": "-", ":": "é",
        ";": "ö", "#": "*", "$": "ç", '"': "à", "'": "ä", "(": ")", ")": "=", "Z": "Y",
        "y": "z",
    },
}  # fmt: skip
DEAD: Final = str.maketrans("", "", "´`^¨~")
LIKE_ENOUGH: Final = 0.85
AIM: Final = re.compile(r"\][A-Za-z][0-9a-zA-Z]")


@dataclass(frozen=True)
class Verdict:
    """What a test scan showed. `code` is stable, `sentence` says what to set."""

    code: str
    sentence: str

    @property
    def well(self) -> bool:
        """Say whether the scanner may be used as it is."""
        return self.code in {"good", "aim_prefix"}


def judge(received: str, *, entered: bool) -> Verdict:
    """Return what is right or wrong. `entered` says that the scan ended with the return key."""
    if not received.strip():
        return Verdict("nothing", "Nothing arrived. Click into the field, then scan the code.")
    fault = _fault(received)
    if fault is not None:
        return fault
    if not entered:
        return Verdict(
            "no_enter",
            "All characters are right, but the return key at the end is missing. Set the "
            "scanner's suffix to Enter (carriage return).",
        )
    if received != SAMPLE:
        return Verdict(
            "aim_prefix",
            f"All characters are right. The scanner puts {received[:3]} in front, which is "
            "understood.",
        )
    return Verdict("good", "All characters are right, and the return key follows them.")


def _fault(received: str) -> Verdict | None:
    """Return what is wrong with the characters themselves."""
    bare = AIM.sub("", received, count=1) if AIM.match(received) else received
    if bare == SAMPLE:
        return None
    if bare == SAMPLE.swapcase():
        return Verdict(
            "caps_lock",
            "Capital and small letters are exchanged. Switch caps lock off, on the keyboard "
            "and in the scanner's settings.",
        )
    if bare in {SAMPLE.upper(), SAMPLE.lower()}:
        return Verdict(
            "case_changed",
            "The scanner changes capital or small letters. Switch its case conversion off.",
        )
    return _around(bare) or _layout(bare) or _lost(bare)


def _around(bare: str) -> Verdict | None:
    """Return a prefix or suffix that was added to an otherwise whole text."""
    before, found, after = bare.partition(SAMPLE)
    if not found:
        return None
    what = " and ".join(
        f"{text!r} {where}" for text, where in ((before, "before"), (after, "after")) if text
    )
    return Verdict(
        "text_added",
        f"The scanner adds {what} the code. Clear its prefix and suffix; only the return key "
        "may follow.",
    )


def _layout(bare: str) -> Verdict | None:
    likeness = {name: _like(bare, keys) for name, keys in LAYOUTS.items()}
    best = max(likeness, key=lambda name: likeness[name])
    if likeness[best] < LIKE_ENOUGH or likeness[best] <= _like(bare, {}):
        return None
    return Verdict(
        f"layout_{best.lower().replace(' ', '_')}",
        f"The computer reads the keys by this keyboard layout: {best}. Set the scanner's layout to "
        "the same, or the computer's to American English, and test again.",
    )


def _like(bare: str, keys: dict[str, str]) -> float:
    shown = "".join(keys.get(char, char) for char in SAMPLE)
    return SequenceMatcher(None, bare.translate(DEAD), shown, autojunk=False).ratio()


def _lost(bare: str) -> Verdict:
    missing = "".join(char for char in SAMPLE if char not in bare)
    return Verdict(
        "characters_lost",
        f"These characters did not arrive: {missing}. Set the scanner to send all characters "
        "of its American keyboard layout and more slowly."
        if missing
        else "The characters arrived in another order. Set the scanner to send more slowly.",
    )
