"""The post that says: I have seen what stopped holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app.actions.seen import seen
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.pages.views.frame import Visit


@require_POST
@frame.inside
def mark(visit: Visit) -> HttpResponse:
    """Note it and go back to the first page."""
    seen(visit.caller)
    return HttpResponseRedirect(visit.places.home)
