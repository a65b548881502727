"""Reads facts: the neighbourhood of some scopes in a fixed number of queries, today or as of a past day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.core.facts import Fact, Value
from holdtrue.core.kinds import KINDS
from holdtrue.core.register.neighbourhood import BELONGS, ONWARD, OWNERS, WIDE
from holdtrue.store import signoffs, statements, values
from holdtrue.store.edges import EDGE, record_rows, with_ends
from holdtrue.store.signoffs import told_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from holdtrue.core.facts import SignOff
    from holdtrue.store.edges import Edge


_ANSWERS = ("finding", "concern", "action")
_LEARNT = ("competence", "training", "acknowledgement")
_CARRIERS = ("impact_assessment", "classification", "change", "indicator", "group", "incident", *_ANSWERS)
INWARD: Mapping[str, tuple[str, ...]] = {
    "component": ("evidence", *_ANSWERS),
    "supplier": ("evidence",),
    "person": _LEARNT,
    "risk": ("evidence", *_ANSWERS),
    "control": ("evidence",),
    **dict.fromkeys(_CARRIERS, ("evidence", *_ANSWERS)),
}
"""Kind of a record near a scope → the kinds of record that, pointing at it, count for the scope too."""
_MANY = frozenset({"system", "systems", "about", "attendees"})
"""Relations that may name very many records: of one only near a scope, what is not loaded is left out."""

MOST = 400
"""Records around one that are read; of a record to which thousands point, the rest is in the lists."""

_ERASED: dict[str, Any] = {"fields": {}, "links": {}}
_NONE: dict[str, Any] = {}


@dataclass(slots=True)
class Loaded:
    """Facts by uid, and the way from row ids to uids and back."""

    facts: dict[str, Fact] = field(default_factory=dict)
    uid_of: dict[int, str] = field(default_factory=dict)
    id_of: dict[str, int] = field(default_factory=dict)
    signed: bool = True
    """Whether facts bear every sign-off that counts, as a past day needs, and not only what tells of today."""

    def of_kind(self, kind: str) -> list[Fact]:
        """Return the loaded facts of that kind, in order of number."""
        return sorted((f for f in self.facts.values() if f.kind == kind), key=lambda f: f.number)


def neighbourhood(
    organisation_id: int,
    scopes: Sequence[int],
    *,
    also: Iterable[int] = (),
    by: Collection[str] | None = None,
    kinds: Sequence[str] = (),
    members: Sequence[int] = (),
    standing: bool = False,
) -> Loaded:
    """Load the scopes, what is linked to them, and as far onward as scopes look. A handful of queries for any number.

    `also` names further records to load without their neighbours (the organisation's own record, the risk criteria);
    `by` the only kinds whose links to the scopes count, where little of what points at them is asked for; `kinds`
    those of which the first few hundred are loaded likewise, wherever they lie. `members` are further scopes to which
    alone `by` goes then; `standing` leaves out sign-offs that tell nothing about today.
    """
    own = {*scopes, *members}
    edges, rows = with_ends(
        organisation_id, *_around(organisation_id, scopes, by, kinds, members), also={*own, *also}
    )
    edges = [edge for edge in edges if edge[1]] if kinds else edges
    near = _ends(edges) - own
    kind_of = {row[0]: row[3] for row in rows}
    further = [row for row in near if row in kind_of]
    while further and (parts := _onward(organisation_id, further, kind_of))[0]:
        onward, found = with_ends(organisation_id, *parts, known=kind_of)
        kind_of.update((row[0], row[3]) for row in found)
        further = [row[0] for row in found]
        edges += onward
        rows += found
    beyond = [row[0] for row in rows if row[0] not in own]
    return _assemble(organisation_id, rows, edges, beyond, standing=standing)


def _ends(edges: Iterable[Edge]) -> set[int]:
    return {row for source, _, target, _ in edges for row in (source, target) if row is not None}


def beside(organisation_id: int, row: int) -> Loaded:
    """Load a record with what is linked to it, and nothing further: no sign-offs, no values. One query."""
    return _bare(*with_ends(organisation_id, *_around(organisation_id, [row], None), also=[row]))


def records(organisation_id: int, ids: Iterable[int]) -> Loaded:
    """Load just these records with the links among them."""
    edges, rows = _among(organisation_id, set(ids))
    return _assemble(organisation_id, rows, edges, ())


def _among(organisation_id: int, wanted: Collection[int]) -> tuple[list[Edge], list[statements.Row]]:
    """The links that these records bear, and COLUMNS of the records."""
    edges = statements.rows(
        f"{EDGE} FROM {statements.each()} CROSS JOIN store_link l"
        " WHERE l.organisation_id = %s AND l.source_id = j.value",
        [statements.listed(wanted), organisation_id],
    )
    return edges, record_rows(organisation_id, wanted)


def _bare(edges: Iterable[Edge], rows: Sequence[statements.Row]) -> Loaded:
    """Put together what is loaded as it stands: without sign-offs and values."""
    loaded = Loaded(uid_of={one[0]: one[1] for one in rows}, id_of={one[1]: one[0] for one in rows})
    links = _links(edges, (), loaded.uid_of)
    loaded.facts = {one[1]: _fact(one, links.get(one[0], _NONE), (), ()) for one in rows}
    return loaded


def alone(organisation_id: int, ids: Iterable[int]) -> Loaded:
    """Load just these records, retired ones too, without their links: whoever reads a past day knows them otherwise."""
    return _assemble(organisation_id, record_rows(organisation_id, ids, standing=""), (), None)


def resting(organisation_id: int, signed: Mapping[int, str]) -> Loaded:
    """Load records, given by row and kind, with what lies on their rests_on paths, bare; none that rest on nothing."""
    signed = {row: kind for row, kind in signed.items() if KINDS[kind].rests_on}
    found = set(signed)
    kinds: dict[str, set[int]] = defaultdict(set)
    for row, kind in signed.items():
        kinds[kind].add(row)
    for kind, rows in kinds.items():
        for path in KINDS[kind].rests_on:
            at = rows
            for step in path.split("."):
                at = _stepped(organisation_id, at, step)
                found |= at
    return _bare(*_among(organisation_id, found)) if found else Loaded()


def _stepped(organisation_id: int, rows: Iterable[int], relation: str) -> set[int]:
    """The records these link to by a relation; components and groups may name their systems instead."""
    wanted = statements.listed(rows)
    ends = statements.rows(
        f"SELECT l.target_id FROM {statements.each()} CROSS JOIN store_link l"
        " WHERE l.organisation_id = %s AND l.source_id = j.value AND l.relation = %s"
        f" UNION SELECT l.source_id FROM {statements.each()} CROSS JOIN store_link l CROSS JOIN store_record s"
        " WHERE l.organisation_id = %s AND l.target_id = j.value AND l.relation = 'systems'"
        " AND s.id = l.source_id AND s.kind = %s",
        [wanted, organisation_id, relation, wanted, organisation_id, relation.removesuffix("s")],
    )
    return {end[0] for end in ends if end[0] is not None}


def of_kinds(organisation_id: int, kinds: Sequence[str]) -> list[int]:
    """Return the row ids of the standing (not retired) records of these kinds."""
    return [
        row[0]
        for row in statements.rows(
            f"SELECT r.id FROM {statements.each(str)} CROSS JOIN store_record r"
            " WHERE r.organisation_id = %s AND r.kind = j.value AND r.retired_day IS NULL ORDER BY r.number",
            [statements.listed(set(kinds)), organisation_id],
        )
    ]


Named = tuple[int, str, str]
"""source, relation, uid or catalog id of the target."""


def _around(
    organisation_id: int,
    scopes: Sequence[int],
    by: Collection[str] | None,
    kinds: Sequence[str] = (),
    members: Sequence[int] = (),
) -> tuple[list[str], list[object]]:
    """What finds every link from or to the scopes; to them, or where there are members to these, only from some kinds.

    Of `kinds` come the records themselves, as edges that no relation names.
    """
    every = statements.listed({*scopes, *members})
    select = f"{EDGE} FROM {statements.each()} CROSS JOIN store_link l"
    inward = f"{select} WHERE l.organisation_id = %s AND l.target_id = j.value"
    parts = [f"{select} WHERE l.organisation_id = %s AND l.source_id = j.value"]
    params: list[object] = [every, organisation_id]
    if by is None or members:
        parts.append(inward)
        params += [every if by is None else statements.listed(set(scopes)), organisation_id]
    names = _relations(by or ())
    if names:
        parts.append(
            f"{select} CROSS JOIN store_record s WHERE l.organisation_id = %s AND l.target_id = j.value"
            f" AND l.relation IN ({', '.join(['%s'] * len(names))})"
            f" AND s.id = l.source_id AND s.kind IN ({', '.join(['%s'] * len(by or ()))})"
        )
        narrowed = statements.listed(set(members or scopes))
        params += [narrowed, organisation_id, *names, *sorted(by or ())]
    if kinds:
        parts.append(
            f"SELECT k.id, '', k.id, '' FROM (SELECT r.id FROM {statements.each(str)} CROSS JOIN store_record r"
            " WHERE r.organisation_id = %s AND r.kind = j.value AND r.retired_day IS NULL ORDER BY r.number"
            f" {statements.at_most(MOST)}) AS k"
        )
        params += [statements.listed(set(kinds)), organisation_id]
    return parts, params


def _relations(kinds: Iterable[str]) -> list[str]:
    """The relations in which records of these kinds may name others."""
    return sorted(
        {spec.name for kind in kinds if kind in KINDS for spec in KINDS[kind].field_specs() if spec.linked}
    )


def _onward(
    organisation_id: int, near: Sequence[int], kind_of: Mapping[int, str]
) -> tuple[list[str], list[object]]:
    """What finds the links near a scope through which others count for it; by relation, so that hubs cost nothing."""
    parts: list[str] = []
    params: list[object] = []
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for row in near:
        kind = kind_of[row]
        for relation in _leading_on(kind):
            groups["source_id", (relation,)].append(row)
        relations = _pointing_at(kind)
        if relations:
            groups["target_id", relations].append(row)
    for (end, names), rows in groups.items():
        parts.append(
            f"{EDGE} FROM {statements.each()} CROSS JOIN store_link l WHERE l.organisation_id = %s"
            f" AND l.{end} = j.value AND l.relation IN ({', '.join(['%s'] * len(names))})"
        )
        params += [statements.listed(rows), organisation_id, *names]
    return parts, params


@cache
def _pointing_at(kind: str) -> tuple[str, ...]:
    """The relations by which what counts through a record of the kind points at it."""
    found = {
        spec.name
        for source in INWARD.get(kind, ())
        for spec in KINDS[source].field_specs()
        if spec.linked and spec.target in (kind, "record")
    }
    return tuple(sorted(found))


@cache
def _leading_on(kind: str) -> tuple[str, ...]:
    targets = ONWARD.get(kind, ())
    return (
        tuple(spec.name for spec in KINDS[kind].field_specs() if spec.linked and spec.target in targets)
        if targets
        else ()
    )


def _outgoing(
    organisation_id: int, near: Sequence[int], rows: Sequence[statements.Row], edges: Iterable[Edge]
) -> tuple[str, list[object]]:
    """What finds what records near the scopes link to, loaded or not, so that a filled relation reads as filled.

    What belonged to a system stays the system's when that is retired. What came along by another way than its owner,
    as evidence by whoever read it, is `astray`: one link says whose it is.
    """
    possessed = [row[0] for row in rows if row[3] in BELONGS]
    if not near and not possessed:
        return "", []
    owned = {source for source, relation, _, _ in edges if relation in OWNERS}
    astray = [row for row in possessed if row not in owned]
    skipped, owners, wide = (", ".join(f"'{x}'" for x in sorted(some)) for some in (_MANY, OWNERS, WIDE))
    possession = (
        f" FROM {statements.each()} CROSS JOIN store_link l JOIN store_record t ON t.id = l.target_id"
        f" WHERE l.organisation_id = %s AND l.source_id = j.value AND l.relation IN ({owners})"
        f" AND t.kind NOT IN ({wide}) AND t.retired_day IS"
    )
    text = (
        f"{_named('coalesce(t.uid, l.target_key)')}"
        f" FROM {statements.each()} CROSS JOIN store_link l LEFT JOIN store_record t ON t.id = l.target_id"
        f" WHERE l.organisation_id = %s AND l.source_id = j.value AND l.relation NOT IN ({skipped})"
        f" AND t.retired_day IS NULL UNION ALL {_named('t.uid')}{possession} NOT NULL"
        f" UNION ALL {_named('min(t.uid)')}{possession} NULL GROUP BY l.source_id, l.relation"
    )
    lists = (near, possessed, astray)
    return text, [x for some in lists for x in (statements.listed(some), organisation_id)]


def _named(whom: str) -> str:
    """A link by what it names, in the columns of a sign-off."""
    return f"SELECT 1, l.source_id, 0, NULL, NULL, NULL, l.relation, 0, {whom}, 0, NULL, NULL"


def _assemble(
    organisation_id: int,
    rows: Sequence[statements.Row],
    edges: Iterable[Edge],
    near: Sequence[int] | None,
    *,
    standing: bool = False,
) -> Loaded:
    """Put together what is loaded with sign-offs, values, and what those near link to; None for no such links."""
    uid_of = {row[0]: row[1] for row in rows}
    loaded = Loaded(uid_of=uid_of, id_of={row[1]: row[0] for row in rows}, signed=not standing)
    if not rows:
        return loaded
    texts = [f"SELECT 0, {signoffs.select(standing=standing)}"]
    params: list[object] = [statements.listed(uid_of), organisation_id]
    text, more = _outgoing(organisation_id, near, rows, edges) if near is not None else ("", [])
    indicators = [row[0] for row in rows if row[3] == "indicator"]
    if text:
        texts.append(text)
        params += more
    if indicators:
        texts.append(f"SELECT 2, {values.select()}")
        params += [statements.listed(indicators), organisation_id]
    beside: tuple[list[statements.Row], list[statements.Row], list[statements.Row]] = ([], [], [])
    for row in statements.rows(" UNION ALL ".join(texts), params):
        beside[row[0]].append(row[1:])
    links = _links(edges, [(row[0], row[5], row[7]) for row in beside[1]], uid_of)
    signed, measured = signoffs.counting(beside[0]), values.told(beside[2])
    for row in rows:
        number = row[0]
        loaded.facts[row[1]] = _fact(
            row, links.get(number, _NONE), signed.get(number, ()), measured.get(number, ())
        )
    return loaded


def _fact(
    row: tuple[Any, ...],
    links: Mapping[str, tuple[str, ...]],
    signed: Sequence[SignOff],
    measured: Sequence[Value],
) -> Fact:
    _, uid, ref, kind, number, title, digest, event_day, registered, in_force, entry, revised, body, head = (
        row
    )
    content = orjson.loads(body) if body else _ERASED
    fields = content["fields"]
    standing, taken_back = told_apart(signed) if signed and in_force else ((), ())
    return Fact(  # in their order, which costs half of naming them
        uid,
        ref,
        kind,
        fields,
        links,
        digest,
        number,
        event_day,
        revised or registered,
        registered,
        orjson.loads(head)["fields"] if head else None,
        in_force > 0,
        standing,
        tuple(measured),
        revised if fields.get("read_on") else None,
        title,
        entry or 0,
        content.get("versions", _NONE),
        taken_back,
    )


def _links(
    edges: Iterable[Edge], outgoing: Iterable[Named], uid_of: Mapping[int, str]
) -> dict[int, dict[str, tuple[str, ...]]]:
    """Group links by source; those to retired records are left out."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    several: dict[tuple[int, str], set[str]] = {}
    named = [(source, relation, key or uid_of.get(target or 0)) for source, relation, target, key in edges]
    for source, relation, other in chain(named, outgoing):
        if not other or source not in uid_of:
            continue
        relations = found.get(source)
        if relations is None:
            found[source] = {relation: (other,)}
            continue
        known = relations.setdefault(relation, (other,))
        if known[0] != other:
            several.setdefault((source, relation), {known[0]}).add(other)
    for (source, relation), others in several.items():
        found[source][relation] = tuple(sorted(others))
    return found
