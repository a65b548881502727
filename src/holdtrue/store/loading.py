"""Reads facts: the neighbourhood of some scopes in a fixed number of queries, today or as of a past day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from holdtrue.core.facts import Fact, SignOff, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.core.days import Day

ONWARD = ("component", "risk", "supplier")
"""Kinds whose own outgoing links a system's scope follows one step further."""
ABOUT = (
    *("component", "supplier", "person", "risk", "impact_assessment", "classification", "change", "indicator", "group"),
    *("incident", "finding", "concern", "action"),
)
"""Kinds on which evidence, competence, findings, concerns and actions count for the scope that has them."""
INWARD = ("evidence", "competence", "finding", "concern", "action")

_CHUNK = 5_000
_ERASED: dict[str, Any] = {"fields": {}, "links": {}}
_COLUMNS = "r.id, r.uid, r.ref, r.kind, r.number, r.title, r.digest, r.event_day, r.recorded_day, r.in_force_number, v.id"
_JOINS = (
    " FROM store_record r"
    " LEFT JOIN store_revision v ON v.organisation_id = r.organisation_id AND v.record_id = r.id"
    " AND v.number = r.in_force_number"
    " LEFT JOIN store_payload p ON p.revision_id = v.id"
    " LEFT JOIN store_revision h ON r.head_number <> r.in_force_number AND h.organisation_id = r.organisation_id"
    " AND h.record_id = r.id AND h.number = r.head_number"
    " LEFT JOIN store_payload hp ON hp.revision_id = h.id"
)


@dataclass(slots=True)
class Loaded:
    """Facts by uid, and the way from row ids to uids and back."""

    facts: dict[str, Fact] = field(default_factory=dict)
    uid_of: dict[int, str] = field(default_factory=dict)
    id_of: dict[str, int] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[Fact]:
        """Return the loaded facts of that kind, in order of number."""
        return sorted((f for f in self.facts.values() if f.kind == kind), key=lambda f: f.number)


def neighbourhood(organisation_id: int, scopes: Sequence[int], *, also: Iterable[int] = ()) -> Loaded:
    """Load the scopes, what is linked to them, and one step further where scopes look further. Six queries a chunk.

    `also` names further records to load without their neighbours (the organisation's own record, the risk criteria).
    """
    links = _links(organisation_id, scopes, both=True)
    near = {x for s, _, t, _ in links for x in (s, t) if t is not None} | set(scopes)
    links |= _onward(organisation_id, near - set(scopes))
    ids = near | {x for s, _, t, _ in links for x in (s, t) if t is not None} | set(also)
    return _assemble(organisation_id, ids, links)


def records(organisation_id: int, ids: Iterable[int]) -> Loaded:
    """Load just these records with the links among them."""
    wanted = set(ids)
    links = {x for x in _links(organisation_id, list(wanted), both=False) if x[2] is None or x[2] in wanted}
    return _assemble(organisation_id, wanted, links)


def of_kinds(organisation_id: int, kinds: Sequence[str]) -> list[int]:
    """Return the row ids of the standing (not retired) records of these kinds."""
    marks = ", ".join(["%s"] * len(kinds))
    return [
        row[0]
        for row in _rows(
            f"SELECT id FROM store_record WHERE organisation_id = %s AND kind IN ({marks}) AND retired_day IS NULL",
            [organisation_id, *kinds],
        )
    ]


Edge = tuple[int, str, int | None, str]


def _links(organisation_id: int, ids: Sequence[int], *, both: bool) -> set[Edge]:
    found: set[Edge] = set()
    for chunk in _chunks(ids):
        marks = ", ".join(["%s"] * len(chunk))
        base = "SELECT source_id, relation, target_id, target_key FROM store_link WHERE organisation_id = %s AND "
        found.update(_rows(base + f"source_id IN ({marks})", [organisation_id, *chunk]))
        if both:
            found.update(_rows(base + f"target_id IN ({marks})", [organisation_id, *chunk]))
    return found


