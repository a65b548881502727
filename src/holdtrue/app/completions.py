"""Completions from another learning system: who completed which course on which day, read against the register."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.imports.dates import order_of, read_date
from holdtrue.app.imports.mapping import signature
from holdtrue.app.imports.reading import read as read_table
from holdtrue.app.imports.table import Unread
from holdtrue.core.days import to_day
from holdtrue.core.digests import fold
from holdtrue.core.kinds import KINDS
from holdtrue.core.lessons import lessons
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput
from holdtrue.store import reading
from holdtrue.store.models import Record, SourceMapping
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.imports.dates import Order
    from holdtrue.app.imports.table import Row, Table

KEY = "course "
"""How the source key of a training record begins that a file of completions brought."""
SOURCE = "completions"
"""What a remembered mapping of such a file is filed under."""
_COLUMNS = {
    "email": "email|e-mail|mail|email address|e-mail address|work email|user email|learner email|upn",
    "key": "employee id|employee number|employee no|staff id|staff number|personnel number",
    "course": "course|course name|course title|training|training name|training title|learning item",
    "on": "completed on|completed|completion date|date completed|completed date|completed at|date|held on",
    "result": "result|status|completion status|outcome|passed|course status",
}
"""What we need → the headings it stands under, the surest first."""
_DONE = frozenset(
    ("pass", "passed", "complete", "completed", "done", "attended", "success", "successful", "yes", "true")
)
_NOT_DONE = frozenset(
    (
        *("fail", "failed", "not passed", "incomplete", "not completed", "in progress", "not started"),
        *("not attempted", "enrolled", "registered", "assigned", "absent", "no show", "withdrawn"),
        *("cancelled", "overdue", "no", "false"),
    )
)


@dataclass(frozen=True, slots=True)
class Taught:
    """What a course counts as."""

    topic: str
    audience: str = ""


@dataclass(slots=True)
class Session:
    """One course on one day, with whom the file names and whom the register has there already."""

    course: str
    day: str
    taught: Taught
    key: str
    held: list[Record] = field(default_factory=list)
    """Training records that earlier files brought for it; the last one takes further people."""
    known: set[str] = field(default_factory=set)
    new: dict[str, Record] = field(default_factory=dict)


@dataclass(slots=True)
class Completions:
    """A file of completions read against the register, before anything is written."""

    caller: Caller
    name: str
    rows: int = 0
    known: int = 0
    """Rows that the register has already, or that repeat another row."""
    not_completed: int = 0
    sessions: dict[str, Session] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    """Course nobody said the topic of → rows, which are left out."""
    refusals: list[tuple[int, Message]] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """What we need → the heading it was found under."""
    signature: str = ""
    said: Mapping[str, str] | None = None
    """What a person said of the columns, kept for the next file of this source."""

    @property
    def added(self) -> int:
        """How many people are to be named on a training record who are not yet."""
        return sum(len(one.new) for one in self.sessions.values())


@dataclass(frozen=True, slots=True)
class _Register:
    """What the rows are held against."""

    by: Mapping[str, list[Record]]
    """Folded e-mail or source key → people."""
    taught: Mapping[str, Taught]
    """Key of a course → what it counts as."""
    held: Mapping[str, list[tuple[Record, frozenset[str]]]]
    """Key of course and day → its training records, each with the uids it names."""


def read(
    caller: Caller,
    path: Path,
    *,
    courses: Sequence[str] = (),
    name: str = "",
    columns_said: Mapping[str, str] | None = None,
) -> Completions:
    """Read a file of completions; `courses` say what a course counts as, "Course name=topic". Writes nothing.

    `columns_said` says which heading holds what is needed, where somebody did; else it is as the last time, else as
    the headings tell. BadInput where a column is missing, or `courses` name no topic or no course of the file.
    """
    require(caller, "import", on_organisation())
    found = Completions(caller, name or path.name)
    table = read_table(path, name=found.name)
    found.headings = tuple(header.text for header in table.headers)
    found.signature = signature(table.headers)
    found.said = columns_said
    columns = _columns(table, found.name, columns_said or _kept(caller, found.signature))
    found.columns = {wanted: table.headers[index].text for wanted, index in columns.items()}
    said = dict(_said(one) for one in courses)
    asked = {_key(one.rpartition("=")[0]): one.rpartition("=")[0].strip() for one in courses}
    held = _held(caller)
    register = _Register(_people(caller), {**_offered(), **_remembered(held), **said}, held)
    days: list[str] = []
    seen: set[str] = set()
    for row in table.rows():
        if not isinstance(row, Unread):
            days.append(row.cells[columns["on"]])
            seen.add(_key(row.cells[columns["course"]]))
    for key, course in asked.items():
        if key not in seen:
            raise BadInput("completions.no_course", field="course", course=course, name=found.name)
    order = order_of(days)
    today = caller.clock.day(caller.organisation.time_zone)
    for row in table.rows():
        found.rows += 1
        if isinstance(row, Unread):
            found.refusals.append((row.line, row.why))
            continue
        why = _take(found, row, {n: row.cells[i].strip() for n, i in columns.items()}, register, order, today)
        if why is not None:
            found.refusals.append((row.line, why))
    if not found.rows:
        raise BadInput("imports.file.no_rows", name=found.name)
    return found


def _kept(caller: Caller, signature_: str) -> Mapping[str, str]:
    """What was said of the columns of the last file with these headings."""
    rows = SourceMapping.rows.of(caller.organisation.pk).filter(signature=signature_, kind=SOURCE)
    stored = rows.values_list("mapping", flat=True).first()
    return dict(stored["columns"]) if isinstance(stored, dict) else {}


def _columns(table: Table, name: str, said: Mapping[str, str]) -> dict[str, int]:
    """Return what we need → the column that holds it; an e-mail or an employee id suffices to know people by.

    What was said comes first; a heading said to be none holds nothing.
    """
    headed: dict[str, int] = {}
    for header in table.headers:
        headed.setdefault(_heading(header.text), header.index)
    found = {
        wanted: next(headed[_heading(one)] for one in words.split("|") if _heading(one) in headed)
        for wanted, words in _COLUMNS.items()
        if any(_heading(one) in headed for one in words.split("|"))
    }
    for wanted, heading in said.items():
        found.pop(wanted, None)
        if _heading(heading) in headed:
            found[wanted] = headed[_heading(heading)]
    if not found.keys() & {"email", "key"}:
        raise BadInput("staff.no_id", field="file", name=name)
    for wanted in ("course", "on"):
        if wanted not in found:
            raise BadInput(f"completions.no_{wanted}_column", field="file", name=name)
    return found


def _heading(text: str) -> str:
    return fold(text.replace("_", " ").replace("-", " "))


def _said(one: str) -> tuple[str, Taught]:
    course, _, topic = one.rpartition("=")
    wanted = fold(topic).replace(" ", "_")
    choices = KINDS["training"].spec("topic").choices
    taught = {lesson.id: Taught(lesson.topic, lesson.audience) for lesson in lessons()}
    taught |= {name: Taught(name) for name, _ in choices}
    if not course.strip() or wanted not in taught:
        raise BadInput("completions.topic", field="course", said=one, topics=tuple(taught))
    return _key(course), taught[wanted]


def _offered() -> dict[str, Taught]:
    """Courses that need no saying: those that bear the name of a lesson here."""
    return {_key(lesson.title): Taught(lesson.topic, lesson.audience) for lesson in lessons()}


def _remembered(held: Mapping[str, list[tuple[Record, frozenset[str]]]]) -> dict[str, Taught]:
    """What a course counted as the last time, as its training records say by now."""
    found: dict[str, Taught] = {}
    latest = {key: some[-1][0] for key, some in held.items()}
    pk = next(iter(latest.values())).organisation_id if latest else 0
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in latest.values()])
    for key in sorted(latest, key=lambda key: key.rpartition(" ")[2]):
        fields = bodies[latest[key].pk]["fields"]
        found[key.rpartition(" ")[0]] = Taught(str(fields.get("topic", "")), str(fields.get("audience", "")))
    return found


def _key(course: str) -> str:
    """Return by what a course is known again, however long its name."""
    return f"{KEY}{hashlib.sha256(fold(course).encode()).hexdigest()[:32]}"


def _people(caller: Caller) -> dict[str, list[Record]]:
    pk = caller.organisation.pk
    rows = list(Record.rows.of(pk).filter(kind="person", retired_day__isnull=True))
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in rows])
    found: dict[str, list[Record]] = defaultdict(list)
    for record in rows:
        mail = str(bodies[record.pk]["fields"].get("email") or "")
        for known in {fold(mail), fold(record.source_key or "")} - {""}:
            found[known].append(record)
    return found


def _held(caller: Caller) -> dict[str, list[tuple[Record, frozenset[str]]]]:
    pk = caller.organisation.pk
    rows = list(
        Record.rows.of(pk)
        .filter(kind="training", source_key__startswith=KEY, retired_day__isnull=True)
        .order_by("number")
    )
    bodies = reading.bodies(pk, [(r.pk, r.head_number) for r in rows])
    found: dict[str, list[tuple[Record, frozenset[str]]]] = defaultdict(list)
    for record in rows:
        named = frozenset(bodies[record.pk]["links"].get("attendees", ()))
        found[str(record.source_key).partition("#")[0]].append((record, named))
    return found


def _take(
    found: Completions, row: Row, cells: Mapping[str, str], register: _Register, order: Order, today: int
) -> Message | None:
    """Take one row up; return why not, where it cannot be."""
    course = cells["course"]
    if not course:
        return Message("completions.row.no_course", {"line": row.line})
    taught = register.taught.get(_key(course))
    if taught is None:
        found.unmapped[course] += 1
        return None
    result = _heading(cells.get("result", ""))
    if result in _NOT_DONE:
        found.not_completed += 1
        return None
    if result and result not in _DONE:
        return Message("completions.row.result", {"line": row.line, "result": cells["result"]})
    day, person = _day(row.line, cells["on"], order, today), _person(row.line, cells, register)
    for said in (day, person):
        if isinstance(said, Message):
            return said
    session = _session(found, course, str(day), taught, register)
    if isinstance(person, Record):
        if person.uid in session.known or person.uid in session.new:
            found.known += 1
        else:
            session.new[person.uid] = person
    return None


def _day(line: int, given: str, order: Order, today: int) -> str | Message:
    if not given:
        return Message("completions.row.no_day", {"line": line})
    on = read_date(given, order)
    day = to_day(on.value) if on.value else None
    if on.value is None or on.partial or day is None or day > today:
        return on.why or Message("completions.row.day", {"line": line, "day": given})
    return on.value


def _person(line: int, cells: Mapping[str, str], register: _Register) -> Record | Message:
    given = [cells[name] for name in ("email", "key") if cells.get(name)]
    if not given:
        return Message("completions.row.nobody", {"line": line})
    matched = {record.uid: record for one in given for record in register.by.get(fold(one), ())}
    if not matched:
        return Message("completions.row.unknown", {"line": line, "who": given[0]})
    if len(matched) > 1:
        return Message("completions.row.several", {"line": line, "who": given[0]})
    return next(iter(matched.values()))


def _session(found: Completions, course: str, day: str, taught: Taught, register: _Register) -> Session:
    key = f"{_key(course)} {day}"
    session = found.sessions.get(key)
    if session is None:
        held = register.held.get(key, ())
        session = Session(course, day, taught, key, [record for record, _ in held])
        session.known = {uid for _, named in held for uid in named}
        found.sessions[key] = session
    return session


def completions_json(
    found: Completions, written: Mapping[str, Sequence[str]], action: str
) -> dict[str, object]:
    """Return it for the command line; `written` holds key of course and day → refs of its training records."""
    trainings = [
        {
            "refs": list(written.get(one.key) or [record.ref for record in one.held]),
            "course": one.course,
            "on": one.day,
            "topic": one.taught.topic,
            "audience": one.taught.audience or None,
            "added": len(one.new),
            "people": len(one.known) + len(one.new),
        }
        for one in sorted(found.sessions.values(), key=lambda one: (one.day, one.course))
    ]
    return {
        "file": found.name,
        "rows": found.rows,
        "added": found.added,
        "known": found.known,
        "not_completed": found.not_completed,
        "left_out": found.unmapped.total(),
        "refused": len(found.refusals),
        "written": bool(action),
        "action": action or None,
        "trainings": trainings,
        "unmapped": [{"course": course, "rows": n} for course, n in found.unmapped.most_common()],
        "refusals": [{"line": line, "why": say(why)} for line, why in found.refusals],
    }


NEEDED = tuple(_COLUMNS)
"""What is looked for in a file: how people are known, the course, its day and its result."""

__all__ = ["KEY", "NEEDED", "SOURCE", "Completions", "Session", "Taught", "completions_json", "read"]
