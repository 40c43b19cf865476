"""Is every refusal real: listed for callers, raised by a rule, worded in full, and tested?"""

import ast
from collections.abc import Iterator
from string import Formatter

from scripts import refusals
from tests.house import tree
from tracker.domain.refused import CODES


def test_the_page_of_refusals_is_fresh():
    assert tree.read("docs/refusals.md") == refusals.page(), "run `make docs`"


def test_every_code_is_on_the_page():
    page = refusals.page()
    faults = [code for code in CODES if f"`{code}`" not in page]
    assert not faults, "\n".join(faults)


def test_every_code_a_rule_raises_has_its_sentence():
    faults = [f"{where} {code}" for where, code, _ in _raised() if code not in CODES]
    assert not faults, "\n".join(faults)


def test_every_code_is_raised_somewhere():
    raised = {code for _, code, _ in _raised()}
    faults = sorted(set(CODES) - raised)
    assert not faults, "\n".join(faults)


def test_every_refusal_brings_the_words_its_sentence_needs():
    faults = [
        f"{where} {code} lacks {sorted(missing)}"
        for where, code, call in _raised()
        if code in CODES and (missing := _wanted(code) - _given(call))
    ]
    assert not faults, "\n".join(faults)


def test_every_code_is_met_in_a_test():
    tests = "".join(
        module.text for module in tree.modules("tests") if "/house/" not in module.path
    )
    faults = [code for code in CODES if f'"{code}"' not in tests]
    assert not faults, "\n".join(faults)


def _raised() -> Iterator[tuple[str, str, ast.Call]]:
    """Return where each `Refused("code", ...)` stands; a code may be chosen between two."""
    for module in tree.modules("tracker", "labels"):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if tree.dotted(node.func).split(".")[-1] in {"Refused", "refuse"}:
                where = f"{module.path}:{node.lineno}"
                yield from ((where, code, node) for code in _codes(node.args[0]))


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _codes(node.body)
        yield from _codes(node.orelse)


def _wanted(code: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(CODES[code]) if name}


def _given(call: ast.Call) -> set[str]:
    """Return the words a call brings; `**words` may bring any."""
    names = {keyword.arg for keyword in call.keywords}
    if None in names:
        return {name for code in CODES for name in _wanted(code)}
    if "field" in names:
        names |= {"label"}  # a field without a label of its own is called by its name
    return {name for name in names if name and name != "keep"}
