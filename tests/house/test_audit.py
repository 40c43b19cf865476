"""Is a weakness of a package told, and a package nobody could ask about never called sound?"""

from scripts.audit import judged

SOUND = {"name": "flask", "version": "3.1.3", "vulns": []}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-2000-0001"}]}
UNASKED = {"name": "alembic", "skip_reason": "Dependency not found"}


def test_a_weakness_fails_the_audit():
    said, sound = judged([SOUND, WEAK])
    assert not sound
    assert "pillow 1.0: CVE-2000-0001" in said


def test_an_audit_that_could_ask_about_nothing_found_nothing_sound():
    said, sound = judged([UNASKED])
    assert not sound
    assert "0 packages checked" in said


def test_what_could_not_be_asked_is_named_and_not_counted():
    said, sound = judged([SOUND, UNASKED])
    assert sound
    assert "1 packages checked" in said
    assert "NOT CHECKED, the index does not answer for them: alembic." in said
