"""Saved views of lists: kept for oneself, or shared with the organisation; a shared one is logged."""

from __future__ import annotations

from django.db import transaction

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_kind, on_organisation, require
from holdtrue.core.kinds import kind_named
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store.models import SavedView

_LONGEST = 120
_LONGEST_QUERY = 4_000
MOST = 100
"""Views one person may keep of one kind."""


def save(  # what a view is, each by its name
    caller: Caller, kind: str, name: str, query: str, *, share: str = "", opens: str = ""
) -> SavedView:
    """Keep a view under a name; one of the same name and person is replaced. `share` and `opens` are 'yes' or ''."""
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST or len(query) > _LONGEST_QUERY:
        raise BadInput("lists.view.name", field="name")
    declared = kind_named(kind)
    require(caller, "read", on_kind(declared.id))
    if share:
        with acting(caller, "organization.share_view", "share_view", on_organisation()) as act:
            made = _kept(caller, declared.id, name, query, share=share, opens=opens)
            act.note(None, contents={"kind": declared.id, "view": made.pk})
        return made
    with transaction.atomic():
        return _kept(caller, declared.id, name, query, share=share, opens=opens)


def _kept(  # as above
    caller: Caller, kind: str, name: str, query: str, *, share: str, opens: str
) -> SavedView:
    rows = SavedView.rows.of(caller.organisation.pk).filter(account=caller.actor.account, kind=kind)
    if rows.count() >= MOST:
        raise BadInput("lists.view.many", field="name", most=MOST)
    if opens:
        rows.update(opens=False)
    made, _ = rows.update_or_create(
        organisation_id=caller.organisation.pk,
        account=caller.actor.account,
        kind=kind,
        name=name,
        defaults={"query": query, "shared": bool(share), "opens": bool(opens)},
    )
    return made  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any


def drop(caller: Caller, kind: str, number: int) -> None:
    """Forget one of one's own views. Raises NotFound where there is none."""
    with transaction.atomic():
        rows = SavedView.rows.of(caller.organisation.pk)
        gone, _ = rows.filter(account=caller.actor.account, kind=kind, pk=number).delete()
        if not gone:
            raise NotFound("lists.view.unknown")


__all__ = ["drop", "save"]
