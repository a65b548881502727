"""Naming several people with the roles they hold, in one action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.records import add_within, edit_within
from holdtrue.core.content import content
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.store.models import Record

OWNER_OF_SYSTEMS = "system_owner"
"""A role each system names its own holder for; its duties are written once."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, and the roles they are to hold; none for a colleague."""

    name: str
    email: str = ""
    roles: tuple[str, ...] = ()


def name_people(caller: Caller, named: Sequence[Named]) -> list[Record]:
    """Add those not known yet, by address or by name, and give the roles. BadInput where nobody is named.

    A role that has a holder is handed on only where somebody else is named; what was written about it stays.
    """
    given = [one for one in named if one.name.strip()]
    if not given:
        raise BadInput("setup.nobody", field="ai_lead_name")
    if len(given) > MOST:
        raise BadInput("setup.too_many_people", field="others", most=MOST)
    with acting(caller, "person.name_people", "settings", on_organisation()) as act:
        known = _known(act)
        people: list[Record] = []
        for one in given:
            people.append(_person(act, one, known, {person.pk for person in people}))
        held = {role: person for one, person in zip(given, people, strict=True) for role in one.roles}
        if held:
            _hold(act, held)
        return people


def _known(act: Act) -> dict[str, Record]:
    """People by address and by name, in small letters."""
    some = reading.of_kinds(act.organisation.pk, ["person"])
    bodies = reading.bodies(act.organisation.pk, [(p.pk, p.head_number) for p in some])
    found = {p.title.casefold(): p for p in some}
    found.update(
        (str(bodies[p.pk]["fields"]["email"]).casefold(), p)
        for p in some
        if bodies[p.pk]["fields"].get("email")
    )
    return found


def _person(act: Act, one: Named, known: dict[str, Record], named: Collection[int]) -> Record:
    """Return who is meant; somebody known by address takes the name written, the first time one is."""
    name, email = one.name.strip(), one.email.strip()
    found = (known.get(email.casefold()) if email else None) or known.get(name.casefold())
    if found is None:
        raw: dict[str, object] = {"name": name, "works_with_ai": True, **({"email": email} if email else {})}
        fields, links = clean("person", raw)
        found = add_within(act, KINDS["person"], fields, links)
    else:
        fields = reading.body(found)["fields"]
        told: dict[str, object] = {} if fields.get("works_with_ai") is not None else {"works_with_ai": True}
        if found.pk not in named and fields.get("name") != name:
            told["name"] = name
        if told:
            edit_within(act, found, told, {})
    known[name.casefold()] = found
    if email:
        known[email.casefold()] = found
    return found


def _hold(act: Act, held: Mapping[str, Record]) -> None:
    standing = {r.key: r for r in reversed(reading.of_kinds(act.organisation.pk, ["role"]))}
    raw: Mapping[str, Any] = content("setup/roles.yaml")
    written = {one["id"]: one for one in raw["roles"]}
    top = held.get("top_management")
    for role in (*held, *([OWNER_OF_SYSTEMS] if OWNER_OF_SYSTEMS not in standing else [])):
        words = {name: text for name, text in written.get(role, {}).items() if name != "id"}
        if role != "top_management" and top is not None:
            words["reports_to"] = top.title
        links = {"holder": (held[role].uid,)} if role in held else {}
        record = standing.get(role)
        if record is None:
            fields, more = clean("role", {"name": role, **words})
            add_within(act, KINDS["role"], fields, {**more, **links})
            continue
        now = reading.body(record)["fields"]
        empty = {name: text for name, text in words.items() if not str(now.get(name) or "").strip()}
        edit_within(act, record, empty, links)


__all__ = ["MOST", "Named", "name_people"]
