"""Does the domain ask nobody, and does SQL stay in the store?"""

import ast
import sys
from collections.abc import Iterator

from tests.house import tree

DATABASE = {"sqlalchemy", "flask_sqlalchemy", "psycopg", "sqlite3", "alembic", "flask_migrate"}
WHERE_SQL_LIVES = ("tracker/store/", "migrations/")
WHERE_MIGRATIONS_ARE_WIRED = "tracker/__init__.py"

ASKS_THE_WORLD = {
    "asyncio", "getpass", "io", "locale", "logging", "multiprocessing", "os", "pathlib",
    "platform", "random", "secrets", "shutil", "signal", "socket", "sqlite3", "subprocess",
    "tempfile", "threading", "time", "urllib", "warnings",
}  # fmt: skip
ASKING_CALLS = {
    "open", "print", "input", "eval", "exec", "datetime.now", "datetime.today",
    "datetime.utcnow", "date.today", "uuid.uuid1", "uuid.uuid4", "uuid1", "uuid4",
}  # fmt: skip


def test_the_domain_imports_the_standard_library_and_itself_only():
    faults = [
        f"{module.path}:{line} imports {name}"
        for module in tree.modules("tracker/domain")
        for name, line in tree.imports(module)
        if not name.startswith("tracker.domain")
        if name.split(".")[0] not in sys.stdlib_module_names - ASKS_THE_WORLD
    ]
    assert not faults, "\n".join(faults)


def test_the_domain_asks_no_clock_no_chance_no_file_and_no_environment():
    faults = [
        f"{module.path}:{line} calls {name}"
        for module in tree.modules("tracker/domain")
        for name, line in _calls(module)
        if name in ASKING_CALLS or name.endswith(tuple(f".{call}" for call in ASKING_CALLS))
    ]
    assert not faults, "\n".join(faults)


def test_sql_is_spoken_in_the_store_and_in_migrations_only():
    faults = [
        f"{module.path}:{line} imports {name}"
        for module in tree.modules("tracker", "labels", "migrations", "scripts")
        if not module.path.startswith(WHERE_SQL_LIVES)
        for name, line in tree.imports(module)
        if name.split(".")[0] in DATABASE
        if not (module.path == WHERE_MIGRATIONS_ARE_WIRED and name.startswith("flask_migrate"))
    ]
    assert not faults, "\n".join(faults)


def test_the_search_sees_calls_through_a_module_or_a_class_too():
    source = "import datetime\nx = datetime.datetime.now()\ny = open('f')\nz = d.get('now')\n"
    module = tree.Module("x.py", source, ast.parse(source))
    assert [name for name, _ in _calls(module)] == ["datetime.datetime.now", "open", "d.get"]


def _calls(module: tree.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield tree.dotted(node.func), node.lineno
