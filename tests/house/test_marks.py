"""Is nothing left in the house that belongs to one machine, or that only pretends to test?"""

import re

from tests.house import tree

TEXT = (".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".in", ".sh", ".yaml", ".yml")
SOMEONES_MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root|Users|home/\w+)/")


def test_no_file_names_a_path_of_someones_machine():
    faults = [
        f"{path}:{number}"
        for path in tree.files()
        if path.endswith(TEXT) or "." not in path.rsplit("/", 1)[-1]
        for number, line in enumerate(tree.read(path).splitlines(), start=1)
        if SOMEONES_MACHINE.search(line)
    ]
    assert not faults, "\n".join(faults)


def test_no_test_puts_a_mock_where_the_real_thing_can_run():
    faults = [
        f"{module.path}:{line} imports {name}"
        for module in tree.modules("tests")
        for name, line in tree.imports(module)
        if name.split(".")[0] in {"mock", "pytest_mock"} or name.startswith("unittest")
    ]
    assert not faults, "\n".join(faults)
