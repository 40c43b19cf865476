"""Can staff read in a demonstration what patients would have been sent?"""

from tracker.jobs.sending import send_due


def test_staff_read_the_messages_and_their_fate(house):
    tale = house.told_until("at_plant")
    with house.app.app_context():
        send_due(house.now)
    page = house.client_of("cora").get("/messages").text
    assert house.look(tale).coi in page
    assert "You have an update from your care team. Sign in to read it." in page
    assert "shown here instead of being sent" in page
    assert "Wanda" not in page
    assert "wanda@example.org" not in page


def test_others_are_sent_away(house):
    house.told_until("prepared")
    assert house.client_of("nora").get("/messages").status_code == 403


def test_outside_a_demonstration_the_fate_is_shown_and_no_words(house):
    tale = house.told_until("at_plant")
    client = house.client_of("cora")
    house.app.config["TRACKER_MODE"] = "production"
    page = client.get("/messages").text
    assert house.look(tale).coi in page
    assert "Sign in to read it" not in page
