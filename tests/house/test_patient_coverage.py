"""Is there a test of every name that the page about public patient pages gives?"""

import ast
import re

from tests.house import tree

PAGE = "docs/patient-coverage.md"
ROW = re.compile(r"^\| S(\d+) \| (\w+) \| (.+?) \| ?(.*?) ?\|$", re.MULTILINE)


def test_every_test_it_names_is_there():
    tests = {
        node.name
        for module in tree.modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
    }
    named = set(re.findall(r"`(test_\w+)`", tree.read(PAGE)))
    assert named - tests == set()


def test_every_row_names_a_test_or_says_that_it_is_open():
    rows = ROW.findall(tree.read(PAGE))
    assert len(rows) > 60
    silent = [number for number, _, what, test in rows if not test and "*open*" not in what]
    assert silent == []
    numbers = [int(number) for number, *_ in rows]
    assert numbers == sorted(set(numbers))
