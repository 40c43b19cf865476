"""Does the description say what the API does, and can people read it?"""

import re
from pathlib import Path

from tracker.domain.kinds import Kind


def described(house):
    return house.app.test_client().get("/api/v1/openapi.json").json


def test_the_description_is_openapi_3_1_with_every_address(house):
    found = described(house)
    assert found["openapi"] == "3.1.0"
    ours = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule)
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint.startswith("api_v1.")
    }
    assert set(found["paths"]) == ours


def test_every_operation_is_explained_and_says_how_errors_look(house):
    for path, item in described(house)["paths"].items():
        for method in set(item) & {"get", "post"}:
            operation = item[method]
            assert operation["summary"], path
            assert "default" in operation["responses"], path


def test_errors_are_described_as_problems(house):
    found = described(house)["components"]
    answer = found["responses"]["DEFAULT_ERROR"]["content"]
    assert list(answer) == ["application/problem+json"]
    assert found["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_kinds_are_listed(house):
    schemas = described(house)["components"]["schemas"]
    assert schemas["EntryAsked"]["properties"]["kind"]["enum"] == [kind.value for kind in Kind]


def test_people_read_it_from_this_service_alone(house):
    client = house.app.test_client()
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    parts = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert any(part.endswith("swagger-ui-bundle.js") for part in parts)
    for part in parts:
        with client.get(part) as answer:
            assert answer.status_code in {200, 302}, part
    assert not re.search(r"(?:src|href)=\"https?:", page.text)


def test_the_page_of_the_api_names_every_address(house):
    page = (Path(__file__).resolve().parents[3] / "docs/api.md").read_text(encoding="utf-8")
    assert [path for path in described(house)["paths"] if path not in page] == []
