"""Starting a document from one of our templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.actions.records import add
from holdtrue.app.documents.templates import filled, template
from holdtrue.core.kinds import KINDS
from holdtrue.store import reading
from holdtrue.store.models import Link

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record


def start(caller: Caller, name: str) -> Record:
    """Add the first draft of a document, owned by the AI lead where there is one, else by who starts it."""
    kind = KINDS[template(caller, name).kind]
    require(caller, "add", on_kind(kind.id))
    _, content = filled(caller, name)
    owner = _owner(caller)
    if "owner" in kind.specs_by_name() and owner:
        content["owner"] = owner
    return add(caller, kind.id, content)


def _owner(caller: Caller) -> str:
    lead = (
        Link.rows.of(caller.organisation.pk)
        .filter(relation="holder", source__kind="role", source__key="ai_lead")
        .filter(source__retired_day__isnull=True, target__retired_day__isnull=True)
        .values_list("target__uid", flat=True)
        .first()
    )
    found = reading.by_uid(caller.organisation.pk, [u for u in (lead, caller.actor.person) if u])
    person = found.get(str(lead)) or found.get(caller.actor.person)
    return person.ref if person else ""
