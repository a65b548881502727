"""Attestations of readiness inside an organisation: all of them, one with what is confirmed, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from holdtrue.app import attested_files, proving
from holdtrue.app.actions.assessor import require_independent
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.queries import attesting
from holdtrue.app.queries.attesting import State
from holdtrue.core.attesting import Floor
from holdtrue.core.messages import Message
from holdtrue.core.refusals import NotAllowed, NotFound
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.attesting import (
    AttestationsView,
    AttestationView,
    AttestedLine,
    LevelShown,
    PropertyShown,
)
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.attesting import Line, Looked, Working
    from holdtrue.app.rows import Attestation
    from holdtrue.core.days import Day
    from holdtrue.pages.views.frame import Visit

STATES = {
    State.OPEN: "soon",
    State.STANDS: "holds",
    State.FALLEN: "wrong",
    State.ENDED: "wrong",
    State.WITHDRAWN: "wrong",
}
PROOF = "-proof"
LEVEL, REASON = "level-", "reason-"


@require_safe
@frame.inside
def every(visit: Visit) -> HttpResponse:
    """Show all of them, the newest first."""
    lines = tuple(
        AttestedLine(
            Link(attesting.ref(row), _place(visit, row)),
            STATES[attesting.state(row, visit.day)],
            standing(row, visit.day),
            t("attest.by", name=row.assessor.title),
        )
        for row in attesting.attestations(visit.caller)
    )
    draw, cannot = None, ""
    if visit.may("attest", on_organisation()):
        try:
            require_independent(visit.caller)
            draw = Act(t("attest.draw"), visit.places.at("attestations", "draw"), posted=True)
        except NotAllowed as refusal:
            cannot = said(refusal.message)
    empty = "" if lines else t("attest.none")
    view = AttestationsView(
        t("attest.lead"), t("attest.not_certification"), lines, empty, draw, cannot or t("attest.who")
    )
    given = frame.page(visit, t("attest.list_title"), station="check")
    return frame.show(visit, "attestations.html", given, view=view)


@require_safe
@frame.inside
def one(visit: Visit, number: int) -> HttpResponse:
    """Show one."""
    return shown(visit, attesting.one(visit.caller, number))


def shown(
    visit: Visit,
    row: Attestation,
    *,
    typed: Mapping[str, tuple[str, str]] | None = None,
    error: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    """Return the page of one; `typed` is what was sent and refused, `error` names the practice and says why."""
    day, places = visit.day, visit.places
    state = attesting.state(row, day)
    working = attesting.working(visit.caller.organisation, row, day) if row.signed is None else None
    mine = state is State.OPEN and row.account == visit.caller.actor.account
    looked = attesting.looked_at(visit.caller.organisation, row, working, day) if working else {}
    titles = {p.id: p.title for p in working.found.figures.library.scheme.properties} if working else {}
    view = AttestationView(
        standing(row, day),
        t("attest.not_certification"),
        STATES[state],
        t(f"attest.badge.{state.value}"),
        _facts(row, working),
        _sample(visit, row),
        floor_words(row.floor) if row.floor else (),
        tuple(
            PropertyShown(
                p.id,
                titles.get(p.id, p.id),
                p.question,
                tuple(
                    _level(visit, x, typed or {}, error, looked.get(x.derived.practice, ()), mine=mine)
                    for x in some
                ),
            )
            for p, some in (working.by_property if working else ())
        ),
        _place(visit, row, "confirm") if mine else "",
        _files(visit, row),
        proving.key_of(visit.caller.organisation) if row.signed is not None else "",
        _acts(visit, row, working, mine=mine),
        _publishing(visit, row),
        Link(t("attest.public"), f"/attestations/{row.code}/") if row.code else None,
    )
    crumbs = (Link(t("attest.list_title"), places.at("attestations")),)
    title = t("attest.one_title", ref=attesting.ref(row))
    given = frame.page(visit, title, station="check", crumbs=crumbs)
    return frame.show(visit, "attestation.html", given, status=status, view=view)


@require_safe
@frame.inside
def file(visit: Visit, number: int, name: str) -> HttpResponse:
    """Send a file of it, or the proof that belongs to it."""
    return sent(attesting.one(visit.caller, number), name)


def sent(row: Attestation, name: str) -> HttpResponse:
    """Return a file of a signed attestation; NotFound for any other name."""
    form = name.removesuffix(PROOF)
    proof = PROOF if name.endswith(PROOF) else ""
    if form not in attested_files.FORMS or row.signed is None or (proof and not row.proofs.get(form)):
        raise NotFound("attest.no_file")
    if proof:
        body, media = row.proofs[form].encode(), attested_files.MEDIA["proof"]
    else:
        body = attested_files.content_of(row.organisation, row, form)
        media = attested_files.MEDIA["pdf" if form == "document" else "json"]
    response = HttpResponse(body, content_type=media)
    named = attested_files.name_of(row, form, proof=proof)
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def standing(row: Attestation, day: Day) -> str:
    """Say how it stands, since when not, and until when."""
    state, over, fall = attesting.state(row, day), attesting.ended(row, day), attesting.fall_of(row)
    if state is State.OPEN:
        return t("attest.standing.open", date=absolute(row.drawn))
    falls = attesting.falls_on(row)
    if state is State.STANDS and falls is not None and fall is not None and row.until is not None:
        ahead = {"date": absolute(row.until), "falls": absolute(falls), "why": said(fall.message)}
        return t("attest.standing.falls", **ahead)
    if state is State.STANDS and row.until is not None:
        return t("attest.standing.stands", date=absolute(row.until))
    ended_on = absolute(over if over is not None else row.withdrawn or day)
    if state is State.FALLEN and fall is not None:
        return t("attest.standing.fallen", date=ended_on, why=said(fall.message))
    if state is State.WITHDRAWN:
        return t("attest.standing.withdrawn", date=ended_on, why=row.withdrawn_why)
    return t("attest.standing.ended", date=ended_on)


def floor_words(given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what must hold for it to stand, a sentence each."""
    least = Floor(given["band"], given["index"], given["properties"])
    told = [t("attest.floor.index", index=least.index, band=Message(f"band.{least.band}"))]
    told += [
        t("attest.floor.property", property=Message(f"property.{name}"), least=value)
        for name, value in least.properties.items()
        if value
    ]
    return tuple(told)


