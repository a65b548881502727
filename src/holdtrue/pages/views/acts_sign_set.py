"""Set sign-offs: records chosen from a list, opened where they must be, signed as one decision, shown as a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing as sealed
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.sign import Decision
from holdtrue.app.actions.sign_set import Shown
from holdtrue.app.actions.sign_set import sign_set as put_signatures
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.app.queries.sign_set import as_signed, chosen
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.core.verdicts import State
from holdtrue.pages.forms import Answers, posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import ReadView, SetMember, SetView, SignSetView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link, Notice
from holdtrue.pages.shapes.record import Knot
from holdtrue.pages.views import contents, proving
from holdtrue.pages.views.acts_sign import FOREVER, GOOD_FOR, MEANING, SHOWN, WHY, meanings, periods
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.signatures import shown as signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.queries.sign_set import Chosen, Member
    from holdtrue.app.queries.signed import Signed

NAME, REF, SEEN, OPEN = "name", "ref", "seen", "open"
_FIELDS = (NAME, MEANING, GOOD_FOR, WHY, proving.PASSWORD)
_SEAL = sealed.TimestampSigner(salt="holdtrue.sign-set")
_SEEN_FOR = 12 * 3600
"""Seconds for which having opened a record counts."""
_MARK = {"": "missing", "same": "holds", "changed": "drifted"}


@inside
def sign_set(visit: Visit) -> HttpResponse:
    """Sign the records named; those of the high tier are opened one by one before."""
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    refs = [normal_ref(ref) or ref for ref in given.getlist(REF)]
    if not refs:
        raise BadInput("act.set.none", field=REF)
    answers, status = posted(visit.request.POST, _FIELDS), 200
    found = chosen(visit.caller, refs)
    if not found.members:
        raise NotAllowed("act.set.nothing")
    if visit.request.method == "POST" and "sign" in visit.request.POST:
        try:
            return HttpResponseRedirect(_sign(visit, found, answers))
        except Stale as refusal:
            status = 409
            answers.general.append(said(refusal.message))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
        found = chosen(visit.caller, refs)
    return _page(visit, found, answers, status)


def _page(visit: Visit, found: Chosen, answers: Answers, status: int) -> HttpResponse:
    opened = _opened(visit, found.members)
    closed = [m for m in found.members if m.high and m.record.ref not in opened]
    wanted = visit.request.POST.get(OPEN, "") if visit.request.method == "POST" else ""
    reading = next((m for m in closed if m.record.ref == wanted), None)
    if wanted and reading is None and closed:
        reading = closed[0]
    n = len(found.members)
    view = SignSetView(
        tuple(_member(visit, m, opened) for m in found.members),
        _form(visit, found, answers) if not closed else _opening(visit, found, closed, reading),
        len(closed),
        _reading(visit, reading) if reading else None,
    )
    kinds = {m.record.kind for m in found.members}
    kind = kinds.pop() if len(kinds) == 1 else ""
    crumbs = (Link(said(KINDS[kind].label_plural), visit.places.listing(kind)),) if kind else ()
    notices = [Notice(sentence, "wrong") for sentence in answers.general]
    notices += [
        Notice(
            t("act.set.left_out", ref=r.ref, why=said(why)) if why else t("act.set.not_signed", ref=r.ref),
            "soon",
        )
        for r, why in found.left_out
    ]
    if not closed:
        notices += proving.doors(visit, back=_address(visit, found))
    given = page(visit, t("act.set.title", n=n), kind=kind, crumbs=crumbs, notices=notices)
    return show(visit, "sign_set.html", given, status=status, view=view)


def _address(visit: Visit, found: Chosen) -> str:
    return with_query(visit.places.at("sign-sets"), ref=[m.record.ref for m in found.members])


def _sign(visit: Visit, found: Chosen, answers: Answers) -> str:
    proof = proving.take(visit, answers)
    good_for, meaning = answers.text(GOOD_FOR).strip(), answers.text(MEANING)
    if not good_for or not meaning:
        raise BadInput("act.sign.choose", field=MEANING if good_for else GOOD_FOR)
    told: dict[str, Shown] = {}
    for line in visit.request.POST.getlist(SHOWN):
        ref, revision, basis = (*line.split(" "), "", "")[:3]
        told[ref] = Shown(whole(revision), basis)
    decision = Decision(
        meaning, "" if good_for == FOREVER else good_for, answers.text(WHY).strip(), proof=proof
    )
    with outcome(visit) as done:
        made = put_signatures(
            visit.caller,
            answers.text(NAME),
            [m.record.ref for m in found.members],
            decision,
            shown=told,
            opened=_opened(visit, found.members),
        )
        done.say(t("act.set.signed", name=made.name, n=len(made.signoffs)))
    return visit.places.at("sign-sets", made.uid)


def _opened(visit: Visit, members: Sequence[Member]) -> set[str]:
    """Those whose page this account was given, as they stand now: each seal was made when the page was."""
    account = visit.caller.actor.account
    known = {f"{account} {m.record.uid} {m.print}": m.record.ref for m in members}
    found = set()
    for text in visit.request.POST.getlist(SEEN):
        try:
            said_ = _SEAL.unsign(text, max_age=_SEEN_FOR)
        except sealed.BadSignature:
            continue
        if said_ in known:
            found.add(known[said_])
    return found


def _seal(visit: Visit, member: Member) -> str:
    return _SEAL.sign(f"{visit.caller.actor.account} {member.record.uid} {member.print}")


def _kept(visit: Visit, found: Chosen) -> list[Field]:
    """What goes from step to step: the records and the seals of those opened."""
    kept = [Field(REF, "", "hidden", m.record.ref) for m in found.members]
    return kept + [Field(SEEN, "", "hidden", text) for text in visit.request.POST.getlist(SEEN)]


def _opening(visit: Visit, found: Chosen, closed: Sequence[Member], reading: Member | None) -> Form:
    """The form that opens the next one, or says that the open one was read."""
    fields = _kept(visit, found)
    rest = [m for m in closed if m is not reading]
    if reading:
        fields.append(Field(SEEN, "", "hidden", _seal(visit, reading)))
    if rest:
        fields.append(Field(OPEN, "", "hidden", rest[0].record.ref))
    label = (
        t("act.set.read", ref=reading.record.ref) if reading else t("act.set.open", ref=closed[0].record.ref)
    )
    return Form(visit.places.at("sign-sets"), (Section("", tuple(fields)),), label, "")


def _form(visit: Visit, found: Chosen, answers: Answers) -> Form:
    kind = found.members[0].record.kind
    again = all(m.last is not None for m in found.members)
    errors = answers.errors
    title = answers.text(NAME) or t(
        "act.set.name_like", kinds=said(KINDS[kind].label_plural), date=absolute(visit.day)
    )
    fields = [
        Field(
            NAME,
            t("act.set.name"),
            "text",
            title,
            t("act.set.name_help"),
            required=True,
            error=errors.get("set", errors.get(NAME, "")),
        ),
        Field(
            MEANING,
            t("act.sign.meaning"),
            "choice",
            answers.text(MEANING),
            choices=meanings(kind, answers.text(MEANING), again=again),
            required=True,
            error=errors.get(MEANING, ""),
        ),
        Field(
            GOOD_FOR,
            t("act.sign.good_for"),
            "choice",
            answers.text(GOOD_FOR),
            t("act.sign.good_for.help"),
            choices=periods(kind, answers.text(GOOD_FOR)),
            required=True,
            error=errors.get(GOOD_FOR, ""),
        ),
        Field(WHY, t("act.why.label"), "long_text", answers.text(WHY), t("act.why.help")),
        *proving.fields(visit, answers),
        *_kept(visit, found),
        *(
            Field(SHOWN, "", "hidden", f"{m.record.ref} {m.record.head_number} {m.print}")
            for m in found.members
        ),
        Field("sign", "", "hidden", "1"),
    ]
    return Form(
        visit.places.at("sign-sets"),
        (Section(t("act.sign.yours"), tuple(fields)),),
        t("act.set.submit", n=len(found.members)),
        visit.places.listing(kind),
    )


def _member(visit: Visit, member: Member, opened: set[str]) -> SetMember:
    record, last = member.record, member.last
    lead = t("act.set.never")
    if last is not None:
        words = {"name": last.signer.title, "date": absolute(last.day)}
        lead = t("act.set.same" if member.how == "same" else "act.set.changed", **words)
    href = visit.places.record(record.ref)
    knot = Knot(record.title or record.ref, href, record.ref, _MARK[member.how], lead)
    return SetMember(knot, high=member.high, opened=record.ref in opened)


def _reading(visit: Visit, member: Member) -> ReadView:
    record = member.record
    kind = KINDS[record.kind]
    content = revision_said(visit.caller.organisation, record)
    return ReadView(
        record.title,
        record.ref,
        visit.places.record(record.ref),
        contents.filled(kind, content, visit.places),
        Form("", (), ""),
    )


@require_safe
@inside
def signed_set(visit: Visit, uid: object) -> HttpResponse:
    """Show a set as it was signed, each member as it stands today."""
    require(visit.caller, "read", on_organisation())
    rows = as_signed(visit.caller.organisation, str(uid), visit.day)
    first = rows[0].signoff
    standing = sum(1 for row in rows if row.state is State.HOLDS)
    again = [row.signoff.record.ref for row in rows if row.state is not State.HOLDS]
    lead = t(
        "act.set.lead",
        name=first.signer.title,
        date=absolute(first.day),
        meaning=t(f"page.sign.meaning.{first.meaning}"),
        part=standing,
        whole=len(rows),
    )
    view = SetView(
        first.set_name,
        lead,
        tuple((_knot(visit, row), signature(visit, row.signoff.record, row)) for row in rows),
        Act(
            t("act.set.again", n=len(again)),
            with_query(visit.places.at("sign-sets"), ref=again),
        )
        if again
        else None,
    )
    return show(visit, "signed_set.html", page(visit, first.set_name, kind=first.record.kind), view=view)


def _knot(visit: Visit, row: Signed) -> Knot:
    record = row.signoff.record
    return Knot(
        record.title or record.ref, visit.places.record(record.ref), record.ref, row.state.name.lower()
    )
