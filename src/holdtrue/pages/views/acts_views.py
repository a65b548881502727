"""Saving a view of a list and forgetting one."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app.actions import views
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.views.frame import Visit, inside, notify


@require_POST
@inside
def save(visit: Visit, kind: str) -> HttpResponse:
    """Keep what the list shows now under a name, and show it."""
    sent = visit.request.POST
    address = visit.places.listing(kind)
    query = sent.get("query", "")
    try:
        made = views.save(
            visit.caller,
            kind,
            sent.get("name", ""),
            query,
            share=sent.get("share", ""),
            opens=sent.get("opens", ""),
        )
    except BadInput as refusal:
        notify(visit, said(refusal.message), kind="wrong")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    notify(visit, t("page.views.saved", name=made.name))
    return HttpResponseRedirect(f"{address}?{query}{'&' if query else ''}view={made.pk}")


@require_POST
@inside
def drop(visit: Visit, kind: str, number: int) -> HttpResponse:
    """Forget a view of one's own."""
    views.drop(visit.caller, kind, number)
    notify(visit, t("page.views.dropped"))
    return HttpResponseRedirect(f"{visit.places.listing(kind)}?view=all")
