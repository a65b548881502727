"""Parts of a gate's page: the strip of stages, each line with its glyph and the act that mends it, what was decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.gating import FORESEEN
from holdtrue.app.derive.views import organisation_record
from holdtrue.app.queries import standings
from holdtrue.app.queries.early import passing
from holdtrue.app.queries.lives import decisions, stages_gone_through
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.app.queries.stages import lost
from holdtrue.app.queries.why import Why
from holdtrue.app.shapes_gates import title_of
from holdtrue.core.days import ALWAYS
from holdtrue.core.gate_answers import STAGES
from holdtrue.core.gating import GO
from holdtrue.core.messages import Message
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION
from holdtrue.pages.shapes.gate import Decided, GateLine, StageStep
from holdtrue.pages.shapes.glyph import Glyph, glyph
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.views import foreseen_parts
from holdtrue.pages.views.returning import and_back
from holdtrue.pages.views.whys import remedy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.standings import Reader
    from holdtrue.app.rows import GateDecision, Record
    from holdtrue.core.gate_answers import Answer, Line, Told
    from holdtrue.pages.views.frame import Visit

_OF_A_CHANGE = ("reason", "side_effects", "test_summary", "rollback")
_OF_GOING_LIVE = ("reason", "business_value", "criteria", "rollback")
_MOST_MISSING = 6


def strip(  # whose stages, and which of them is which
    visit: Visit, record: Record, stage: str, now: str, *, passed: Sequence[GateDecision] | None = None
) -> tuple[StageStep, ...]:
    """Return the stages with the one the system is in, each leading to its gate; one it never was in says so.

    One query unless what it passed is at hand.
    """
    here = STAGES.index(now)
    if passed is None:
        passed = passing(visit.caller.organisation.pk, record.pk) if here > 1 else ()
    been = stages_gone_through(passed)
    found = []
    for n, name in enumerate(STAGES):
        before = "passed" if name in been else "skipped"
        state = "now" if n == here else before if n < here else "ahead"
        found.append(
            StageStep(
                t(f"choice.lifecycle_stage.{name}"),
                visit.places.act(record.ref, "gate") + f"{name}/",
                state,
                t(f"page.gate.stage.{state}"),
                current=name == stage,
            )
        )
    return tuple(found)


def stage_in(fields: Mapping[str, object]) -> str:
    """Return the stage a system's fields say it is in."""
    found = str(fields.get("lifecycle_stage") or STAGES[0])
    return found if found in STAGES else STAGES[0]


def stage_words(found: Around, reader: Reader, packed: bytes, stage: str) -> str:
    """Say what its stage was entered by and does not hold any more, with since when; '' where all of it holds."""
    fields = found.fact.fields if found.fact else {}
    gone = lost(reader, packed, stage, str(fields.get("tier") or ""))
    if not gone:
        return ""
    first = gone[0]
    words = {"stage": t(f"choice.lifecycle_stage.{stage}"), "n": len(gone), "what": first.need.practice.title}
    if first.since:
        return t("page.gate.lost_since", date=absolute(first.since), **words)
    return t("page.gate.lost", **words)


def used_ahead(fields: Mapping[str, object], stage: str) -> str:
    """Say that a system is used though no gate into use was passed; '' where that is not so."""
    if fields.get("use") != "in_use" or STAGES.index(stage) >= STAGES.index("deployed"):
        return ""
    return t("page.gate.used_ahead", stage=t(f"choice.lifecycle_stage.{stage}"))


def sentence(answer: Answer) -> str:
    """Say whether it is open."""
    told = {"stage": t(f"choice.lifecycle_stage.{answer.stage}")}
    if answer.open:
        return t("page.gate.open", **told)
    return t("page.gate.shut", n=len(answer.missing), of=len(answer.lines), **told)


def closes(answer: Answer) -> str:
    """Say when it shuts again if nobody does anything."""
    if not answer.open or answer.closes >= ALWAYS:
        return ""
    return t("page.gate.closes", date=absolute(answer.closes))


def asked_fields(stage: str) -> tuple[str, ...]:
    """Return which fields of a change the form of asking takes."""
    return _OF_A_CHANGE if stage == "changed" else ("reason",) if stage == "retired" else _OF_GOING_LIVE


