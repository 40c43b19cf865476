"""Which journeys are where, what is late, and what one piece of news says of many of them?"""

from __future__ import annotations

import secrets

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.actions import plant_news, recording
from tracker.domain.authority_table import Action
from tracker.domain.refused import Refused
from tracker.reads import places, plants
from tracker.web import access, moments, watch
from tracker.web.access import allow
from tracker.web.clock import clock, local
from tracker.web.liaison.pages import pages


@pages.get("/")
@allow(Action.WORK_AT_THE_DESK)
def home() -> ResponseReturnValue:
    return _page()


def _page(refused: Refused | None = None) -> str:
    wish = plants.Wish(
        maker=request.args.get("maker", ""),
        site=access.site(),
        text=request.args.get("text", "").strip(),
        late_only=bool(request.args.get("late")),
    )
    groups = plants.news(access.actor(), wish, clock())
    return render_template(
        "liaison/board.html",
        wish=wish,
        groups=groups,
        makers=plants.makers_of(access.actor()),
        total=sum(len(group.lines) for group in groups),
        late=sum(group.late for group in groups),
        reportable=plants.reportable(groups, access.actor()),
        request_id=secrets.token_hex(8),
        zone=_zone(),
        form=_asked(),
        chosen=request.form.getlist("coi"),
        refused=refused,
    )


def _asked() -> dict[str, object]:
    """Return what stands in the form of the news: its time begins as now."""
    now = local(clock(), _zone()).strftime("%Y-%m-%dT%H:%M")
    filled = {"happened_at": now, **request.form}
    return {"filled": filled, "twice": moments.twice(filled, ("happened_at",), _zone())}


@pages.post("/milestones")
@allow(Action.WORK_AT_THE_DESK)
def record_for_each() -> ResponseReturnValue:
    """Record one milestone for every journey chosen; each stands or is refused on its own."""
    chosen = request.form.getlist("coi")
    if not chosen:
        raise Refused("nothing_to_do", what="no journey was chosen")
    now = clock()
    try:
        at = moments.happened_at(request.form.get("happened_at", ""), _zone(), now)
    except Refused as refused:
        return _page(refused), 409
    note = request.form.get("note", "").strip()
    news = plant_news.News(request.form.get("milestone", ""), at, note)
    asked = recording.request(now, request.form.get("request_id", ""))
    answers = plant_news.record_for_each(news, chosen, access.actor(), asked)
    if any(each.refused and each.refused.code == "not_found" for each in answers):
        watch.suspect("not_found")
    return render_template(
        "liaison/recorded.html",
        title=plants.milestone_title(news.milestone),
        answers=answers,
        refused=sum(answer.refused is not None for answer in answers),
    )


def _zone() -> str:
    """Return the zone times are typed in: that of the site worked at, else of the first one."""
    mine = places.sites_of(access.actor())
    chosen = [site for site in mine if site.code == access.site()] or list(mine)
    return chosen[0].zone if chosen else "UTC"
