"""How does a member of staff get a badge, and how does it come out of the printer?"""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

import labels
from tracker.actions import badges
from tracker.domain.authority_table import Action
from tracker.domain.isbt128 import StaffMember
from tracker.domain.refused import Refused
from tracker.reads import accounts, hospitals
from tracker.web import house_prints, prints
from tracker.web.access import actor, allow
from tracker.web.admin.pages import pages
from tracker.web.clock import clock


@pages.post("/people/<staff_id>/badges")
@allow(Action.KEEP_PEOPLE)
def badge_given(staff_id: str) -> ResponseReturnValue:
    """Give a new staff number; the badge before it is worn no longer."""
    given = badges.issue(actor(), staff_id, request.form.get("site", ""), clock())
    flash(f"Badge {given.fin} {given.member} is ready to print.")
    return redirect(url_for("admin.one", staff_id=staff_id) + "#badge")


@pages.get("/people/<staff_id>/badge.<form>")
@allow(Action.KEEP_PEOPLE)
def badge(staff_id: str, form: str) -> ResponseReturnValue:
    """Return the badge in use as SVG, PDF or ZPL, read back before it leaves."""
    person = accounts.one(staff_id)
    kind = house_prints.FORMS.get(form)
    if not person.badges or kind is None:
        raise Refused("no_such_sheet", what=f"badge.{form}")
    worn = person.badges[0]
    held = {grant.role.value: None for grant in person.grants if grant.place == worn.site}
    shape = house_prints.badge(
        person.account.name,
        held,
        StaffMember(worn.fin, worn.member),
        hospitals.one(worn.site).rules,
    )
    return Response(prints.drawn(shape, kind), mimetype=labels.MEDIA_TYPES[kind])
