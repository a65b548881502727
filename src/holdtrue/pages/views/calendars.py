"""A person's calendar by its secret address: no session, the same answer for every address that leads nowhere."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from holdtrue.accounts.models import Membership
from holdtrue.app import callers
from holdtrue.app.clock import SYSTEM
from holdtrue.app.notices.calendar import calendar, feed_of
from holdtrue.app.worklist.reading import asked_for, worklist_of
from holdtrue.pages.views.frame import nothing_here
from holdtrue.sqlite import snapshot

if TYPE_CHECKING:
    from django.http import HttpRequest

_SHOWN = 200
"""Systems and records explained in one calendar."""


@require_safe
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar, or say that what the reader has is still right."""
    with snapshot():
        made = _made(secret)
    if made is None:
        return nothing_here(request)
    tag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    asked = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    response: HttpResponse = (
        HttpResponseNotModified()
        if tag in asked
        else HttpResponse(made, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex"
    return response


def _made(secret: str) -> bytes | None:
    feed = feed_of(secret)
    if feed is None:
        return None
    # Whoever is no member any more has no calendar either.
    membership = (
        Membership.objects.filter(organisation=feed.organisation, person_id=feed.person_id, active=True)
        .select_related("user", "organisation")
        .first()
    )
    if membership is None or not membership.user.is_active or not callers.lives(membership):
        return None
    caller = callers.member(membership.user, feed.organisation.slug)
    day = SYSTEM.day(feed.organisation.time_zone)
    asked = asked_for(feed.organisation, feed.person_id, membership.role, day, caller=caller, shown=_SHOWN)
    return calendar(feed.organisation, worklist_of(asked), day)
