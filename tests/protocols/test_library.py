"""Is every product found, ours and the site's own, and is a faulty file refused by name?"""

import hashlib
import subprocess
import sys

import pytest

from tracker.domain.protocol_file import ProtocolFault
from tracker.domain.refused import Refused
from tracker.protocols import HERE, Library, Published, load, read_text

FRESH = HERE / "example-fresh-v1.toml"


@pytest.fixture
def site_folder(tmp_path):
    """A site's own folder with an eighth product in it: one file, nothing else."""
    text = read_text(FRESH).replace('id = "example-fresh"', 'id = "eighth"')
    (tmp_path / "eighth-v1.toml").write_text(text.replace('"HARBOR"', '"MERIDIAN"'))
    return tmp_path


def test_both_examples_are_there():
    assert [(each.id, each.version) for each in load().all()] == [
        ("example-fresh", 1),
        ("example-frozen", 1),
    ]


def test_one_freezes_at_the_site_and_the_other_travels_fresh():
    frozen, fresh = load().get("example-frozen", 1), load().get("example-fresh", 1)
    assert frozen.material.freezes_at_site
    assert not fresh.material.freezes_at_site
    assert "CRYO_DONE" in frozen.by_code
    assert "CRYO_DONE" not in fresh.by_code


def test_an_eighth_product_is_one_file(site_folder):
    library = load(site_folder)
    assert library.get("eighth", 1).maker == "MERIDIAN"
    assert len(library.all()) == 3


def test_a_new_version_stands_beside_the_old_one(site_folder):
    text = (site_folder / "eighth-v1.toml").read_text()
    (site_folder / "eighth-v2.toml").write_text(text.replace("version = 1", "version = 2"))
    library = load(site_folder)
    assert library.latest("eighth").version == 2
    assert library.get("eighth", 1).version == 1


def test_a_journey_finds_its_file_by_digest_years_later():
    library = load()
    digest = hashlib.sha256(FRESH.read_bytes()).hexdigest()
    assert library.by_digest(digest).id == "example-fresh"
    assert library.text(digest).encode() == FRESH.read_bytes()


@pytest.mark.parametrize(
    "ask",
    [
        lambda library: library.get("example-fresh", 9),
        lambda library: library.get("unheard-of", 1),
        lambda library: library.latest("unheard-of"),
        lambda library: library.by_digest("0" * 64),
        lambda library: library.text("0" * 64),
    ],
)
def test_what_is_not_there_is_refused(ask):
    with pytest.raises(Refused) as refused:
        ask(load())
    assert refused.value.code == "unknown_protocol"


def test_a_faulty_file_stops_the_start_and_is_named(site_folder):
    (site_folder / "draft-v1.toml").write_text('id = "draft"\n')
    with pytest.raises(ProtocolFault) as fault:
        load(site_folder)
    assert all(sentence.startswith("draft-v1.toml: ") for sentence in fault.value.sentences)
    assert len(fault.value.sentences) > 5


def test_one_version_cannot_stand_in_two_different_files(site_folder):
    text = (site_folder / "eighth-v1.toml").read_text()
    (site_folder / "eighth-again.toml").write_text(text + "# another text\n")
    with pytest.raises(ProtocolFault) as fault:
        load(site_folder)
    assert fault.value.sentences == ("eighth version 1 stands in two different files.",)


def test_a_folder_that_is_not_there_stops_the_start(tmp_path):
    with pytest.raises(ProtocolFault, match="no such folder"):
        load(tmp_path / "missing")


def test_a_file_that_is_no_text_is_named(site_folder):
    (site_folder / "picture.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProtocolFault, match=r"picture\.toml: this is not UTF-8"):
        load(site_folder)


def test_the_same_file_in_both_folders_is_one_protocol():
    protocol = load().latest("example-fresh")
    held = Published(protocol, read_text(FRESH))
    assert Library([held, held]).all() == (protocol,)


def test_nothing_is_read_when_the_module_is_imported():
    program = (
        "import pathlib\n"
        "def refuse(self): raise AssertionError(f'read {self}')\n"
        "pathlib.Path.read_bytes = refuse\n"
        "import tracker.protocols\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=HERE.parent.parent)