def _onward(organisation_id: int, near: Iterable[int]) -> set[Edge]:
    found: set[Edge] = set()
    onward = ", ".join(f"'{k}'" for k in ONWARD)
    about = ", ".join(f"'{k}'" for k in ABOUT)
    inward = ", ".join(f"'{k}'" for k in INWARD)
    for chunk in _chunks(list(near)):
        marks = ", ".join(["%s"] * len(chunk))
        found.update(
            _rows(
                "SELECT l.source_id, l.relation, l.target_id, l.target_key FROM store_link l"
                f" JOIN store_record s ON s.id = l.source_id AND s.kind IN ({onward})"
                f" WHERE l.organisation_id = %s AND l.source_id IN ({marks})",
                [organisation_id, *chunk],
            )
        )
        found.update(
            _rows(
                "SELECT l.source_id, l.relation, l.target_id, l.target_key FROM store_link l"
                f" JOIN store_record t ON t.id = l.target_id AND t.kind IN ({about})"
                f" JOIN store_record s ON s.id = l.source_id AND s.kind IN ({inward})"
                f" WHERE l.organisation_id = %s AND l.target_id IN ({marks})",
                [organisation_id, *chunk],
            )
        )
    return found


def _assemble(organisation_id: int, ids: Iterable[int], links: Iterable[Edge]) -> Loaded:
    rows = _record_rows(organisation_id, ids)
    loaded = Loaded()
    for row in rows:
        loaded.uid_of[row[0]] = row[1]
        loaded.id_of[row[1]] = row[0]
    edges = _edges(links, loaded.uid_of)
    signoffs = _signoffs(organisation_id, [row[0] for row in rows], loaded.uid_of)
    values = _values(organisation_id, [row[0] for row in rows if row[3] == "indicator"])
    for row in rows:
        loaded.facts[row[1]] = _fact(row, edges.get(row[0], {}), signoffs.get(row[0], ()), values.get(row[0], ()))
    return loaded


