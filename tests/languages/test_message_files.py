"""Is every message there in every language, asked for by something, and is a faulty file refused?"""

import re
from pathlib import Path

import pytest

from tests.house import tree
from tracker import cards
from tracker.domain.news import ABOUT, ABOUT_VALUE, CELLS_GONE
from tracker.domain.preparation import ITEMS
from tracker.domain.scopes import GRANTABLE
from tracker.languages import HERE, drafting, load, message_file
from tracker.languages.message_file import LanguageFault
from tracker.protocols import load as load_protocols

EN = load().get("en")
STATUSES = ("not_asked", "pending", "approved", "denied", "appealed", "expired")
FILES = sorted(HERE.glob("*.po"))
SAID = re.compile(r"""\bsay\(\s*["'](\w+)["']\s*[,)]""")
QUOTED = re.compile(r"""["'](\w+)["']""")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_string_is_missing_in_any_language(file):
    _, messages = message_file.read(file)
    wanted = drafting.sentences(load_protocols().all(), cards.advice(cards.load()), file.stem)
    assert message_file.missing(messages, EN.messages, wanted) == ()
    assert list(message_file.faults(messages, EN.messages)) == []


def test_english_and_spanish_are_there():
    assert {file.stem for file in FILES} >= {"en", "es"}


def test_spanish_says_the_same_figures_as_english():
    """A fever, a day, a number to call: nobody may read another figure for reading another language."""
    spanish = load().get("es").messages.texts
    pairs = [(text, spanish[name]) for name, text in EN.messages.texts.items()]
    pairs += [
        (said["en"], said["es"])
        for protocol in load_protocols().all()
        for sentence in protocol.sentences.values()
        for said in (sentence.title, sentence.now, sentence.next)
    ]
    pairs += [(said["en"], said["es"]) for said in cards.advice(cards.load())]
    assert [pair for pair in pairs if _figures(pair[0]) != _figures(pair[1])] == []


def _figures(text: str) -> list[str]:
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_message_stands_twice(file):
    names = re.findall(r'^msgid "(.+)"$', file.read_text(), re.MULTILINE)
    assert len(names) == len(set(names))


def test_every_message_a_page_asks_for_is_there_and_every_one_there_is_asked_for():
    texts = [tree.read(path) for path in tree.files() if _reads_messages(path)]
    asked = {name for text in texts for name in SAID.findall(text)}
    assert asked - EN.messages.names == set()
    quoted = {name for text in texts for name in QUOTED.findall(text)}
    steps = {f"step_{group}" for group in range(1, 11)}
    by_value = {about for _, found in ABOUT_VALUE.values() for about in found.values()}
    hard_news = {f"news_{about}" for about in {*ABOUT.values(), *by_value, CELLS_GONE}}
    insurer = {f"insurance_{status}" for status in STATUSES}
    ready = {f"ready_{item}" for item in ITEMS}
    scopes = {f"scope_{scope.value}" for scope in GRANTABLE}
    assert EN.messages.names - quoted - steps - hard_news - insurer - ready - scopes == set()
    assert hard_news | insurer | ready | scopes <= EN.messages.names


def _reads_messages(path: str) -> bool:
    return path.startswith("tracker/") and path.endswith((".py", ".html"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "done"\nmsgstr "Fait {when}"\n', "done: what stands in braces"),
        ('msgid "dune"\nmsgstr "Fait"\n', "dune: there is no message of this name"),
        ('msgid "call_by"\nmsgstr "avant {when"\n', "call_by: what stands in braces"),
        ('msgid "days"\nmsgid_plural "days"\nmsgstr[0] "{n}"\nmsgstr[1] "j"\n', "days: only"),
        ('msgid "done"\nmsgstr "Llame 507 555 0199"\n', "done: a telephone number stands"),
        (
            'msgid "done"\nmsgstr "Perdido, rechazado"\n',
            "done: a word of it is for a person",
        ),
        ("nonsense", "this is no message file"),
    ],
)
def test_a_file_that_could_break_a_page_is_refused_by_name(tmp_path, text, said):
    header = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n'
    (tmp_path / "fr.po").write_text(header + text)
    with pytest.raises(LanguageFault, match=f"fr.po: {said}"):
        load(tmp_path)


def test_what_a_file_does_not_say_yet_is_said_in_english(tmp_path):
    text = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\nmsgid "done"\nmsgstr "Fait"\n'
    (tmp_path / "fr.po").write_text(text)
    french = load(tmp_path).get("fr")
    assert (french.say("done"), french.say("now")) == ("Fait", "You are here")
    assert french.count("days", 2) == "2 days"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(LanguageFault, match="no such folder"):
        load(Path(tmp_path / "nowhere"))
