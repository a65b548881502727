"""The sign-in backend: a user is read together with the memberships that every page asks for next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

from holdtrue.accounts.models import Membership
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from holdtrue.accounts.models import User

_KEPT = "_memberships_read"


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth brings no types
    """Signs in as allauth does."""

    def get_user(self, user_id: int) -> User | None:
        """Return the user of a session. One query; a second one for whoever is a member nowhere."""
        rows = memberships(user_id)
        if not rows:
            return super().get_user(user_id)  # type: ignore[no-any-return]  # likewise
        user = rows[0].user
        if not self.user_can_authenticate(user):
            return None
        setattr(user, _KEPT, rows)
        return user


def memberships(user_id: int) -> Sequence[Membership]:
    """Return a user's active memberships, by organisation name. One query."""
    return _OF_USER.records(user=user_id)


def _active(user: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user_id=user, active=True)
    return rows.select_related("user", "organisation", "person", "unit").order_by("organisation__name")


_OF_USER = Question(_active, user=-7001)


def read_with(user: User) -> Sequence[Membership] | None:
    """Return the memberships read with a user, once: whoever asks again may have changed them since."""
    found: Sequence[Membership] | None = getattr(user, _KEPT, None)
    if found is not None:
        delattr(user, _KEPT)  # by attribute: a request's user is a stand-in for the real one
    return found
