"""Is a third language really one file and nothing else?"""

import re
from html import unescape

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.languages import third
from tracker import languages
from tracker.demo import cast

LATIN = re.compile(r"[A-Za-z]{2,}")
TAGS = re.compile(r'<span lang="en">.*?</span>|<[^>]+>', re.DOTALL)
HOSPITAL = cast.SITES[0].name


@pytest.fixture
def app(app: Flask, tmp_path) -> Flask:
    """Start the service with a folder of its own that holds one message file."""
    third.written(tmp_path)
    app.extensions[languages.EXTENSION] = languages.load(tmp_path)
    return app


def test_the_whole_page_is_read_in_it_and_from_the_right(kitchen_of):
    kitchen = kitchen_of("made")
    page = kitchen.page("ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<a href="?lang=en" lang="en" dir="ltr"' in page
    main = TAGS.sub(" ", page[page.index("<main") :])
    left = set(LATIN.findall(unescape(main))) - set(HOSPITAL.split())
    assert left == set()


def test_every_other_page_offers_it(kitchen_of):
    kitchen = kitchen_of()
    door = kitchen.client.get(f"/my/{kitchen.token}?lang=en").text
    assert 'hreflang="ar"' in door
    assert "العربية" in door


def test_the_folder_is_a_setting(make_app: MakeApp, tmp_path):
    folder = tmp_path / "words"
    folder.mkdir()
    third.written(folder)
    app = make_app("sqlite://", TRACKER_LANGUAGE_DIR=str(folder))
    assert "ar" in app.extensions[languages.EXTENSION]
