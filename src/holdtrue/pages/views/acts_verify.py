"""Verifying the ledger from its page: everything is read once, and what disagrees first is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app.actions.permission import require
from holdtrue.app.proving import verify as prove
from holdtrue.core.access import EVERYTHING
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.pages.views.frame import Visit


@require_POST
@frame.inside
def verify(visit: Visit) -> HttpResponse:
    """Verify and go back to the ledger, which says what came of it."""
    require(visit.caller, "verify", EVERYTHING)
    proven = prove(visit.caller.organisation)
    report, wrong = proven.report, proven.report.first_disagreement
    told = t(
        "page.ledger.verified" if proven.ok else "page.ledger.not_verified",
        n=report.entries,
        rows=proven.rows,
        root=report.root.hex(),
    )
    if wrong is not None:
        told = f"{told} {said(Message(wrong.code, wrong.params))}"
    frame.notify(visit, told, kind="done" if proven.ok else "wrong")
    return HttpResponseRedirect(visit.places.at("ledger"))
