"""A finding's mending as one thread: what was found, put right, traced, answered, and whether it worked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdtrue.app.actions.findings.checking import own_work
from holdtrue.app.queries import mending
from holdtrue.app.queries.similar import similar
from holdtrue.core.access import Target
from holdtrue.core.mending import Step
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.mending import FixShown, MendingShown, Offered, RoundShown, StepShown
from holdtrue.pages.shapes.moment import absolute, moment
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.views.mending_forms import form_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.mending import Fix, Mending
    from holdtrue.app.queries.similar import Similar
    from holdtrue.app.rows import Record
    from holdtrue.core.mending import At
    from holdtrue.pages.views.frame import Visit

KIND = "finding"
_BLOCKS = ("correction", "cause", "similar", "actions", "effect")
_TOLD = frozenset(
    {"nature", "source", "correction", "cause", "similar_cases", "verified_by", "effect_evidence"}
)
"""Fields told in the thread."""
_OF = {
    Step.CORRECTION: "correction",
    Step.CAUSE: "cause",
    Step.SIMILAR: "similar",
    Step.ACTIONS: "actions",
    Step.DOING: "actions",
    Step.WAITING: "effect",
    Step.EFFECT: "effect",
    Step.CLOSED: "",
}
"""Where a finding stands → the block of the thread that is owed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A finding with who looks at it."""

    visit: Visit
    record: Record
    known: Mending
    here: At
    who: Mapping[str, Record]
    may: bool
    """Whether they may work on it."""

    @property
    def address(self) -> str:
        """Where its steps are done."""
        return self.visit.places.act(self.known.finding.ref, "mend")


def of_record(visit: Visit, found: Around) -> MendingShown | None:
    """Return the thread of a finding's page; None for other kinds and for what is retired."""
    if found.record.kind != KIND or found.record.retired_day is not None:
        return None
    return thread(visit, found.record, found.target)


def apart(found: Around) -> frozenset[str]:
    """Return the fields of a record that its thread tells, so that its facts need not."""
    whole = found.record.kind == KIND and found.record.retired_day is None
    return _TOLD if whole else frozenset()


def thread(visit: Visit, record: Record, target: Target) -> MendingShown:
    """Return the thread of a finding. About ten queries, and as many again where similar cases are looked for."""
    known = mending.of_record(record)
    here, who = known.at(visit.day), mending.people(record.organisation_id, known)
    told, _ = mending.rounds(record)
    asked = Asked(visit, record, known, here, who, visit.may("edit", target))
    now = _OF[here.step]
    blocks = ("effect",) if known.work.slight else _BLOCKS
    steps = [_found(asked, none=mending.lowers_none(record.organisation_id, known))]
    for name in blocks:
        state = "now" if name == now else "done" if _done(blocks, name, now) else "later"
        steps.append(_STEP[name](asked, state))
    back, words = _came_back(visit, known)
    return MendingShown(
        t(f"page.mending.at.{'answer' if known.work.slight and now else here.step.value}"),
        "holds" if here.step is Step.CLOSED else "soon",
        tuple(steps),
        back,
        words,
        tuple(
            RoundShown(t("page.mending.round", n=r.number, date=absolute(r.ended)), r.cause, r.why)
            for r in told
        ),
    )


def offered(visit: Visit, near: Similar) -> tuple[Offered, ...]:
    """Return what to look at for similar cases."""
    groups = (("lacking", near.lacking), ("sharing", near.sharing), ("findings", near.findings))
    return tuple(
        Offered(
            t(f"page.mending.near.{name}"),
            tuple(Link(f"{r.title} ({r.ref})", visit.places.record(r.ref)) for r in some),
        )
        for name, some in groups
        if some
    )


def _done(blocks: tuple[str, ...], name: str, now: str) -> bool:
    return not now or blocks.index(name) < blocks.index(now)


def _step(asked: Asked, name: str, state: str, held: str) -> StepShown:
    """A step that is words: its form where it is owed, and a way to change it afterwards."""
    visit, known, here, may = asked.visit, asked.known, asked.here, asked.may
    now = state == "now"
    change = may and held and known.work.closed is None and not now
    return StepShown(
        name,
        t(f"page.mending.step.{name}"),
        state,
        held,
        due=moment(here.due, visit.day) if now else None,
        late=now and here.due is not None and here.due < visit.day,
        form=form_of(visit, known, name) if now and may and name != "similar" else None,
        acts=(Act(t("page.mending.change"), f"{asked.address}{name}/"),) if change else (),
    )


def _found(asked: Asked, *, none: bool) -> StepShown:
    known = asked.known
    opened = absolute(known.work.opened)
    source = known.text("source")
    words = (
        t("page.mending.found_by", date=opened, source=source)
        if source
        else t("page.mending.found_on", date=opened)
    )
    if none:
        words = f"{words}. {t('page.mending.lowers_none')}"
    weight = said(Message(f"choice.finding_type.{known.work.weight}"))
    nature = known.text("nature") or known.finding.title
    name = Act(
        t("page.mending.name_systems"), asked.visit.places.act(known.finding.ref, "edit", only="about")
    )
    acts = (name,) if none and asked.may else ()
    title = t("page.mending.step.found", weight=weight)
    return StepShown("found", title, "done", nature, words, acts=acts)


