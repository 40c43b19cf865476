"""Which files is the house made of? Read and parsed once for all the rules."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"instance", "__pycache__", "htmlcov"}
HIDDEN_BUT_OURS = {".ci"}


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: str
    text: str
    tree: ast.Module


@cache
def files() -> tuple[str, ...]:
    """Return the path of every file we wrote, from the top of the checkout."""
    found = []
    for folder, below, here in os.walk(ROOT):
        below[:] = [name for name in below if _ours(name)]
        found += [(Path(folder) / name).relative_to(ROOT).as_posix() for name in here]
    return tuple(sorted(found))


@cache
def modules(*tops: str) -> tuple[Module, ...]:
    """Return every Python file below `tops` (all of them when none is named)."""
    chosen = [path for path in files() if path.endswith(".py") and _below(path, tops)]
    return tuple(_parsed(path) for path in chosen)


def read(path: str) -> str:
    """Return the text of one file."""
    return (ROOT / path).read_text(encoding="utf-8")


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of a module, methods and inner ones included."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Return the full name and line of everything a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for a chain of names, and the tail of it after anything else."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


@cache
def _parsed(path: str) -> Module:
    text = read(path)
    return Module(path, text, ast.parse(text, filename=path))


def _ours(folder: str) -> bool:
    return folder in HIDDEN_BUT_OURS or (folder not in NOT_OURS and not folder.startswith("."))


def _below(path: str, tops: tuple[str, ...]) -> bool:
    return not tops or any(path == top or path.startswith(f"{top}/") for top in tops)
