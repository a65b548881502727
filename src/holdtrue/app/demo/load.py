"""Plays the demonstration's story: each step is an ordinary action, on its own day, by the person named."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from holdtrue.accounts.models import Membership, User
from holdtrue.app.actions import evidence, records
from holdtrue.app.actions.acting import Caller
from holdtrue.app.actions.organisation import Founded, found
from holdtrue.app.actions.sign import sign
from holdtrue.app.clock import SYSTEM, Clock, zone
from holdtrue.app.demo.telling import TOLD
from holdtrue.core.access import Actor
from holdtrue.core.content import content
from holdtrue.core.kinds import KINDS
from holdtrue.store import reading
from holdtrue.store.models import Organisation, Record

STORY = ("demo/clinic.yaml", "demo/clinic-loop.yaml")
"""The organisation with the year of its records, and what came of checking and acting."""
_EVENING = dt.time(18)
Step = Mapping[str, Any]


@dataclass(slots=True)
class Story:
    """How far the story is: who acts, and what its names stand for."""

    founded: Founded
    clock: Clock
    began: dt.datetime
    """When it began to be played, in the organisation's time zone: all its days are counted back from there."""
    refs: dict[str, str] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    """Name in the story → the person's address."""
    said: dict[str, str] = field(default_factory=dict)
    """Name in the story → uid of a comment."""
    sets: dict[str, list[str]] = field(default_factory=dict)
    """Name in the story → refs of records written together."""

    def caller(self, days: int, person: str = "") -> Caller:
        """Return who acts that many days ago: a member by name, or the owner for a person without an account."""
        clock = _earlier(self.clock, self.began, days)
        owner = self.founded.owner.uid
        membership = Membership.objects.filter(
            organisation=self.founded.organisation, user__email=self.emails.get(person, "")
        ).first()
        account, role = (membership.user.uid, membership.role) if membership else (owner, "owner")
        uid = self.record(person).uid if person else self.founded.person.uid
        role = "manager" if role == "member" else role
        return Caller(self.founded.organisation, Actor(account=account, person=uid, role=role), clock)

    def date(self, days: int) -> str:
        """Return the day so many days ago as it is written; ahead where the number is below zero."""
        return _date(self, days)

    def record(self, name: str) -> Record:
        """Return the record a name stands for."""
        return reading.record(self.founded.organisation.pk, self.refs[name])


def load(*, clock: Clock = SYSTEM, beginning: Callable[[], None] | None = None) -> Organisation:
    """Write the demonstration, all of it or nothing, and return its organisation; one already there stays as it is.

    `beginning` is called before anything is written, and not where nothing is.
    """
    start: Any = content(STORY[0])["organisation"]
    existing = Organisation.objects.filter(demo=True, name=start["name"]).first()
    if existing is not None:
        return existing
    if beginning:
        beginning()
    with transaction.atomic():
        return _written(clock)


def _written(clock: Clock) -> Organisation:
    told = content(STORY[0])
    start: Any = told["organisation"]
    began = clock.now().astimezone(zone(start["time_zone"]))
    founded = found(
        start["name"],
        profile=start["profile"],
        owner=start["owner"],
        owner_name=start["owner_name"],
        time_zone=start["time_zone"],
        facts=start["facts"],
        demo=True,
        clock=_earlier(clock, began, start["founded"]),
    )
    story = Story(
        founded, clock, began, {"maya": founded.person.ref, "ORG": "ORG-0001"}, {"maya": start["owner"]}
    )
    given = [step for name in STORY for step in _single(content(name))]
    for step in sorted(given, key=_days, reverse=True):
        _play(story, step)
    members: Any = told["members"]
    _join(story, members)
    return founded.organisation


def _single(told: Mapping[str, Any]) -> Iterator[Step]:
    """The steps of a file; one that gives values by day is a step on each of its days."""
    for step in told["steps"]:
        if "values" not in step:
            yield step
            continue
        for days, value in step["values"].items():
            yield {**step, "days": days, "value": value}


