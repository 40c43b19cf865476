"""One station in a process of its own: records that the evaluation is finished, or says why not."""

import sys
from datetime import datetime

from tracker import create_app
from tracker.actions import recording
from tracker.domain.refused import Refused
from tracker.store import staff


def main(coi: str, at: str) -> str:
    moment = datetime.fromisoformat(at)
    with create_app().app_context():
        account = staff.by_username("cora")
        assert account is not None
        actor = staff.actor(account.id)
        assert actor is not None
        data = {"milestone": "EVALUATED"}
        claim = recording.Claim(coi, "milestone_reached", moment, data, actor)
        try:
            recording.record(claim, recording.request(moment))
        except Refused as refused:
            return refused.code
        return "recorded"


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
