"""Does every module open with a sentence, and every public rule say what a caller must know?"""

import ast
import re

from tests.house import tree

SENTENCE = re.compile(r"[A-Z`].*[.?!](?: \(.*\))?")


def test_every_module_opens_with_a_sentence_that_says_what_it_answers():
    faults = []
    for module in tree.modules():
        opening = ast.get_docstring(module.tree) or ""
        first = opening.split("\n\n")[0].replace("\n", " ").strip()
        if not SENTENCE.fullmatch(first):
            faults.append(f"{module.path}: {first[:60]!r}")
    assert not faults, "\n".join(faults)


def test_every_public_function_of_the_domain_and_the_labels_has_its_line():
    faults = [
        f"{module.path}:{node.lineno} {node.name}"
        for module in tree.modules("tracker/domain", "labels")
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not faults, "\n".join(faults)