def _days(step: Step) -> int:
    days: int = step["days"]
    return days


def _play(story: Story, step: Step) -> None:
    word = next(iter(TOLD.keys() & step.keys()), "")
    if word:
        made = TOLD[word](story, step)
        if made is not None and "as" in step:
            story.refs[step["as"]] = made.ref
        if "finding" in step:
            story.refs[step["finding"]] = _newest_finding(story)
        return
    caller = story.caller(step["days"], step.get("by", ""))
    if "add" in step:
        record = records.add(caller, step["add"], _values(story, step["add"], step["with"], step["days"]))
    elif "edit" in step:
        kind = story.record(step["edit"]).kind
        values = _values(story, kind, step["with"], step["days"])
        record = records.edit(caller, story.refs[step["edit"]], values, why=step.get("why", ""))
    elif "sign" in step:
        record = story.record(step["sign"])
        sign(caller, record.ref, step["as_"], good_for=step.get("for", ""), why=step.get("why", ""))
    elif "attach" in step:
        record = evidence.attach(
            caller,
            [story.refs[step["attach"]]],
            io.BytesIO(step["text"].encode()),
            step["file"],
            tag=step["tag"],
            collected_on=_date(story, step["collected"]),
        )
    else:
        record = evidence.read(caller, story.refs[step["read"]], step["result"])
    if "as" in step:
        story.refs[step["as"]] = record.ref
        if record.kind == "person":
            story.emails[step["as"]] = step["with"]["email"]


def _newest_finding(story: Story) -> str:
    """The finding that the step before opened by itself."""
    rows = Record.rows.of(story.founded.organisation.pk).filter(kind="finding")
    ref: str = rows.latest("number").ref
    return ref


def _values(story: Story, kind: str, given: Mapping[str, Any], days: int) -> dict[str, object]:
    """Read names as refs and numbers in date fields as days ago, never later than the step's own day."""
    specs = KINDS[kind].specs_by_name()
    found: dict[str, object] = {}
    for name, value in given.items():
        spec = specs.get(name)
        if spec is not None and spec.type == "date" and isinstance(value, int):
            found[name] = _date(story, value if value < 0 or name == "due" else max(value, days))
        elif spec is not None and spec.linked:
            names = value if isinstance(value, list) else [value]
            refs = [story.refs.get(n, n) for n in names]
            found[name] = refs if spec.multiple else refs[0]
        elif spec is not None and spec.type == "list":
            lines = value if isinstance(value, list) else [value]
            found[name] = [line.format_map(story.refs) for line in lines]
        else:
            found[name] = value
    return found


def _earlier(clock: Clock, began: dt.datetime, days: int) -> Clock:
    """Return a clock so many days before the story began to be played, by its own calendar, going on from the evening.

    What a day's acts tell of has happened by then, at whatever hour it is played; today's acts are done now.
    """
    if not days:
        return clock
    evening = dt.datetime.combine(began.date() - dt.timedelta(days=days), _EVENING, began.tzinfo)
    return Clock(
        now=lambda: evening.astimezone(dt.UTC) + (clock.now() - began),
        entropy=clock.entropy,
    )


def _date(story: Story, days: int) -> str:
    return (story.began.date() - dt.timedelta(days=days)).isoformat()


def _join(story: Story, members: list[Step]) -> None:
    """Give the people who work with the system their accounts; the story itself was written in their names before."""
    now = story.clock.now()
    for member in members:
        name = next(n for n, email in story.emails.items() if email == member["email"])
        user = User.objects.filter(email=member["email"]).first() or User.objects.create_user(
            member["email"], created_at=now
        )
        Membership.objects.get_or_create(
            organisation=story.founded.organisation,
            user=user,
            defaults={"role": member["role"], "person": story.record(name), "created_at": now},
        )


__all__ = ["Story", "load"]
