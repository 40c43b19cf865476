"""How do two people fill a form that both must sign? One page after the other, as the service asks."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracker.domain.identity_change import ASKED
from tracker.domain.second_person import ANSWERS

OWN = "sign-1-"
ANSWERED = {name for names in (*ANSWERS.values(), *ASKED.values()) for name in names}
"""What the second person answers, too; here the same as the first unless `sign-1-...` says otherwise."""


def both_sign(
    client: FlaskClient, path: str, form: dict[str, Any], **more: Any
) -> TestResponse:
    """Post a form as its first person, and what `sign-1-...` holds as its second, on their page."""
    first = {name: value for name, value in form.items() if not name.startswith(OWN)}
    sent = FlaskClient.post(client, path, data=first)
    if sent.status_code != 302 or "/second/" not in sent.location:
        return sent
    own = {name.removeprefix(OWN): value for name, value in form.items() if name not in first}
    same = {name: form[name] for name in ({"scans"} | ANSWERED) & form.keys()}
    return FlaskClient.post(client, sent.location, data={**same, **own}, **more)


class Visitor(FlaskClient):
    """A browser in front of which two people stand, where a form names two."""

    def post(self, *args: Any, **more: Any) -> TestResponse:
        form = more.get("data")
        if isinstance(form, dict) and f"{OWN}username" in form:
            return both_sign(self, str(args[0]), more.pop("data"), **more)
        return super().post(*args, **more)
