"""Where sessions are kept: Django's table, asked by a statement written once a process rather than once a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SessionStore(db.SessionStore):
    """Django's own, which every page asks once who is there."""

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        found = _OF_KEY.records(key=key) if key else []
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None


def _of_key(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


_OF_KEY = Question(_of_key, key="(key)")

__all__ = ["SessionStore"]