class Lines:
    """Shows the lines of one answer; the standing they come from is read once."""

    def __init__(self, visit: Visit, record: Record, answer: Answer) -> None:
        self.visit, self.record, self.answer = visit, record, answer
        organisation = visit.caller.organisation
        self.whole = organisation_record(organisation.pk)
        self.reader, self.packed = standings.reading(organisation, record.pk, self.whole.pk, answer.day)

    def missing(self, line: Line) -> GateLine:
        """One thing that does not hold: why, what mends it, and who."""
        told = line.told
        return GateLine(
            title=title_of(line),
            level=_level(line),
            glyph=self._glyph(line),
            because=said(told.because) if told else "",
            remedy=said(told.remedy) if told else "",
            act=self._led_back(self._act(line, told)) if told else None,
            who=self._who(told) if told else "",
            minutes=told.minutes if told else 0,
            hard=t("page.gate.hard") if line.hard and line.need is not None else "",
        )

    def holding(self, line: Line) -> GateLine:
        """One thing that holds."""
        until = line.verdict.until
        words = t("page.gate.until", date=absolute(until)) if until < ALWAYS else t("page.gate.holds")
        return GateLine(title_of(line), _level(line), self._glyph(line), until=words)

    def _glyph(self, line: Line) -> Glyph | None:
        if line.need is None or self.answer.day < self.visit.day:
            return None
        practice = line.need.practice
        if practice.per_system:
            verdicts = self.reader.verdicts_of(self.packed, practice.id) if self.packed else None
        else:
            verdicts = self.reader.own_verdicts(practice.id)
        scope = self.record.ref if practice.per_system else ORGANISATION
        href = self.visit.places.why(scope, practice.id, LEVEL_WORDS[line.need.level])
        return glyph(practice.title, verdicts, self.answer.day, href=href)

    def _led_back(self, act: Act | None) -> Act | None:
        """What mends it leads back to the gate once it is sent."""
        if act is None or self.answer.day != self.visit.day:
            return act
        return replace(act, href=and_back(act.href, f"r/{self.record.ref}/gate/{self.answer.stage}"))

    def _act(self, line: Line, told: Told) -> Act | None:
        places = self.visit.places
        if line.need is None:
            if line.key == "triage":
                return Act(t("page.why.act.sort"), f"{places.at('triage')}?ref={self.record.ref}")
            if line.key.startswith("evidence:"):
                if told.remedy_action == "read" and told.remedy_ref:
                    return Act(t("page.why.act.read"), places.act(told.remedy_ref, "read"))
                tag = line.key.partition(":")[2]
                return Act(t("page.why.act.attach"), places.act(self.record.ref, "attach", tag=tag))
            return Act(t("page.gate.look"), places.record(told.remedy_ref)) if told.remedy_ref else None
        scope = self.record if line.need.practice.per_system else self.whole
        level = line.need.level
        state = line.state(self.answer.day)
        why = Why(
            *(line.need.practice, scope, self.answer.day, level, level - 1, line.verdict.until, state),
            *(told.because, told.witness, told.remedy, told.remedy_action, told.remedy_ref, told.role),
            *((), (), ()),
        )
        return remedy(self.visit, why)

    def _who(self, told: Told) -> str:
        if told.person_uid and told.person_uid == self.visit.caller.actor.person:
            return ""
        role = said(Message(f"choice.roles.{told.role}")) if told.role else ""
        if told.name:
            return t("gate.who.person", name=told.name, role=role)
        if self.answer.day < self.visit.day:  # of a past day it is not looked up who held it
            return t("gate.who.role", role=role) if role else ""
        return t("gate.who.nobody", role=role) if role else ""


def _level(line: Line) -> str:
    return t("page.gate.at_level", level=t(f"page.level.at.{line.need.level}")) if line.need else ""


def _newest_looked_at(visit: Visit, rows: Sequence[GateDecision]) -> Mapping[int, Mapping[str, object]]:
    """The fields of the newest change that passed here and was looked at first; at most one is compared."""
    for row in rows:
        if row.decision == GO and row.change is not None and row.stage in FORESEEN:
            fields = revision_said(visit.caller.organisation, row.change).fields
            return {row.pk: fields} if fields.get("foreseen") else {}
    return {}


def decided(visit: Visit, record: Record, stage: str) -> tuple[Decided, ...]:
    """Return what was decided at this gate before, newest first, with what did not hold then."""
    found = []
    rows = [row for row in decisions(visit.caller.organisation, record) if row.stage == stage]
    looked = _newest_looked_at(visit, rows)
    for row in rows:
        fields = looked.get(row.pk, {})
        name = row.person.title if row.person else t("page.gate.nobody")
        missing = [str(one["title"]) for one in row.answer.get("missing", ())]
        found.append(
            Decided(
                absolute(row.day),
                t(f"page.gate.was.{row.decision}", name=name, stage=t(f"choice.lifecycle_stage.{stage}")),
                Link(row.change.ref, visit.places.record(row.change.ref)) if row.change else None,
                row.reason,
                row.open,
                tuple(missing[:_MOST_MISSING]),
                foreseen_parts.foreseen(fields),
                foreseen_parts.came(visit, record.ref, record.uid, fields) if fields else (),
            )
        )
    return tuple(found)