def _place(visit: Visit, row: Attestation, *words: str) -> str:
    return visit.places.at("attestations", str(row.number), *words)


def _facts(row: Attestation, working: Working | None) -> tuple[tuple[str, str], ...]:
    facts = [
        (t("attest.fact.assessor"), row.assessor.title),
        (t("attest.fact.drawn"), absolute(row.drawn)),
        (t("attest.fact.seed"), row.seed),
    ]
    if working is not None:
        words = t("attest.index_so_far", index=working.index().shown, derived=working.found.index.shown)
        facts.append((t("attest.fact.index"), words))
        facts.append((t("attest.fact.left"), t("attest.left_of", n=len(working.left), of=len(working.lines))))
    if row.signed is not None and row.until is not None:
        facts.append((t("attest.fact.signed"), absolute(row.signed)))
        facts.append((t("attest.fact.until"), absolute(row.until)))
    return tuple(facts)


def _sample(visit: Visit, row: Attestation) -> tuple[tuple[str, str, tuple[Link, ...]], ...]:
    return tuple(
        (
            t(f"attest.class.{name}"),
            t("attest.drawn_of", n=len(drawn), of=systems),
            tuple(Link(f"{r.title} ({r.ref})", visit.places.record(r.ref)) for r in drawn),
        )
        for name, systems, drawn in attesting.sampled(visit.caller.organisation, row)
        if systems
    )


def _level(
    visit: Visit,
    line: Line,
    typed: Mapping[str, tuple[str, str]],
    error: tuple[str, str],
    drawn: Sequence[Looked],
    *,
    mine: bool,
) -> LevelShown:
    practice, top = line.stand.practice, line.derived.level
    lowered = line.level is not None and line.level < top
    looked = line.given is not None and not line.risen_above
    word, reason = typed.get(practice.id, ("", ""))
    if practice.id not in typed:
        word = LEVEL_WORDS[line.level] if line.level is not None and looked else ""
        reason = str(line.given["reason"]) if line.given else ""
    choices = [Choice("", t("attest.not_looked"), chosen=not word)]
    for n in range(top, -1, -1):
        name = "attest.choice.confirm" if n == top else "attest.choice.lower"
        words = t(name, level=Message(f"level.{LEVEL_WORDS[n]}"))
        choices.append(Choice(LEVEL_WORDS[n], words, chosen=word == LEVEL_WORDS[n]))
    return LevelShown(
        practice.id,
        Link(practice.title, visit.places.practice(practice.id)),
        t(f"level.{LEVEL_WORDS[top]}"),
        t(f"level.{LEVEL_WORDS[line.level]}")
        if looked and line.level is not None
        else t("attest.not_looked"),
        reason,
        "wrong" if lowered and looked else "holds" if looked else "soon",
        tuple(choices) if mine else (),
        error[1] if error[0] == practice.id else "",
        tuple(
            Link(
                t("attest.system_level", name=x.record.title, level=Message(f"level.{LEVEL_WORDS[x.level]}")),
                visit.places.why(x.record.ref, practice.id, LEVEL_WORDS[max(top, 1)]),
            )
            for x in drawn
        ),
    )


def _files(visit: Visit, row: Attestation) -> tuple[Link, ...]:
    if row.signed is None:
        return ()
    told = []
    for form in attested_files.FORMS:
        told.append(Link(t(f"attest.file.{form}"), _place(visit, row, "files", form)))
        if row.proofs.get(form):
            told.append(Link(t(f"attest.file.{form}_proof"), _place(visit, row, "files", f"{form}{PROOF}")))
    return tuple(told)


def _acts(visit: Visit, row: Attestation, working: Working | None, *, mine: bool) -> tuple[Act, ...]:
    told = []
    if mine and working is not None:
        left = len(working.left)
        refused = t("attest.left_first", n=left) if left else ""
        told.append(Act(t("attest.sign"), _place(visit, row, "sign"), refused=refused))
        told.append(Act(t("attest.drop"), _place(visit, row, "withdraw")))
    elif row.signed is not None and row.withdrawn is None and row.account == visit.caller.actor.account:
        told.append(Act(t("attest.withdraw"), _place(visit, row, "withdraw")))
    return tuple(told)


def _publishing(visit: Visit, row: Attestation) -> Form | None:
    if row.signed is None or not visit.may("publish_attestation", on_organisation()):
        return None
    action = _place(visit, row, "publish")
    if row.code:
        return Form(
            action, (), t("attest.unpublish"), intro=t("attest.published_at", at=f"/attestations/{row.code}/")
        )
    field = Field("code", t("attest.address"), help=t("attest.address_help"), example="clearwater-2027")
    return Form(action, (Section("", (field,)),), t("attest.publish"), intro=t("attest.publish_words"))