def _record_rows(organisation_id: int, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for chunk in _chunks(sorted(ids)):
        marks = ", ".join(["%s"] * len(chunk))
        rows += _rows(
            f"SELECT {_COLUMNS}, v.recorded_day, p.body, hp.body{_JOINS}"
            f" WHERE r.organisation_id = %s AND r.id IN ({marks}) AND r.retired_day IS NULL",
            [organisation_id, *chunk],
        )
    return rows


def _fact(
    row: tuple[Any, ...],
    links: Mapping[str, tuple[str, ...]],
    signoffs: Sequence[SignOff],
    values: Sequence[Value],
) -> Fact:
    _, uid, ref, kind, number, title, digest, event_day, registered, in_force, entry, revised, body, head = row
    content = orjson.loads(body) if body else _ERASED
    fields = content["fields"]
    return Fact(
        uid=uid,
        ref=ref,
        kind=kind,
        fields=fields,
        links=links,
        digest=digest,
        number=number,
        day=event_day,
        recorded=revised or registered,
        registered=registered,
        draft=orjson.loads(head)["fields"] if head else None,
        in_force=in_force > 0,
        signoffs=tuple(signoffs),
        values=tuple(values),
        read=revised if fields.get("read_on") else None,
        title=title,
        entry=entry or 0,
        versions=content.get("versions", {}),
    )


def _edges(links: Iterable[Edge], uid_of: Mapping[int, str]) -> dict[int, dict[str, tuple[str, ...]]]:
    """Group edges by source; those to records not loaded are left out."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for source, relation, target, key in links:
        other = key or uid_of.get(target or 0)
        if other and source in uid_of:
            found[source][relation].append(other)
    return {
        source: {name: tuple(sorted(targets)) for name, targets in relations.items()}
        for source, relations in found.items()
    }


def _signoffs(organisation_id: int, ids: Sequence[int], uid_of: Mapping[int, str]) -> dict[int, list[SignOff]]:
    found: dict[int, list[SignOff]] = defaultdict(list)
    for chunk in _chunks(ids):
        marks = ", ".join(["%s"] * len(chunk))
        rows = _rows(
            "SELECT s.record_id, s.day, s.roles, s.good_until, s.basis, s.meaning, s.id, p.uid FROM store_signoff s"
            " JOIN store_record p ON p.id = s.signer_id"
            f" WHERE s.organisation_id = %s AND s.record_id IN ({marks}) ORDER BY s.id",
            [organisation_id, *chunk],
        )
        for record, day, roles, good_until, basis, meaning, number, signer in rows:
            found[record].append(
                SignOff(
                    day=day,
                    recorded=day,
                    signer=signer,
                    roles=frozenset(_json(roles)),
                    good_until=good_until,
                    basis={uid: digest for uid, _, digest in _json(basis)},
                    meaning=meaning,
                    number=number,
                )
            )
    return found


def _values(organisation_id: int, ids: Sequence[int]) -> dict[int, list[Value]]:
    found: dict[int, list[Value]] = defaultdict(list)
    for chunk in _chunks(ids):
        marks = ", ".join(["%s"] * len(chunk))
        rows = _rows(
            "SELECT indicator_id, day, recorded_day, value, count FROM store_measurement"
            f" WHERE organisation_id = %s AND indicator_id IN ({marks}) ORDER BY day",
            [organisation_id, *chunk],
        )
        for indicator, day, recorded, value, count in rows:
            found[indicator].append(Value(day=day, recorded=recorded, value=value, count=count))
    return found


def as_known(organisation_id: int, loaded: Loaded, *, true_on: Day, known_by: Day) -> dict[str, Fact]:
    """Return the loaded facts as they were true on one day and recorded by another: state at (t, k) of the data rules."""
    found: dict[str, Fact] = {}
    bodies = _bodies_as_of(organisation_id, list(loaded.uid_of), true_on=true_on, known_by=known_by)
    for row_id, (body, digest, recorded, entry) in bodies.items():
        fact = loaded.facts.get(loaded.uid_of[row_id])
        if fact is None:
            continue
        content = orjson.loads(body) if body else _ERASED
        found[fact.uid] = replace(
            fact,
            fields=content["fields"],
            draft=None,
            digest=digest,
            links={name: tuple(targets) for name, targets in content["links"].items()},
            signoffs=tuple(s for s in fact.signoffs if s.day <= true_on and s.recorded <= known_by),
            values=tuple(v for v in fact.values if v.day <= true_on and v.recorded <= known_by),
            recorded=recorded,
            entry=entry,
            read=recorded if content["fields"].get("read_on") else None,
            versions=content.get("versions", {}),
        )
    return found


def _bodies_as_of(
    organisation_id: int, ids: Sequence[int], *, true_on: Day, known_by: Day
) -> dict[int, tuple[str | None, str, Day, int]]:
    found: dict[int, tuple[str | None, str, Day, int]] = {}
    for chunk in _chunks(ids):
        marks = ", ".join(["%s"] * len(chunk))
        rows = _rows(
            "SELECT v.record_id, p.body, v.digest, v.recorded_day, v.id FROM store_revision v"
            " JOIN store_payload p ON p.revision_id = v.id"
            f" WHERE v.organisation_id = %s AND v.record_id IN ({marks}) AND v.recorded_day <= %s AND v.true_from <= %s"
            " ORDER BY v.number",
            [organisation_id, *chunk, known_by, true_on],
        )
        for record, body, digest, recorded, entry in rows:
            found[record] = (body, digest, recorded, entry)
    return found


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[i : i + _CHUNK] for i in range(0, len(ids), _CHUNK))


def _rows(query: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(params))
        return list(cursor.fetchall())


def _json(value: object) -> Any:
    return orjson.loads(value) if isinstance(value, (str, bytes)) else value
