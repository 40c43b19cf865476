"""Does every word mean one thing? The list is docs/glossary.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house import tree

MARKUP = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>", re.DOTALL)


def test_the_glossary_forbids_some_words():
    assert {"batch", "booking", "turnaround"} <= _forbidden()


def test_no_name_in_the_code_is_a_forbidden_word():
    forbidden = _forbidden()
    faults = [
        f"{module.path}:{line} {name}"
        for module in tree.modules("tracker", "labels", "scripts")
        for name, line in [(PurePosixPath(module.path).stem, 1), *_names(module.tree)]
        if forbidden & _singular(name.lower().split("_"))
    ]
    assert not faults, "\n".join(faults)


def test_no_page_says_a_forbidden_word():
    forbidden = _forbidden()
    faults = [
        f"{path}: {', '.join(sorted(said))}"
        for path in tree.files()
        if path.endswith(".html")
        if (said := forbidden & _words(MARKUP.sub(" ", tree.read(path))))
    ]
    assert not faults, "\n".join(faults)


def test_no_refusal_says_a_forbidden_word():
    assert _forbidden() & _words(MARKUP.sub(" ", tree.read("docs/refusals.md"))) == set()


def _forbidden() -> set[str]:
    """Return the words the glossary's last column puts in code marks."""
    rows = [
        line for line in tree.read("docs/glossary.md").splitlines() if line.startswith("| ")
    ]
    return {word for row in rows for word in re.findall(r"`(\w+)`", row.rsplit("|", 2)[1])}


def _words(text: str) -> set[str]:
    return _singular(re.findall(r"[a-z]+", text.lower()))


def _singular(words: list[str]) -> set[str]:
    """Return the words, each also without a plural's ending."""
    return {
        form
        for word in words
        for form in (word, word.removesuffix("s"), word.removesuffix("es"))
    }


def _names(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Return every name the module gives; those it only uses may come from libraries."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
