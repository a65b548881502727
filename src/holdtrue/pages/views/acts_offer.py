"""What a link field offers while one types: a few records of the kind, as the browser's own suggestions."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.html import format_html_join

from holdtrue.app.queries.offered import offered
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.pages.forms.fields import written
from holdtrue.pages.views.frame import Visit, inside


@inside
def options(visit: Visit, kind: str) -> HttpResponse:
    """Return suggestions for what was typed, whatever the field's name is."""
    typed = str(next(iter(visit.request.GET.values()), ""))[:200]
    known = kind in KINDS or kind in CATALOGS or kind == "record"
    found = offered(visit.caller, kind, typed) if known else ()
    catalogued = kind in CATALOGS
    pairs = ((o.ref if catalogued else written(o), o.title if catalogued else "") for o in found)
    return HttpResponse(format_html_join("\n", '<option value="{}">{}</option>', pairs))
