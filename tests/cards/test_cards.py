"""Is advice shown only for its product and site, with its source, and never past its day?"""

from datetime import date

import pytest

from tracker import cards

OURS = cards.load()
GIVEN = """
[[cards]]
id = "{id}"
product = "{product}"
site = "{site}"
steps = [5]
source = "{source}"
effective = 2026-01-01
expires = {expires}
title = {{ en = "Here" }}
text = {{ en = "Only here." }}
"""
PLAIN = {"id": "own", "product": "", "site": "", "source": "us", "expires": "2026-06-30"}


def own(folder, **changes):
    (folder / "own.toml").write_text(GIVEN.format(**{**PLAIN, **changes}))
    return cards.load(folder)


def ids(found) -> set[str]:
    return {card.id for card in found}


def test_each_of_ours_has_both_languages_a_source_and_an_end():
    for card in OURS:
        assert set(card.title) == set(card.text) == {"en", "es"}
        assert card.source
        assert card.expires > card.effective


def test_a_card_is_shown_on_its_last_day_and_not_on_the_next(tmp_path):
    found = own(tmp_path)
    assert "own" in ids(cards.shown(found, "any", "RST", 5, date(2026, 6, 30)))
    assert "own" not in ids(cards.shown(found, "any", "RST", 5, date(2026, 7, 1)))
    assert "own" not in ids(cards.shown(found, "any", "RST", 5, date(2025, 12, 31)))


def test_the_version_that_began_last_counts_and_the_one_before_never_comes_back(tmp_path):
    newer = GIVEN.replace("Only here.", "Only there.").replace("2026-01-01", "2026-04-01")
    old, new = ({**PLAIN, "expires": day} for day in ("2026-12-31", "2026-05-31"))
    (tmp_path / "own.toml").write_text(GIVEN.format(**old) + newer.format(**new))
    found = cards.load(tmp_path)

    def said(day: date) -> list[str]:
        shown = cards.shown(found, "any", "RST", 5, day)
        return [card.text["en"] for card in shown if card.id == "own"]

    assert said(date(2026, 3, 31)) == ["Only here."]
    assert said(date(2026, 4, 1)) == ["Only there."]
    assert said(date(2026, 6, 1)) == []


def test_a_card_of_another_product_site_or_step_is_not_shown(tmp_path):
    found = own(tmp_path, product="example-fresh", site="PHX")
    day = date(2026, 3, 1)
    assert "own" in ids(cards.shown(found, "example-fresh", "PHX", 5, day))
    for product, site, step in (
        ("example-frozen", "PHX", 5),
        ("example-fresh", "RST", 5),
        ("example-fresh", "PHX", 6),
    ):
        assert "own" not in ids(cards.shown(found, product, site, step, day))


def test_a_card_of_the_site_s_own_takes_the_place_of_ours(tmp_path):
    found = own(tmp_path, id="what-it-is")
    assert len(found) == len(OURS)
    assert next(card for card in found if card.id == "what-it-is").source == "us"


@pytest.mark.parametrize(
    "change", [{"source": ""}, {"expires": "2025-01-01"}, {"expires": '"x"'}]
)
def test_a_card_that_could_mislead_stops_the_start_by_name(tmp_path, change):
    with pytest.raises(cards.CardFault, match=r"own\.toml"):
        own(tmp_path, **change)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Call 507-555-0199.", "card_number_unchecked"),
        ("Llame al (507) 555 0199.", "card_number_unchecked"),
        ("Your cells failed a test.", "card_word_forbidden"),
        (
            "Manufacturing authorization necessitates interdisciplinary deliberation first.",
            "card_hard_to_read",
        ),
    ],
)
def test_a_card_is_held_to_what_holds_for_every_sentence_a_patient_reads(tmp_path, said, code):
    changed = GIVEN.replace("Only here.", said)
    (tmp_path / "own.toml").write_text(changed.format(**PLAIN))
    with pytest.raises(cards.CardFault, match=rf"{code}: own\.toml: own, en: ") as caught:
        cards.load(tmp_path)
    assert caught.value.code == code


def test_a_card_in_spanish_is_held_to_it_too(tmp_path):
    hard = "La autorización interdisciplinaria obligatoria administrativa es imprescindible."
    changed = GIVEN.replace('en = "Only here."', f'en = "Only here.", es = "{hard}"')
    (tmp_path / "own.toml").write_text(changed.format(**PLAIN))
    with pytest.raises(cards.CardFault, match=r"card_hard_to_read: own\.toml: own, es: "):
        cards.load(tmp_path)


ROWS = {
    "S29": ("what-it-costs", "on the back of your card"),
    "S31": ("what-it-costs", "Ask your insurer"),
    "S32": ("what-it-costs", "what you pay yourself"),
    "S36": ("collection-day", "about five hours"),
    "S39": ("collection-day", "two lines"),
    "S40": ("collection-day", "one larger line"),
    "S41": ("collection-day", "sit or lie"),
    "S43": ("collection-day", "tingle"),
    "S54": ("ask-your-doctor", "Follow the plan"),
    "S63": ("before-your-cells", "short course"),
    "S64": ("before-your-cells", "new team at the hospital"),
    "S65": ("before-your-cells", "each day"),
    "S71": ("before-your-cells", "30 to 90 minutes"),
    "S72": ("before-your-cells", "Plan for the whole day"),
    "S74": ("after-your-cells", "reaction"),
    "S75": ("before-your-cells", "if you stay the night"),
    "S76": ("after-your-cells", "not the same as to leave the area"),
    "S79": ("after-your-cells", "see you often"),
    "S81": ("after-your-cells", "days or weeks"),
    "S82": ("after-your-cells", "see you often"),
    "S88": ("after-your-cells", "first year"),
    "S95": ("is-it-for-my-cancer", "ask if we treat it"),
    "S104": ("ask-your-doctor", "Talk with your doctor"),
    "S105": ("what-it-is", "a key fits a lock"),
}


@pytest.mark.parametrize(("name", "words"), ROWS.values(), ids=ROWS)
def test_the_card_of_each_row_of_the_public_pages_says_it(name, words):
    card = next(card for card in OURS if card.id == name)
    assert words in card.text["en"]


def test_no_card_names_a_price():
    assert not any("$" in card.text["en"] + card.text["es"] for card in OURS)
