"""Makes a register of any size: the rows actions would write, with their ledger, through the store's bulk functions."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction

from holdtrue.accounts.models import Membership
from holdtrue.app import rules
from holdtrue.app.actions import records, sign
from holdtrue.app.actions.acting import Caller
from holdtrue.app.actions.composing import End, compose
from holdtrue.app.actions.organisation import found
from holdtrue.app.actions.records import PREFIXES
from holdtrue.app.callers import console
from holdtrue.app.derive.scratch import derive_everything
from holdtrue.core.access import Actor
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.naming import title_of
from holdtrue.store import log, writing
from holdtrue.store.writing import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from holdtrue.accounts.models import User
    from holdtrue.store.models import Organisation, Record
    from holdtrue.store.writing import Content

    Row = tuple[Mapping[str, object], Mapping[str, Sequence[End]]]

TAGS = (
    *("test-report", "monitoring-report", "model-card", "data-sheet", "user-notice", "training-data-summary"),
    *("security-test", "bias-test", "approval-minutes", "incident-drill"),
)
_CHUNK = 2_000
_UNITS_WITHIN = 10
_PER_PERSON = 50
_SUPPLIERS = 40
_YEAR = 365


@dataclass(slots=True)
class Made:
    """An organisation with its people and systems."""

    organisation: Organisation
    owner: User
    caller: Caller
    units: list[End] = field(default_factory=list)
    people: list[End] = field(default_factory=list)
    systems: list[tuple[str, str]] = field(default_factory=list)
    """(ref, uid) of the first thousand."""


def make(
    systems: int, evidences: int = 10, *, processes: int = 2, say: Callable[[str], None] = print
) -> Made:
    """Make an organisation with so many systems, each with evidence, and derive its standing from scratch."""
    began = time.perf_counter()
    made = founded()
    _policies(made)
    chance = random.Random(7)  # noqa: S311  # the same register every time, not a secret
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
    _people(made, max(4, systems // 500), max(4, systems // _PER_PERSON))
    for start in range(0, systems, _CHUNK):
        _systems(made, chance, min(_CHUNK, systems - start), evidences)
    say(f"{systems:,} systems written in {time.perf_counter() - began:.0f} s")
    began, cpu = time.perf_counter(), time.process_time()
    derived(made, processes=processes)
    spent = time.process_time() - cpu
    say(f"derived from scratch in {time.perf_counter() - began:.1f} s ({spent:.1f} s CPU of this process)")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def written(systems: int) -> Made:
    """Make systems for timing lists alone: their standing is filled in by number, not derived."""
    made = founded()
    chance = random.Random(7)  # noqa: S311  # the same register every time, not a secret
    _people(made, max(4, systems // 500), max(4, systems // _PER_PERSON))
    for start in range(0, systems, _CHUNK):
        _systems(made, chance, min(_CHUNK, systems - start), 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_standing (organisation_id, scope_id, packed, tier, population, weight, use, in_scope,"
            " unit_id, worst, next_change, rules, entry) SELECT r.organisation_id, r.id, %s,"
            " CASE r.id %% 20 WHEN 0 THEN 'high' WHEN 1 THEN 'limited' WHEN 2 THEN '' ELSE 'minimal' END, '', 0, r.use,"
            " TRUE, r.unit_id, r.id %% 7, CASE WHEN r.id %% 3 = 0 THEN 0 ELSE 740000 + r.id %% 400 END, '', 0"
            " FROM store_record r WHERE r.kind = 'system'",
            [b""],
        )
        cursor.execute("ANALYZE")
    return made


def derived(made: Made, *, processes: int = 2) -> None:
    """Derive everything from scratch by the rules that ship, which are put in force where they are not."""
    organisation = made.organisation
    if organisation.rules != rules.shipped_digest():
        organisation.rules = rules.shipped_digest()
        organisation.save(update_fields=["rules"])
    rules.follow(organisation)
    with transaction.atomic():
        head = log.lock(organisation.pk)
        day = made.caller.clock.day(organisation.time_zone)
        derive_everything(organisation, day=day, entry=head.size - 1, processes=processes)


def founded() -> Made:
    """Return an organisation with nothing but its owner."""
    made = found("Bench", profile="standard")
    actor = Actor(account=made.owner.uid, person=made.person.uid, role="owner")
    caller = Caller(made.organisation, actor, console=True)
    records.edit(caller, "ORG-1", {"jurisdictions": ["EU"]})  # without it no system is sorted into a tier
    return Made(made.organisation, made.owner, caller)


def taken(systems: list[tuple[str, str]]) -> Made:
    """Return the organisation of a folder made before."""
    caller = console()
    owner = Membership.objects.get(organisation=caller.organisation).user
    return Made(caller.organisation, owner, caller, systems=systems)


def _policies(made: Made) -> None:
    caller = made.caller
    records.add(
        caller, "role", {"name": "top_management", "holder": "PER-1", "duties": "Decides", "authority": "All"}
    )
    records.add(caller, "role", {"name": "ai_lead", "holder": "PER-1", "duties": "Leads", "authority": "AI"})
    for topic in ("ai", "personal_information"):
        policy = records.add(
            caller, "policy", {"title": f"Policy on {topic}", "topic": topic, "owner": "PER-1"}
        )
        sign.sign(caller, policy.ref, "approved", good_for="12 months")
    for topic in ("monitoring", "oversight", "change", "development"):
        procedure = {
            "title": f"Procedure for {topic}",
            "topic": topic,
            "owner": "PER-1",
            "steps": "One, two, three",
        }
        sign.sign(caller, records.add(caller, "procedure", procedure).ref, "approved", good_for="24 months")


def _people(made: Made, units: int, people: int) -> None:
    tops = _write(
        made, "unit", [({"name": f"Agency {n}"}, {}) for n in range(max(1, units // _UNITS_WITHIN))]
    )
    made.units = [End(r.uid, r.pk) for r in tops]
    below = [({"name": f"Bureau {n}"}, {"parent": [made.units[n % len(tops)]]}) for n in range(units)]
    made.units = [End(r.uid, r.pk) for r in _write(made, "unit", below)]
    persons = [
        ({"name": f"Person {n}", "email": f"person{n}@example.org", "works_with_ai": True}, {})
        for n in range(people)
    ]
    made.people = [End(r.uid, r.pk) for r in _write(made, "person", persons)]


def _systems(made: Made, chance: random.Random, count: int, evidences: int) -> None:
    written = _write(made, "system", [_system(made, chance) for _ in range(count)])
    if not made.systems:
        made.systems = [(r.ref, r.uid) for r in written[:1_000]]
    today = made.caller.clock.day(made.organisation.time_zone)
    rows = [
        _evidence(made, chance, End(r.uid, r.pk), TAGS[n % len(TAGS)], today)
        for r in written
        for n in range(evidences)
    ]
    for start in range(0, len(rows), _CHUNK):
        _write(made, "evidence", rows[start : start + _CHUNK])


def _system(made: Made, chance: random.Random) -> Row:
    number = chance.randrange(10**9)
    fields = {
        "name": f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {number}",
        "intended_purpose": f"Helps {chance.choice(_WORDS)} staff {chance.choice(_WORDS)} requests",
        "task_and_method": "Ranks text by a classifier",
        "users": "case workers",
        "affected_groups": "applicants",
        "use": chance.choices(("in_use", "trial", "planned", "ended"), (70, 10, 15, 5))[0],
        "in_scope": True,
        "autonomy": chance.choice([value for value, _ in KINDS["system"].spec("autonomy").choices]),
        "our_role": ["deployer"],
        "hosting": chance.choice([value for value, _ in KINDS["system"].spec("hosting").choices]),
        "personal_data": chance.random() < 0.4,  # a share
        "biometric_data": False,
        "decisions_about_people": chance.random() < 0.2,  # likewise
        "interacts_with_people": chance.random() < 0.3,  # likewise
        "generates_content": False,
        "adapts_with_data": False,
        "sensitive_use": False,
        "public_service": False,
        "effect_on_people": ["work" if chance.random() < 0.8 else "none"],  # a share
    }
    known = KINDS["system"].specs_by_name()
    kept = {name: value for name, value in fields.items() if name in known and value is not None}
    return kept, {"unit": [chance.choice(made.units)], "owner": [chance.choice(made.people)]}


def _evidence(made: Made, chance: random.Random, system: End, tag: str, today: int) -> Row:
    day = today - chance.randrange(_YEAR)
    fields = {
        "tag": tag,
        "title": f"{tag} {chance.randrange(10**6)}",
        "source": "bench",
        "collected_on": iso(day),
    }
    ends = {"about": [system]}
    if chance.random() < 0.7:  # a share
        fields |= {"result": "in_order", "read_on": iso(day)}
        ends["read_by"] = [chance.choice(made.people)]
    return fields, ends


def _write(made: Made, kind: str, rows: Iterable[Row]) -> list[Record]:
    """Write records of a kind in one transaction, with their entries, deriving nothing."""
    caller = made.caller
    now, day = caller.clock.now(), caller.clock.day(made.organisation.time_zone)
    stamp = Stamp(made.organisation.pk, made.owner.uid, now, day, caller.clock.entropy, caller.clock.uid)
    with transaction.atomic():
        head = log.lock(made.organisation.pk)
        written = writing.add(stamp, list(_contents(kind, rows)), PREFIXES)
        lines = [log.Line(record.uid, 1, commitment=revision.commitment) for record, revision in written]
        log.append(
            head,
            lines,
            action=f"{kind}.add",
            action_id=caller.clock.uid(),
            actor=made.owner.uid,
            at=now,
            entropy=caller.clock.entropy,
        )
    return [record for record, _ in written]


def _contents(kind: str, rows: Iterable[Row]) -> Iterator[Content]:
    declared = KINDS[kind]
    for fields, ends in rows:
        title = title_of(kind, fields, {name: [end.uid for end in some] for name, some in ends.items()})
        yield compose(declared, title, fields, ends)


_WORDS = (
    *(
        "Claims",
        "Benefit",
        "Permit",
        "Tax",
        "Health",
        "Housing",
        "School",
        "Transit",
        "Water",
        "Energy",
        "Grant",
    ),
    *(
        "Border",
        "Court",
        "Farm",
        "Forest",
        "Patent",
        "Pension",
        "Police",
        "Port",
        "Rescue",
        "Survey",
        "Weather",
    ),
)
