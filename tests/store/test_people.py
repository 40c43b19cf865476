"""Are people kept as they must be: unreadable in the file, found exactly, never taken for another?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

from tests.conftest import FIRST_MOMENT, MakeApp
from tests.store.entries import COI, OTHER
from tracker.domain.events import Actor, Grant, SiteRules
from tracker.domain.kinds import Role
from tracker.store import access, attempts, encryption, links, patients, sites, staff, tokens
from tracker.store.db import Clash, db
from tracker.store.encryption import Unreadable
from tracker.store.patients import Patient
from tracker.store.sites import Contact

PIA = Patient(
    id="p-1",
    name="Pía Ñandú de la Cruz",
    birth_date=date(1961, 4, 9),
    record_number="MRN-0042",
    phone="+1 507 555 0100",
    email="pia@example.org",
    language="es",
)
NOW = FIRST_MOMENT
NURSE = Grant(Role.APHERESIS_NURSE, "ROC")

both = pytest.mark.usefixtures("stored")


@both
class TestPatients:
    def test_are_read_back_as_they_were(self):
        patients.add(PIA)
        patients.link(COI, PIA.id)
        assert patients.of(COI) == patients.by_id(PIA.id) == PIA
        assert patients.of(OTHER) is None
        assert patients.journeys_of(PIA.id) == (COI,)

    def test_no_column_holds_what_a_person_could_read(self):
        patients.add(PIA)
        db.session.commit()
        row = db.session.execute(text("SELECT * FROM patients")).mappings().one()
        assert set(row) >= set(patients.ENCRYPTED)
        stored = " ".join(str(value) for value in row.values()).casefold()
        for plain in (
            PIA.name,
            "Ñandú",
            "1961-04-09",
            "1961",
            "MRN-0042",
            PIA.phone,
            PIA.email,
        ):
            assert plain.casefold() not in stored

    def test_equal_values_are_stored_differently_each_time(self):
        patients.add(PIA)
        patients.add(replace(PIA, id="p-2"))
        assert len(set(db.session.scalars(text("SELECT name FROM patients")))) == 2

    @pytest.mark.parametrize(
        "given",
        [
            {"name": "  pía  ñandú de la CRUZ "},
            {"birth_date": date(1961, 4, 9)},
            {"record_number": "mrn-0042"},
            {"name": PIA.name, "birth_date": PIA.birth_date, "record_number": "MRN-0042"},
        ],
    )
    def test_are_found_by_an_exact_match_but_for_case_and_spaces(self, given):
        patients.add(PIA)
        assert patients.find(**given) == (PIA,)

    @pytest.mark.parametrize(
        "given",
        [{}, {"name": "Pía"}, {"name": PIA.name, "birth_date": date(1961, 4, 10)}],
    )
    def test_are_not_found_by_less_or_by_something_else(self, given):
        patients.add(PIA)
        assert patients.find(**given) == ()

    def test_contact_can_be_erased_and_the_journey_stays_theirs(self):
        patients.add(PIA)
        patients.link(COI, PIA.id)
        patients.erase_contact(PIA.id)
        assert patients.of(COI) == replace(PIA, phone="", email="")

    def test_a_value_moved_to_another_row_or_column_is_not_believed(self):
        patients.add(PIA)
        patients.add(replace(PIA, id="p-2", name="Somebody Else"))
        db.session.execute(
            text("UPDATE patients SET name = (SELECT name FROM patients WHERE id = 'p-2')")
        )
        with pytest.raises(Unreadable, match="moved"):
            patients.by_id("p-1")

    def test_a_journey_linked_to_another_patients_row_is_not_believed(self):
        """Somebody with write access to the tables has no key to seal the link with."""
        patients.add(PIA)
        patients.add(replace(PIA, id="p-2", name="Somebody Else"))
        patients.link(COI, PIA.id)
        patients.link(OTHER, "p-2")
        assert patients.journeys_of("p-2") == (OTHER,)
        db.session.execute(
            text("UPDATE patient_journeys SET patient_id = 'p-2' WHERE coi = :coi"),
            {"coi": COI},
        )
        for _ in range(2):
            with pytest.raises(Unreadable, match="without our keys"):
                patients.of(COI)
            assert patients.journeys_of("p-2") == (OTHER,)
            patients.rewrite_all()  # new keys believe no more than the old ones did

    def test_a_birth_date_is_compared(self):
        patients.add(PIA)
        patients.link(COI, PIA.id)
        assert patients.born_on(COI, date(1961, 4, 9))
        assert not patients.born_on(COI, date(1961, 4, 10))
        assert not patients.born_on(OTHER, date(1961, 4, 9))


def test_keys_can_be_changed_while_the_service_runs(make_app: MakeApp, database: str):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with make_app(database, TRACKER_DATA_KEY=old).app_context():
        patients.add(PIA)
        db.session.commit()
    with make_app(database, TRACKER_DATA_KEY=f"{new},{old}").app_context():
        assert patients.find(record_number=PIA.record_number) == (PIA,)
        assert patients.rewrite_all() == 1
        db.session.commit()
    with make_app(database, TRACKER_DATA_KEY=new).app_context():
        assert patients.find(record_number=PIA.record_number) == (PIA,)
    with make_app(database, TRACKER_DATA_KEY=old).app_context():
        assert patients.find(record_number=PIA.record_number) == ()
        with pytest.raises(Unreadable, match="our keys"):
            patients.by_id(PIA.id)


@pytest.mark.parametrize("text", ["", " , ", "secret", "x" * 44])
def test_what_is_no_key_is_not_taken_for_one(text):
    with pytest.raises(ValueError, match=r"key|padding|32 url-safe|base64"):
        encryption.parse(text)


@both
class TestStaff:
    def test_sign_in_with_their_own_password_whatever_the_case_of_their_name(self):
        nora = staff.add("Nora", "Nora Lind", password="correct horse battery", now=NOW)
        assert staff.authenticate(" NORA ", "correct horse battery") == nora
        assert staff.authenticate("nora", "correct horse batterY") is None
        assert staff.authenticate("nobody", "correct horse battery") is None

    def test_passwords_are_kept_as_argon2id_only(self):
        staff.add("nora", "Nora Lind", password="correct horse battery", now=NOW)
        kept = db.session.scalars(text("SELECT password_hash FROM staff")).one()
        assert kept.startswith("$argon2id$")
        assert "horse" not in kept

    def test_a_user_name_is_never_given_twice_even_after_its_owner_left(self):
        nora = staff.add("nora", "Nora Lind", password="a long password", now=NOW)
        staff.end(nora.id, NOW)
        db.session.commit()
        with pytest.raises(Clash):
            staff.add("NORA", "Another", password="a long password", now=NOW)

    def test_who_has_left_may_do_nothing_and_is_still_known(self):
        nora = staff.add("nora", "Nora Lind", password="a long password", now=NOW)
        staff.grant(nora.id, [NURSE])
        token = tokens.issue(nora.id, "laptop", NOW)
        staff.end(nora.id, NOW)

        assert staff.authenticate("nora", "a long password") is None
        assert staff.actor(nora.id) is None
        assert tokens.holder(token) is None
        assert staff.holders(Role.APHERESIS_NURSE, "ROC") == ()
        assert staff.by_id(nora.id) == replace(nora, ended_at=NOW)
        assert staff.everyone() == (replace(nora, ended_at=NOW),)

    def test_act_as_what_they_were_granted(self):
        nora = staff.add("nora", "Nora Lind", password="a long password", now=NOW)
        staff.grant(nora.id, [NURSE, Grant(Role.QA, "*"), NURSE])
        assert staff.actor(nora.id) == Actor(nora.id, nora.name, (NURSE, Grant(Role.QA, "*")))
        staff.withdraw(nora.id, NURSE)
        assert staff.grants(nora.id) == (Grant(Role.QA, "*"),)
        assert staff.holders(Role.QA, "PHX") == (nora,)

    def test_a_new_password_replaces_the_old_one(self):
        nora = staff.add("nora", "Nora Lind", password="the first password", now=NOW)
        staff.set_password(nora.id, "the second password")
        assert staff.authenticate("nora", "the first password") is None
        assert staff.authenticate("nora", "the second password") == nora


@both
class TestTokens:
    def test_act_for_their_holder_until_ended_and_are_kept_as_hashes(self):
        nora = staff.add("nora", "Nora Lind", password="a long password", now=NOW)
        raw = tokens.issue(nora.id, "courier feed", NOW)
        assert tokens.holder(raw) == nora.id
        assert tokens.holder(raw + "x") is None
        assert raw not in str(db.session.execute(text("SELECT * FROM tokens")).all())

        (kept,) = tokens.of(nora.id)
        tokens.end(kept.token_hash, NOW)
        assert tokens.holder(raw) is None
        assert tokens.of(nora.id) == (replace(kept, ended_at=NOW),)


def given_out() -> tuple[str, links.Link]:
    """Give a link out, and return its token and what is kept of it."""
    token, _ = links.issue(COI, now=NOW, expires_at=NOW + timedelta(days=30))
    link = links.find(token, NOW)
    assert link is not None
    return token, link


@both
class TestLinks:
    def test_open_with_their_code_until_they_expire(self):
        token, code = links.issue(COI, now=NOW, expires_at=NOW + timedelta(days=30))
        link = links.find(token, NOW)
        assert link is not None
        assert link.coi == COI
        assert links.code_right(link, f" {code[:4]}-{code[4:]}")
        assert not links.code_right(link, "00000000" if code != "00000000" else "1")
        assert links.find(token, NOW + timedelta(days=30)) is None
        assert links.find("another", NOW) is None
        kept = str(db.session.execute(text("SELECT * FROM status_links")).all())
        assert token not in kept
        assert code not in kept

    def test_lock_after_too_many_tries_and_open_again_later(self):
        token, link = given_out()
        assert [links.count_attempt(link, NOW) for _ in range(links.TRIES + 1)] == [
            *[True] * links.TRIES,
            False,
        ]
        locked = links.find(token, NOW)
        assert locked == replace(link, attempts=links.TRIES, locked_until=NOW + links.LOCK)
        assert links.count_attempt(link, NOW + links.LOCK)

    def test_forgive_tries_after_one_that_was_right(self):
        token, link = given_out()
        links.count_attempt(link, NOW)
        links.forgive(link)
        assert links.find(token, NOW) == link

    def test_can_be_withdrawn(self):
        token, _ = given_out()
        links.withdraw_all(COI)
        assert links.find(token, NOW) is None


@both
class TestSites:
    RULES = SiteRules(
        code="ROC",
        name="Rochester",
        fin="A9999",
        zone="America/Chicago",
        infusion_weekdays=frozenset({0, 2}),
        max_fresh_hold_hours=24,
        closed_days=frozenset({date(2026, 12, 25), date(2027, 1, 1)}),
    )

    def test_are_read_back_as_they_were(self):
        contact = Contact("+1 507 555 0123", True, "Mon-Fri 8-17", "1 First Street")
        sites.save(self.RULES, contact)
        assert sites.rules("ROC") == self.RULES
        assert sites.contact("ROC") == contact
        assert sites.everywhere() == (self.RULES,)
        assert (sites.rules("PHX"), sites.contact("PHX")) == (None, None)

    def test_can_be_changed(self):
        sites.save(self.RULES, Contact())
        changed = replace(self.RULES, infusions_per_day=5)
        sites.save(changed, Contact(phone="1"))
        assert (sites.rules("ROC"), sites.contact("ROC")) == (changed, Contact(phone="1"))

    def test_know_the_makers_by_code(self):
        sites.save_maker("EXB", "Example B")
        sites.save_maker("EXA", "Example")
        sites.save_maker("EXA", "Example A")
        assert sites.makers() == {"EXA": "Example A", "EXB": "Example B"}


@both
class TestSigningIn:
    def test_failures_are_counted_since_the_last_success(self):
        def attempt(minute: int, *, succeeded: bool) -> None:
            at = NOW + timedelta(minutes=minute)
            attempts.keep(attempts.Try("Nora", "127.0.0.1"), at, succeeded=succeeded)

        attempt(0, succeeded=False)
        attempt(1, succeeded=True)
        attempt(2, succeeded=False)
        attempt(3, succeeded=False)
        last = NOW + timedelta(minutes=3)
        assert attempts.failures(attempts.Try("nora ", ""), NOW) == (2, last)
        assert attempts.failures(attempts.Try("nora", ""), last) == (1, last)
        assert attempts.failures(attempts.Try("max", ""), NOW) == (0, None)

    def test_what_was_typed_as_user_name_cannot_be_read(self):
        attempts.keep(attempts.Try("hunter2-in-the-wrong-field", "::1"), NOW, succeeded=False)
        kept = str(db.session.execute(text("SELECT * FROM sign_in_attempts")).all())
        assert "hunter2" not in kept

    def test_who_looked_is_kept_the_latest_first(self, stored: Flask):
        del stored
        first = access.Look(NOW, "s-nora", "journey", COI, "r1")
        second = access.Look(NOW + timedelta(hours=1), "patient", "status", COI, "r2")
        access.looked(first)
        access.looked(second)
        assert access.looks(COI) == (second, first)
        assert access.looks(OTHER) == ()
