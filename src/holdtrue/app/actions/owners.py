"""Naming who answers for a record, in one step: somebody known already, or somebody added on the way."""

from __future__ import annotations

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import add_within, edit_within, find
from holdtrue.core.digests import fold
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Record

_SEVERAL = 2


def name_owner(
    caller: Caller, ref: str, *, person: str = "", name: str = "", email: str = "", relation: str = ""
) -> Record:
    """Name the owner of a record; one action, whether or not the person was known.

    `person` is a ref, or the name of somebody on record. Without it a person of that `name` and `email` is added,
    unless the e-mail belongs to somebody already. `relation` is the kind's owner field where it is left out.
    """
    record = find(caller, ref)
    kind = KINDS[record.kind]
    relation = relation or kind.owner_field or ""
    if relation not in kind.specs_by_name() or kind.spec(relation).target != "person":
        raise BadInput("owner.none_here", field="person", ref=record.ref)
    known = person_of(caller, person.strip(), email.strip())
    if known is None and not name.strip():
        raise BadInput("owner.who", field="person")
    with acting(caller, f"{kind.id}.name_{relation}", "edit", on_record(record)) as act:
        reading.renew(record)
        if known is None:
            require(caller, "add", on_kind("person"))
            known = _added(act, name, email)
        return edit_within(act, record, {}, {relation: (known.uid,)})


def _added(act: Act, name: str, email: str) -> Record:
    given = {"name": name, "email": email}
    fields, links = clean("person", {key: text for key, text in given.items() if text.strip()})
    return add_within(act, KINDS["person"], fields, links)


def person_of(caller: Caller, text: str, email: str) -> Record | None:
    """Return the person meant: by ref, by a name one person alone bears, or by e-mail; None where nobody is."""
    people = Record.rows.of(caller.organisation.pk).filter(kind="person", retired_day__isnull=True)
    if text:
        if normal_ref(text):
            record = find(caller, text)
            if record.kind != "person":
                raise BadInput("owner.not_a_person", field="person", ref=record.ref)
            return record
        found = list(people.filter(title__iexact=text)[:_SEVERAL])
        if len(found) != 1:
            raise BadInput("owner.several" if found else "owner.unknown", field="person", name=text)
        return found[0]  # type: ignore[no-any-return]  # the manager is shared by every table, so its rows are Any
    if not email:
        return None
    wanted = fold(email)
    near = list(people.filter(search_text__icontains=wanted.partition("@")[0])[:200])
    bodies = reading.bodies(caller.organisation.pk, [(r.pk, r.head_number) for r in near])
    return next((r for r in near if fold(str(bodies[r.pk]["fields"].get("email", ""))) == wanted), None)
