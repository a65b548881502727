"""The saved views of a list that a person sees: their own, and those shared with the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from holdtrue.store.models import SavedView
from holdtrue.store.prepared import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from holdtrue.app.actions.acting import Caller

_MOST = 100


def views(caller: Caller, kind: str) -> Sequence[SavedView]:
    """Return them by name, one's own first. One query."""
    seen = _SEEN.records(organisation=caller.organisation.pk, kind=kind, account=caller.actor.account)
    return sorted(seen, key=lambda view: view.account != caller.actor.account)


def _seen(organisation: int, kind: str, account: str) -> QuerySet[SavedView]:
    rows = SavedView.rows.of(organisation).filter(kind=kind)
    return rows.filter(Q(account=account) | Q(shared=True)).order_by("name", "id")[:_MOST]


_SEEN = Question(_seen, organisation=-7001, kind="(kind)", account="(account)")


__all__ = ["views"]
