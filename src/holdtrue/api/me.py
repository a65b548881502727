"""Who is calling, for a client that knows its secret and not yet its organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.accounts.models import ApiToken, User
from holdtrue.accounts.refusals import NotSignedIn
from holdtrue.api.answers import answer
from holdtrue.api.declared import ME
from holdtrue.api.door import known
from holdtrue.app import callers

if TYPE_CHECKING:
    from holdtrue.app.shapes import Json

router = Router(tags=["who"], auth=known)


@router.get("/me", operation_id="me", summary="Who is calling", openapi_extra=ME)
def me(request: HttpRequest) -> HttpResponse:
    found = getattr(request, "auth", None)
    if isinstance(found, ApiToken):
        return answer(_machine(found))
    if isinstance(found, User):
        return answer(_person(found))
    raise NotSignedIn("api.sign_in")


def _machine(token: ApiToken) -> Json:
    place = _place(token.organisation.slug, token.organisation.name, token.role)
    return {"name": token.name, "machine": True, "slug": token.organisation.slug, "organisations": [place]}


def _person(user: User) -> Json:
    places = [
        _place(m.organisation.slug, m.organisation.name, m.role) for m in callers.organisations_of(user)
    ]
    slug = places[0]["slug"] if len(places) == 1 else None
    return {"name": user.email, "machine": False, "slug": slug, "organisations": places}


def _place(slug: str, name: str, role: str) -> Json:
    return {"slug": slug, "organisation": name, "role": role}