def _correction(asked: Asked, state: str) -> StepShown:
    return _step(asked, "correction", state, asked.known.text("correction"))


def _cause(asked: Asked, state: str) -> StepShown:
    return _step(asked, "cause", state, asked.known.text("cause"))


def _similar(asked: Asked, state: str) -> StepShown:
    visit, known = asked.visit, asked.known
    shown = _step(asked, "similar", state, known.text("similar_cases"))
    if state != "now" or not asked.may:
        return shown
    near = similar(visit.caller, known, visit.day)
    return replace(shown, form=form_of(visit, known, "similar", near=near), offered=offered(visit, near))


def _actions(asked: Asked, state: str) -> StepShown:
    visit, known, here, may = asked.visit, asked.known, asked.here, asked.may
    form = None
    acts = []
    if state == "now" and may:
        form = form_of(visit, known, "doing" if here.step is Step.DOING else "actions")
    if may and known.fixes and known.work.closed is None:
        acts.append(Act(t("page.mending.another"), f"{asked.address}actions/"))
    return StepShown(
        "actions",
        t("page.mending.step.actions"),
        state,
        due=moment(here.due, visit.day) if state == "now" else None,
        late=state == "now" and here.due is not None and here.due < visit.day,
        fixes=tuple(_fix(visit, fix, asked.who) for fix in known.fixes),
        form=form,
        acts=tuple(acts),
    )


def _effect(asked: Asked, state: str) -> StepShown:
    visit, known, here, may = asked.visit, asked.known, asked.here, asked.may
    verifies = visit.may("verify_effect", Target(KIND))
    acts, form, why = [], None, ""
    if known.work.slight:
        form = form_of(visit, known, "answer") if state == "now" and may else None
    elif here.step is Step.EFFECT and verifies:
        barred = own_work(asked.record, known, visit.caller.actor.person)
        form = None if barred else form_of(visit, known, "effect")
        why = said(barred.message) if barred else ""
    if known.work.closed is not None:
        acts += [Act(t("page.mending.reopen"), f"{asked.address}reopen/")] if verifies else []
    elif not known.work.slight:
        acts += [Act(t("page.mending.plan"), f"{asked.address}plan/")] if may else []
        acts += (
            [Act(t("page.mending.again"), f"{asked.address}again/")]
            if verifies and known.work.done is not None
            else []
        )
    return StepShown(
        "effect",
        t("page.mending.step.answer" if known.work.slight else "page.mending.step.effect"),
        state,
        _effect_words(known, here, asked.who) if not known.work.slight else known.text("correction"),
        " ".join(x for x in (known.text("effect_reason"), why) if x),
        due=moment(here.due, visit.day) if here.step is Step.EFFECT else None,
        late=here.step is Step.EFFECT and here.due is not None and here.due < visit.day,
        shown=tuple(Link(f"{s.title} ({s.ref})", visit.places.record(s.ref)) for s in known.seen),
        form=form,
        acts=tuple(acts),
    )


def _effect_words(known: Mending, here: At, who: Mapping[str, Record]) -> str:
    checker = who.get(known.one("checker"))
    name = checker.title if checker else t("page.mending.somebody")
    if here.step is Step.CLOSED:
        seen = who.get(known.one("verified_by"))
        day = absolute(known.work.closed) if known.work.closed is not None else ""
        if seen is not None:
            return t("page.mending.seen_by", who=seen.title, date=day)
        return t("page.mending.closed_on", date=day)
    first = known.work.effect_from
    if first is not None:
        return t("page.mending.from", who=name, date=absolute(first), wait=str(known.work.waits))
    expected = known.work.effect_expected
    if expected is not None:
        return t("page.mending.expected", who=name, date=absolute(expected), wait=str(known.work.waits))
    return t("page.mending.after", who=name, wait=str(known.work.waits))


def _fix(visit: Visit, fix: Fix, who: Mapping[str, Record]) -> FixShown:
    owner = who[fix.owner].title if fix.owner in who else t("page.mending.nobody")
    link = Link(f"{fix.title} ({fix.ref})", visit.places.record(fix.ref))
    if fix.done is not None:
        late = fix.due is not None and fix.done > fix.due
        words = t("page.mending.done_late" if late else "page.mending.done", date=absolute(fix.done))
        return FixShown(link, owner, words, "holds")
    if fix.due is None:
        return FixShown(link, owner, t("page.mending.no_day"), "missing")
    state = "lapsed" if fix.due < visit.day else "soon"
    return FixShown(link, owner, t(f"page.mending.due.{state}", date=absolute(fix.due)), state)


def _came_back(visit: Visit, known: Mending) -> tuple[Link | None, str]:
    uid = known.one("recurrence_of")
    before = mending.named(visit.caller.organisation.pk, uid) if uid else None
    if before is None:
        return None, ""
    link = Link(f"{before.finding.title} ({before.finding.ref})", visit.places.record(before.finding.ref))
    day = absolute(before.work.closed) if before.work.closed is not None else ""
    seen = bool(before.text("effect_verified_on"))
    name = "page.mending.came_back_verified" if seen else "page.mending.came_back"
    return link, t(name, ref=before.finding.ref, date=day)


_STEP = {
    "correction": _correction,
    "cause": _cause,
    "similar": _similar,
    "actions": _actions,
    "effect": _effect,
}

__all__ = ["apart", "of_record", "offered", "thread"]
