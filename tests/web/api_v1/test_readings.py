"""Does a machine hand in what its logger measured, and is it judged like any file?"""

from datetime import timedelta


def _asked(house, tale, *c_tenths: int, **more):
    shipment = list(house.look(tale).shipments.values())[-1]
    said = [
        {
            "at": (shipment.packed_at + timedelta(minutes=5 * number)).isoformat(),
            "c_tenths": cold,
        }
        for number, cold in enumerate(c_tenths)
    ]
    path = f"/journeys/{house.look(tale).coi}/shipments/{shipment.id}/readings"
    return path, {"readings": said, "interval_seconds": 300, **more}


def test_readings_are_attached_and_an_excursion_follows(house, machine_of):
    tale = house.told_until("shipped")
    lena = machine_of("lena")
    path, body = _asked(house, tale, -1600, -900, -1600)
    answer = lena.post(path, body)
    assert answer.status_code == 201, answer.text
    assert answer.json["kind"] == "readings_attached"
    assert answer.json["data"]["minutes_out"] == 5
    assert answer.json["followed_by"][0]["kind"] == "excursion_found"
    again = lena.post(path, body)
    assert again.json["code"] == "readings_known"


def test_what_is_no_reading_is_refused_in_a_sentence(house, machine_of):
    tale = house.told_until("shipped")
    lena = machine_of("lena")
    path, body = _asked(house, tale, -1600)
    unknown = path.rsplit("/", 2)[0] + "/S0/readings"
    assert lena.post(unknown, body).json["code"] == "unknown_shipment"
    body["readings"][0]["at"] = body["readings"][0]["at"].removesuffix("+00:00")
    assert lena.post(path, body).json["code"] == "clock_without_zone"
    assert lena.post(path, {"readings": []}).json["code"] == "no_readings"
    assert lena.post(path, {"readings": [{"at": "noon"}]}).json["code"] == "field_type"
