"""Is every function on one screen, every file about one noun, and every noun a real one?"""

from pathlib import PurePosixPath

from tests.house import tree

FUNCTION_LINES = 50
FILE_LINES = 400
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "constants", "common", "misc"}


def test_no_function_is_longer_than_a_screen():
    faults = [
        f"{module.path}:{node.lineno} {node.name} has {length} lines"
        for module in tree.modules()
        if not module.path.startswith("migrations/")
        for node in tree.functions(module)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not faults, "\n".join(faults)


def test_no_file_is_longer_than_one_noun_needs():
    faults = [
        f"{module.path} has {length} lines"
        for module in tree.modules()
        if not module.path.startswith("migrations/")
        if (length := len(module.text.splitlines())) > FILE_LINES
    ]
    assert not faults, "\n".join(faults)


def test_every_file_is_named_after_what_is_in_it():
    faults = [
        module.path
        for module in tree.modules()
        if NAMES_OF_NOTHING & {part.strip("_") for part in _names(module.path)}
    ]
    assert not faults, "\n".join(faults)


def _names(path: str) -> list[str]:
    pure = PurePosixPath(path)
    return [*pure.parent.parts, pure.stem]
