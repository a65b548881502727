"""What a change that is asked for would do, looked at before it is asked: its lines read, tried, told and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import decision, on_record
from holdtrue.app.actions.whatif import Change, try_together
from holdtrue.app.queries.approvers import components_of
from holdtrue.app.shapes_whatif import who
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.store import reading
from holdtrue.words import say, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.consequences import Consequences
    from holdtrue.store.models import Record

FIELD = "proposed"
ENDS = {"use": "ended"}
"""What a retirement would set on the system; no line of it is asked for."""
_TOLD = 40
"""Claims told one by one; of more it is said how many."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What was proposed, what it would do, and both in words to be kept with the request."""

    proposed: tuple[str, ...]
    """Each as it is kept: CMP-0001 version: 2.4 → 2.5."""
    targets: tuple[str, ...]
    """Refs of the components proposed to change."""
    consequences: Consequences | None
    words: str


def lines_of(written: str, *, field: str = FIELD) -> dict[str, str]:
    """Read what somebody wrote, one change a line: CMP-0001.version = 2.5; BadInput names a line that is none."""
    found = {}
    for line in written.splitlines():
        name, equals, value = (part.strip() for part in line.partition("="))
        if not name:
            continue
        if not equals or "." not in name:
            raise BadInput("foreseen.line", field=field, line=line.strip())
        found[name] = value
    return found


def foresee(caller: Caller, system: Record, proposed: Mapping[str, str], *, stage: str = "") -> Foreseen:
    """Return what these changes would do; nothing of it is kept. BadInput where one is of no record of the system."""
    known = {system.ref: system, **components_of(caller.organisation.pk, system)}
    changes: dict[str, dict[str, object]] = {}
    if stage == "retired" and not proposed:
        changes[system.ref] = dict(ENDS)
    said = []
    for name, value in proposed.items():
        ref, _, field = name.partition(".")
        record = known.get(ref.upper())
        if record is None:
            raise BadInput("foreseen.not_its", field=FIELD, ref=ref, system=system.ref, known=tuple(known))
        specs = {spec.name: spec for spec in KINDS[record.kind].field_specs() if not spec.derived}
        if field not in specs:
            raise BadInput("foreseen.no_field", field=FIELD, name=field, ref=record.ref)
        many = specs[field].multiple
        changes.setdefault(record.ref, {})[field] = [v.strip() for v in value.split(",")] if many else value
        before = reading.body(record)["fields"].get(field)
        was = ", ".join(map(str, before)) if isinstance(before, (list, tuple)) else str(before or "-")
        said.append(f"{record.ref} {field}: {was} → {value or '-'}")
    found = None
    if changes and decision(caller, "whatif", on_record(system)).allowed:
        found = try_together(caller, system.ref, {ref: Change(given) for ref, given in changes.items()})
    targets = tuple(ref for ref in changes if ref != system.ref)
    return Foreseen(tuple(said), targets, found, _words(said, found))


def _words(said: list[str], found: Consequences | None) -> str:
    """Tell it in lines; the same form whatever was proposed."""
    if found is None:
        return text("foreseen.nothing_named")
    told = [text("foreseen.proposed", what="; ".join(said))] if said else []
    told.append(text("foreseen.stops", n=sum(one.scopes for one in found.stops)))
    for one in found.stops[:_TOLD]:
        words = {"title": one.practice.title, "scope": one.ref or text("foreseen.organisation")}
        levels = {
            "before": text(f"level.{LEVEL_WORDS[one.before]}"),
            "after": text(f"level.{LEVEL_WORDS[one.after]}"),
        }
        told.append("- " + text("foreseen.stop", because=say(one.because), **words, **levels))
    if len(found.stops) > _TOLD:
        told.append(text("foreseen.more", n=len(found.stops) - _TOLD))
    told += [
        text(
            "foreseen.owes", name=who(one), minutes=one.minutes, what="; ".join(say(a.text) for a in one.acts)
        )
        for one in found.owed
    ]
    told += [text("foreseen.drifts", ref=one.ref, title=one.title) for one in found.drifts]
    return "\n".join(told)


__all__ = ["FIELD", "Foreseen", "foresee", "lines_of"]
