"""Is every fault of a protocol file named, in a sentence its author can act on?"""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.faults import faults
from tracker.domain.kinds import Kind
from tracker.domain.protocol_file import ProtocolFault, parse
from tracker.protocols import HERE, read_text

FROZEN = read_text(HERE / "example-frozen-v1.toml")
FRESH = read_text(HERE / "example-fresh-v1.toml")

ENOUGH = 'when = { decision = ["enough", "exception"] }'
FIRST_MILESTONE = 'code = "EVALUATED"\ntitle = "Evaluation finished"\n'

IN_TIME = "visit.follow_up_until_days: one day for each check-up, not before it and before the next one."

FAULTY = [
    # --- the file as TOML
    ("version = 1", "version = ", "This is not readable TOML: Invalid value (at line 9, column 11)."),
    ("volume_tolerance_ml", "volume_tolerence_ml", "material.volume_tolerence_ml: this key is not known."),
    ("volume_tolerance_ml = 2", "", "material.volume_tolerance_ml is missing: it must be a whole number."),
    ("version = 1", 'version = "1"', "version must be a whole number."),
    ("version = 1", "version = true", "version must be a whole number."),
    ("version = 1", "version = 0", "version must be between 1 and 10000000, not 0."),
    ("freezes_at_site = true", "freezes_at_site = 1", "material.freezes_at_site must be true or false."),
    ('maker = "NORTHLIGHT"', 'maker = ""', "maker must be text that is not empty."),
    ("days = [1, 2, 3, 4]", 'days = ["1"]', "visit.regimens[flu-cy 4 days].days must be a list of whole numbers."),
    ("days = [1, 2, 3, 4]", "days = 4", "visit.regimens[flu-cy 4 days].days must be a list of whole numbers."),
    ('needs = ["CONSENTED"]', "needs = [1]", "milestones[ORDERED].needs must be a list of texts."),
    ("making = [14, 28]", "making = [14]", "ranges_days.making must be two whole numbers: [low, high]."),
    ("[infusion]", "[[infusion]]", "infusion must be a table [infusion]."),
    ("[target]", "[targets]", "target is missing: it must be a table [target]."),
    ("[target]", "[targets]", "targets: this key is not known."),
    # --- the product's names
    ('id = "example-frozen"', 'id = "Example"', "id: Example may hold only small letters, digits and hyphens."),
    ('maker = "NORTHLIGHT"', 'maker = "North"', "maker: North may hold only capital letters and digits."),
    ('Example - not approved for clinical use"', 'Example"', 'notice: it must say "not approved for clinical use".'),
    ('"2025-06-26"', '"June 2025"', "label_date: June 2025 is not a day such as 2025-06-26."),
    ('dose = "DA003100"', "", "product_codes.dose is missing: it must be a product code of 8 characters."),
    (
        '"DA003100"',
        '"DA003000"',
        "product_codes.dose: DA003000 must be 5 characters of description, 1 for autologous use only, and 2 of division (not 99, which needs a further code).",
    ),
    # --- milestones
    ('needs = ["DECISION"]\nroles', 'needs = ["DECIDED"]\nroles', "milestones[CONSENTED] needs DECIDED, which is not a milestone."),
    (FIRST_MILESTONE, FIRST_MILESTONE + 'needs = ["ORDERED"]\n', "milestones[EVALUATED] can never be reached: its needs form a cycle (ORDERED)."),
    (FIRST_MILESTONE, FIRST_MILESTONE + 'needs = ["ORDERED"]\n', "milestones[DECISION] can never be reached: its needs form a cycle (EVALUATED)."),
    ('code = "EVALUATED"', 'code = "evaluated"', "milestones[evaluated]: a code holds only capital letters, digits and underscores."),
    ('code = "SELECTED"', 'code = "ACTIVATED"', "milestones[ACTIVATED]: this code is used 2 times."),
    ('on = "lot_filled"', 'on = "lot_full"', "milestones[FORMULATED].on: lot_full is not a known kind."),
    ('on = "lot_filled"', 'on = "milestone_reached"', "milestones[FORMULATED]: a milestone recorded by hand has `roles` and no `on`."),
    ('on = "lot_filled"', "", "milestones[FORMULATED] can never be reached: it has neither `on` nor `roles`."),
    ('on = "lot_filled"', 'on = "lot_filled"\nroles = ["qa"]', "milestones[FORMULATED]: the entry lot_filled reaches it, so `roles` has no meaning."),
    ('roles = ["physician"]', 'roles = ["surgeon"]', "milestones[DECISION].roles: surgeon is not a known role."),
    (ENOUGH, 'when = { decision = ["plenty"] }', "milestones[COLL_DONE].when.decision: plenty is not one of enough, repeat, exception."),
    (ENOUGH, "when = { decision = [] }", "milestones[COLL_DONE].when.decision accepts no value, so the milestone can never be reached."),
    (ENOUGH, 'when = { mood = ["good"] }', "milestones[COLL_DONE].when.mood: the entry has no such field with fixed choices."),
    ('when = { direction = ["back"] }', 'when = { direction = ["up"] }', "milestones[DP_SHIPPED].when.direction: up is not one of out, back."),
    ('when = { use = ["dose"] }', 'when = { use = ["tea"] }', "milestones[DP_STORED].when.use: tea is not one of collection, cryobag, sample, dose."),
    (FIRST_MILESTONE, FIRST_MILESTONE + 'when = { decision = ["enough"] }\n', "milestones[EVALUATED]: `when` says which entry counts, but there is no `on`."),
    # --- the release
    ('on = "disposition_decided"', 'on = "lot_terminated"', "milestones: none is reached by disposition_decided, so the product could never be released."),
    ('["released", "released_under_exception"]', '["rejected"]', "milestones[QA_RELEASED]: `when.decision` must be among released, released_under_exception."),
    ('needs = ["FORMULATED"]\non = "disposition_decided"', 'on = "disposition_decided"', "milestones[QA_RELEASED]: a release must be preceded by at least one milestone."),
    # --- gates and signatures
    ('needs = ["PLANT_RECEIVED"]\nreason', 'needs = ["PLANT_SEEN"]\nreason', "gates[lot_opened] needs PLANT_SEEN, which is not a milestone."),
    ('needs = ["PLANT_RECEIVED"]\nreason', 'needs = ["FORMULATED"]\nreason', "gates[lot_opened] can never open: MFG_START waits behind it and is reached by lot_opened."),
    ('kind = "lot_opened"', 'kind = "lot_begun"', "gates[lot_begun].kind: lot_begun is not a known kind."),
    ("frozen = 2", "infusion_started = 1", "signatures.infusion_started: 1 is fewer than the 2 every product needs."),
    ("frozen = 2", "freezing = 2", "signatures.freezing: freezing is not a known kind."),
    # --- figures
    ("out_max_c_tenths = -1200", "out_max_c_tenths = -1970", "material.out_c_tenths: the lower limit -1960 is above the upper limit -1970."),
    ("back_max_c_tenths = -1200", "back_max_c_tenths = -1970", "material.back_c_tenths: the lower limit -1960 is above the upper limit -1970."),
    ("making = [14, 28]", "making = [28, 14]", "ranges_days.making: the lower limit 28 is above the upper limit 14."),
    ("thaw_to_end_minutes = 30", "thaw_to_end_minutes = 20", "infusion: the lower limit 30 is above the upper limit 20."),
    ("tnc_e6 = 2000", "tnc_e6 = 500", "target: cd3_e6 to tnc_e6: the lower limit 1000 is above the upper limit 500."),
    ("from_day = -21", "from_day = -2", "visit.readiness[restaging]: the lower limit -2 is above the upper limit -7."),
    ("freeze_within_hours = 24", "", "material.freeze_within_hours is missing: the site freezes and needs the limit."),
    ("[28, 90, 180, 365]", "[28, 180, 90, 365]", "visit.follow_up_days must rise from day 1 on."),
    ("[28, 90, 180, 365]", "[]", "visit.follow_up_days: at least one check-up is needed."),
    ("[28, 90, 180, 365]", "[28, 90]\nfollow_up_until_days = [30]", IN_TIME),
    ("[28, 90, 180, 365]", "[28, 90]\nfollow_up_until_days = [27, 100]", IN_TIME),
    ("[28, 90, 180, 365]", "[28, 90]\nfollow_up_until_days = [90, 100]", IN_TIME),
    ("[28, 90, 180, 365]", "[28, 90]\nfollow_up_until_days = [30, 100]", "visit.follow_up_until_days has no source: say where the figure comes from."),
    ('  "dose",\n', '  "dose",\n  "dose",\n', "release_tests: dose stands there 2 times."),
    # --- regimens
    ("days = [1, 2, 3, 4]", "days = [1, 3, 2]", "visit.regimens[flu-cy 4 days].days must rise, each day once."),
    ("days = [1, 2, 3, 4]", "days = [2, 3]", "visit.regimens[flu-cy 4 days].days count from the first day of chemotherapy, which is 1."),
    ("days = [1, 2, 3, 4]", "days = []", "visit.regimens[flu-cy 4 days].days: a regimen has at least one day."),
    ("gap_max_days = 14", "", "visit.regimens[flu-cy 4 days]: gap_min_days and gap_max_days go together."),
    ("gap_max_days = 14", "gap_max_days = 1", "visit.regimens[flu-cy 4 days]: gap_min_days 2 is above 1."),
    ("gap_min_days = 2\ngap_max_days = 14", "", "visit.regimens[flu-cy 4 days].days must lie before day zero (-5, -4 ...), or give gap_min_days too."),
    ('name = "flu-cy 3 days"', 'name = "flu-cy 4 days"', "visit.regimens: flu-cy 4 days stands there 2 times."),
    # --- sources
    ('field = "visit.stay_near_days"', 'field = "visit.no_driving_days"', "visit.stay_near_days has no source: say where the figure comes from."),
    ('field = "visit.stay_near_days"', 'field = "visit.stay"', "sources[visit.stay]: no figure of this protocol has that name."),
    ('confidence = "L"', 'confidence = "sure"', "sources[ranges_days.making].confidence must be one of H, M, L."),
    # --- what the patient reads
    ('es = "Listo"', "", "sentences.7.title.es is missing: it must be text."),
    ('[sentences.7.now]\nen = "Good news.', '[sentences.7.now]\nfr = "Bonne nouvelle."\nen = "Good news.', "sentences.7.now.fr: this key is not known."),
    ("[sentences.10.", "[sentences.11.", "sentences.11: a step has a number from 1 to 10."),
    ("[sentences.10.", "[sentences.11.", "sentences.10 is missing: patients are shown step 10."),
    ("group = 4", "group = 5", "sentences.4: no milestone of this protocol belongs to step 4."),
    ("takes {travel_out}.", "takes 2 days.", "sentences.3.now.en: write a duration as {name} and its figures into ranges_days."),
    ("tarda {travel_out}.", "tarda 2 días.", "sentences.3.now.es: write a duration as {name} and its figures into ranges_days."),
    ("takes {making}.", "takes {brewing}.", "sentences.5.now.en: {brewing} is not in ranges_days."),
    ("Good news. Your", "Call 507-555-0100. Your", "sentences.7.now.en: a telephone number stands under Sites, once it is checked."),
    ("Good news. Your", "No test failed. Your", "sentences.7.now.en: 'fail' is for a person to say."),
    ("Good news. Your", "The manufacturing authorization necessitates interdisciplinary deliberation and your", "sentences.7.now.en: write shorter sentences with shorter words, for a sixth-grader."),
    ("takes {making}.", "takes {making.", "sentences.5.now.en: a brace is not closed."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"), FAULTY, ids=[case[2] for case in FAULTY]
)
def test_the_fault_is_named(right, wrong, sentence):
    assert right in FROZEN
    assert sentence in faults(FROZEN.replace(right, wrong))


@pytest.mark.parametrize("text", [FROZEN, FRESH], ids=["frozen", "fresh"])
def test_our_examples_have_none(text):
    assert faults(text) == ()


def test_a_product_that_travels_fresh_can_neither_be_frozen_nor_have_a_limit_for_it():
    fresh = FROZEN.replace("freezes_at_site = true", "freezes_at_site = false")
    assert set(faults(fresh)) == {
        "material.freeze_within_hours has no meaning: the site does not freeze.",
        "milestones[CRYO_DONE] can never be reached: this product is not frozen at the site.",
    }


def test_all_faults_are_named_at_once_and_each_only_once():
    text = FRESH.replace('maker = "HARBOR"', "").replace("version = 1", "version = 0")
    assert faults(text) == (
        "version must be between 1 and 10000000, not 0.",
        "maker is missing: it must be text.",
    )


def test_an_empty_file_misses_everything_a_product_needs():
    found = faults("")
    for name in ("id", "milestones", "material", "visit", "sentences", "notice"):
        assert any(sentence.startswith(f"{name} is missing") for sentence in found)


def test_a_file_with_a_fault_is_never_a_protocol():
    with pytest.raises(ProtocolFault) as fault:
        parse(FRESH.replace("version = 1", "version = 0"))
    assert fault.value.sentences == ("version must be between 1 and 10000000, not 0.",)
    with pytest.raises(ProtocolFault):
        parse("[")


def test_a_protocol_is_pinned_to_the_digest_of_its_exact_text():
    protocol = parse(FROZEN)
    assert protocol.digest == hashlib.sha256(FROZEN.encode()).hexdigest()
    assert parse(FROZEN + "\n").digest != protocol.digest


def test_the_protocol_holds_what_the_file_says():
    protocol = parse(FROZEN)
    assert (protocol.id, protocol.version, protocol.maker) == (
        "example-frozen",
        1,
        "NORTHLIGHT",
    )
    assert protocol.material.freeze_within_hours == 24
    assert protocol.signatures == {Kind.FROZEN: 2}
    done = protocol.by_code["COLL_DONE"]
    assert done.on is Kind.SUFFICIENCY_DECIDED
    assert done.when == {"decision": ("enough", "exception")}
    assert protocol.ranges_days["making"] == (14, 28)
    assert protocol.visit.regimens[0].days == (1, 2, 3, 4)
    assert protocol.sentences[7].title == {"en": "Ready", "es": "Listo"}


@given(
    st.integers(0, len(FROZEN.splitlines()) - 1),
    st.sampled_from(["1", "-1", "true", '""', '"x"', "[]", "[1]", '["x"]', "{}", "1979-05-27"]),
)
def test_whatever_a_line_says_it_is_answered_in_sentences(number, value):
    lines = FROZEN.splitlines()
    key, equals, _ = lines[number].partition(" = ")
    lines[number] = f"{key} = {value}" if equals else ""
    assert all(sentence.endswith(".") for sentence in faults("\n".join(lines)))
