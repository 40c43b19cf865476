"""From one patient's vein and back into it: is the whole way told, scanned, signed and proven?"""

from tests.vein_to_vein.caller import entry_kinds
from tracker.demo.tale import PLANT, SECOND_PLANT


def test_cells_frozen_at_the_hospital_come_back_to_the_same_vein(caller, tmp_path):
    story = caller.open("example-frozen")
    tale = story.tale

    tale.prepare()
    tale.authorize()
    tale.band()
    bag = tale.collect()
    tale.decide()
    halves = tale.freeze()
    assert [story.look().containers[half].parents for half in halves] == [(bag,), (bag,)]

    tale.ship_out()
    tale.receive(PLANT, SECOND_PLANT)
    lot = tale.begin_lot()
    tale.make(lot)
    tale.test(lot)
    assert story.look().visit is None
    tale.release(lot)
    assert story.look().visit.state == "proposed"

    story.tell_on("released")

    end = story.look()
    assert [item.state for item in end.containers.values() if item.use == "dose"] == ["infused"]
    assert entry_kinds(caller, story.coi).count("custody_accepted") == 6

    code, said = story.dossier("quinn", tmp_path / "dossier")
    assert code == 0, said


def test_cells_shipped_fresh_come_back_to_the_same_vein(caller, tmp_path):
    story = caller.open("example-fresh", "JAX")
    tale = story.tale

    tale.prepare()
    tale.authorize()
    tale.band()
    tale.collect(cd3_e6=900)
    tale.decide()
    tale.ship_out()
    tale.receive(PLANT, SECOND_PLANT)
    lot = tale.begin_lot()
    tale.make(lot)
    tale.test(lot)
    tale.release(lot)
    story.tell_on("released")

    assert "frozen" not in entry_kinds(caller, story.coi)

    code, said = story.dossier("quinn", tmp_path / "dossier")
    assert code == 0, said


def test_a_dossier_with_one_changed_letter_does_not_verify(calling, tmp_path):
    story = calling.open("example-frozen")
    story.tale.prepare()
    assert story.dossier("quinn", tmp_path / "dossier")[0] == 0
    kept = next(
        path for path in (tmp_path / "dossier").rglob("*") if b"EVALUATED" in _bytes(path)
    )
    kept.write_bytes(_bytes(kept).replace(b"EVALUATED", b"EVALUATEX", 1))
    assert story.dossier_again(tmp_path / "dossier")[0] == 1


def _bytes(path) -> bytes:
    return path.read_bytes() if path.is_file() and path.suffix != ".py" else b""
