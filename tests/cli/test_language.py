"""Does the command say what a new language still needs?"""

from flask import Flask

from tests.languages import third


def test_a_draft_is_complete_but_for_the_words(app: Flask, tmp_path):
    run = app.test_cli_runner().invoke
    draft = run(args=["language", "draft", "fr"])
    assert draft.exit_code == 0
    assert '#. You are here\nmsgid "now"\nmsgstr ""' in draft.output
    (tmp_path / "fr.po").write_text(draft.output)
    checked = run(args=["language", "check", str(tmp_path / "fr.po")])
    assert checked.exit_code == 1
    assert "\nnow: missing.\n" in checked.output


def test_a_file_with_every_word_has_no_faults(app: Flask, tmp_path):
    file = third.written(tmp_path)
    checked = app.test_cli_runner().invoke(args=["language", "check", str(file)])
    assert (checked.exit_code, checked.output) == (0, "ar.po: no faults.\n")


def test_a_language_nobody_speaks_is_named(app: Flask, tmp_path):
    run = app.test_cli_runner().invoke
    assert "no such language" in run(args=["language", "draft", "xx"]).output
    (tmp_path / "xx.po").write_text("nonsense")
    assert run(args=["language", "check", str(tmp_path / "xx.po")]).exit_code == 1
