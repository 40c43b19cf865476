"""Is every page whole: one frame, one title, one heading, nothing inline, nothing from afar?"""

import re

from tests.house import tree

EXTENDS = re.compile(r"""{%-?\s*extends\s+["']([\w/.-]+)["']""")
TITLE = re.compile(r"{%-?\s*block\s+title\s*-?%}")
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)

INLINE = {
    "a script written into the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style written into the page": re.compile(r"<style|<[^>]+\sstyle\s*=", re.IGNORECASE),
    "a handler written into the page": re.compile(r"<[^>]+\son\w+\s*=", re.IGNORECASE),
    "a script as a link": re.compile(r"javascript:", re.IGNORECASE),
    "something fetched from afar": re.compile(
        r"""<(?:script|img|iframe|source|link)[^>]+(?:src|href)\s*=\s*["']?(?:https?:)?//""",
        re.IGNORECASE,
    ),
}


def test_nothing_is_inline_and_nothing_comes_from_afar():
    faults = [
        f"{path}: {what}"
        for path in _templates()
        for what, pattern in INLINE.items()
        if pattern.search(_text(path))
    ]
    assert not faults, "\n".join(faults)


def test_every_page_has_a_frame():
    faults = [path for path in _pages() if not EXTENDS.search(_text(path))]
    assert not faults, "\n".join(faults)


def test_every_frame_names_its_language():
    frames = [path for path in _templates() if "<html" in _text(path)]
    assert [path for path in frames if not re.search(r"<html[^>]*\slang=", _text(path))] == []


def test_every_page_has_its_own_title():
    faults = [path for path in _pages() if not any(TITLE.search(t) for t in _own(path))]
    assert not faults, "\n".join(faults)


def test_every_page_has_exactly_one_first_heading():
    faults = [
        f"{path} has {count}"
        for path in _pages()
        if (count := sum(text.count("<h1") for text in _own(path))) != 1
    ]
    assert not faults, "\n".join(faults)


def _templates() -> list[str]:
    return [path for path in tree.files() if "/templates/" in path and path.endswith(".html")]


def _pages() -> list[str]:
    """Return the templates a person is shown whole: not parts, not frames, not mail."""
    parents = {parent for path in _templates() for parent in EXTENDS.findall(_text(path))}
    return [
        path
        for path in _templates()
        if not path.rsplit("/", 1)[-1].startswith("_")
        if not path.endswith(tuple(f"/templates/{parent}" for parent in parents))
    ]


def _text(path: str) -> str:
    return COMMENT.sub("", tree.read(path))


def _own(path: str) -> list[str]:
    """Return a page's text and those of the frames between it and the outermost one."""
    texts = [_text(path)]
    parent = EXTENDS.search(texts[0])
    while parent:
        found = [p for p in _templates() if p.endswith(f"/templates/{parent[1]}")]
        if not found or "<html" in _text(found[0]):
            break
        texts.append(_text(found[0]))
        parent = EXTENDS.search(texts[-1])
    return texts


def test_every_name_of_a_patient_keeps_its_own_direction():
    """In a field `dir="auto"` does it; elsewhere the name is isolated from the figures beside it."""
    shown = re.compile(r"(\S*)\{\{([^}]*(?:patient\.name\b|\bnames\.get\()[^}]*)\}\}")
    bare = [
        f"{path}: {text.strip()}"
        for path in _templates()
        for before, text in shown.findall(_text(path))
        if not (re.search(r"\|\s*(?:person|isolated)", text) or before.startswith("value="))
    ]
    assert bare == []
