"""Working copies: kept as one types or by a button, offered when the form is opened again, dropped once it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from holdtrue.app.actions import working
from holdtrue.app.queries.working import unsent
from holdtrue.pages.language import t
from holdtrue.pages.shapes.form import Draft
from holdtrue.pages.shapes.moment import instant
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponseBase, QueryDict

    from holdtrue.pages.forms import Answers
    from holdtrue.pages.views.frame import Visit

FORM, AT, TAKE = "_form", "_at", "draft"
"""Sent beside the answers: the name of the form, and where it stands. Asked for in the address: take the draft up."""
LONGEST_NAME = 200
_OWN = frozenset({FORM, AT, "csrfmiddlewaretoken", "revision", "password"})


def name(*parts: str) -> str:
    """Return the name under which a form is kept: what it does, and to what."""
    return "/".join(parts)[:LONGEST_NAME]


def draft(visit: Visit, form: str, *, at: str = "") -> Draft:
    """Return the form's draft as its page shows it: how it is kept, and what was left there before."""
    found = unsent(visit.caller, form) if visit.request.method == "GET" else None
    here = at or _here(visit)
    return Draft(
        form,
        visit.places.at("working"),
        visit.places.at("working", "drop"),
        here,
        since=_since(visit, found.saved_at) if found else "",
        take_href=f"{here}{'&' if '?' in here else '?'}{TAKE}=1",
        taken=bool(found) and TAKE in visit.request.GET,
    )


def restored(visit: Visit, form: str, answers: Answers) -> int | None:
    """Put what was left in the form back into its answers where the address asks for it; the revision it began at."""
    if TAKE not in visit.request.GET or visit.request.method != "GET":
        return None
    found = unsent(visit.caller, form)
    if found is None:
        return None
    answers.values.update({name: found.answers.get(name, ()) for name in answers.values})
    return found.based_on


def sent(visit: Visit, form: str) -> None:
    """Forget the draft of the form just sent and taken."""
    working.drop(visit.caller, form)


@require_POST
@frame.inside
def keep(visit: Visit) -> HttpResponseBase:
    """Keep what stands in a form. A script is told when; a person is led back to the form."""
    given = visit.request.POST
    revision = given.get("revision", "")
    copy = working.keep(
        visit.caller,
        given.get(FORM, ""),
        _answers(given),
        based_on=int(revision) if revision.isdecimal() and len(revision) < len("1000000000") else None,
    )
    found = unsent(visit.caller, copy.form)
    if "application/json" in visit.request.headers.get("Accept", "") and found:
        return JsonResponse({"saved": t("page.form.kept", time=f"{found.saved_at:%H:%M}")})
    return HttpResponseRedirect(_back(visit))


@require_POST
@frame.inside
def drop(visit: Visit) -> HttpResponseBase:
    """Throw a draft away and open the form as it stands."""
    working.drop(visit.caller, visit.request.POST.get(FORM, ""))
    return HttpResponseRedirect(_back(visit))


def _answers(given: QueryDict) -> dict[str, list[str]]:
    return {name: [str(text) for text in texts] for name, texts in given.lists() if name not in _OWN}


def _back(visit: Visit) -> str:
    """Where the form stands; nowhere else than in this organisation."""
    at = visit.request.POST.get(AT, "")
    return at if at.startswith(visit.places.home) else visit.places.home


def _here(visit: Visit) -> str:
    query = visit.request.GET.copy()
    query.pop(TAKE, None)
    asked = query.urlencode()
    return f"{visit.request.path}?{asked}" if asked else visit.request.path


def _since(visit: Visit, at: dt.datetime) -> str:
    said = instant(at, visit.day)
    return t("page.form.draft_since", time=said.clock, day=said.relative)
