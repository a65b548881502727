"""Signing: what is signed in full, what it rests on, what changed, and who it is that signs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import records
from holdtrue.app.actions.independence import would_refuse
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.sign import sign as put_signature
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.app.queries.signing import Ahead, Differs, ahead, between
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled as is_filled
from holdtrue.core.refusals import BadInput, NotAllowed, Stale
from holdtrue.pages.forms import Answers, posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import SignView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.record import Change, Knot
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import contents, proving
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.queries.revisions import Said
    from holdtrue.app.rows import Record

MEANING, GOOD_FOR, WHY, SHOWN = "meaning", "good_for", "why", "shown"
FIELDS = (MEANING, GOOD_FOR, proving.PASSWORD, WHY)
OWN_MEANING = {"risk": "risk_accepted", "finding": "effectiveness_verified"}
PERIODS = ("12 months", "6 months", "3 months")
FOREVER = "-"
"""No end of its own: until the basis changes, or the practice asks again."""
_HOW = {"": "holds", "same": "holds", "changed": "drifted", "new": "soon"}
_MOST_EMPTY = 6


@inside
def sign(visit: Visit, ref: str) -> HttpResponse:
    """Sign the newest revision; nothing is signed unless it is what was shown."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "sign", on_record(record))
    kind = KINDS[record.kind]
    if not kind.material:
        raise BadInput("sign.nothing_material", ref=record.ref, kind=kind.label)
    answers = posted(visit.request.POST, FIELDS)
    status = 200
    moved: tuple[Change, ...] = ()
    if visit.request.method == "POST":
        try:
            _sign(visit, record, answers)
            return HttpResponseRedirect(visit.places.record(record.ref))
        except Stale as refusal:
            status = 409
            moved = _moved(visit, refusal, answers)
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
        except NotAllowed as refusal:
            status = 403
            answers.general.append(said(refusal.message))
        record = records.find(visit.caller, ref)
    content = revision_said(visit.caller.organisation, record)
    view = replace(_view(visit, record, content, answers), moved=moved)
    crumbs = (Link(said(kind.label_plural), visit.places.listing(record.kind)), Link(record.title, view.href))
    notices = (*(Notice(sentence, "wrong") for sentence in answers.general), *proving.doors(visit))
    of = [other for name in ("system", "about") for _, other in content.links.get(name, ())][:1]
    title = (
        t("act.sign.title_of", title=record.title, system=of[0])
        if of
        else t("act.sign.title", title=record.title)
    )
    given = page(visit, title, kind=record.kind, crumbs=crumbs, notices=notices)
    return show(visit, "sign.html", given, status=status, view=view)


def _moved(visit: Visit, refusal: Stale, answers: Answers) -> tuple[Change, ...]:
    """Say that nothing was signed, and return what was shown beside what is there now."""
    params = refusal.message.params
    if "based_on" not in params:
        answers.general.append(said(refusal.message))
        return ()
    shown_, newest = int(str(params["based_on"])), int(str(params["newest"]))
    answers.general.append(t("act.sign.stale", shown=shown_, newest=newest))
    record = records.find(visit.caller, str(params["ref"]))
    return tuple(_change(x, record) for x in between(visit.caller.organisation, record, shown_, newest))


def _sign(visit: Visit, record: Record, answers: Answers) -> None:
    proof = proving.take(visit, answers)
    good_for = answers.text(GOOD_FOR).strip()
    if not good_for or not answers.text(MEANING):
        raise BadInput("act.sign.choose", field=MEANING if good_for else GOOD_FOR)
    revision = visit.request.POST.get("revision", "")
    with outcome(visit) as done:
        made = put_signature(
            visit.caller,
            record.ref,
            answers.text(MEANING),
            good_for="" if good_for == FOREVER else good_for,
            revision=whole(revision),
            shown=visit.request.POST.get(SHOWN, ""),
            why=answers.text(WHY).strip(),
            proof=proof,
        )
        until = t("act.sign.until", date=absolute(made.good_until)) if made.good_until else ""
        done.say(t("act.signed", ref=record.ref, revision=made.basis[0][1], until=until).strip())


def _view(visit: Visit, record: Record, content: Said, answers: Answers) -> SignView:
    kind, places = KINDS[record.kind], visit.places
    seen = ahead(visit.caller.organisation, record, content.fields)
    changed = tuple(_change(x, record) for x in seen.changed)
    since = (
        t("act.sign.since", name=seen.last.signer.title, date=absolute(seen.last.day)) if seen.last else ""
    )
    return SignView(
        record.ref,
        record.title,
        places.record(record.ref),
        content.number,
        content.digest,
        contents.filled(kind, content, places),
        tuple(
            Knot(
                r.title,
                places.record(r.ref),
                r.ref,
                _HOW[r.how],
                t(f"act.sign.basis.{r.how}") if r.how else "",
            )
            for r in seen.basis
        ),
        _form(visit, record, content, seen, answers),
        changed,
        since,
        _warnings(visit, record, content, seen),
        tuple(
            t("act.sign.carries", practice=p.title, level=t(f"page.level.at.{level}"))
            for p, level in seen.carries
        ),
    )


def _change(differs: Differs, record: Record) -> Change:
    spec = KINDS[differs.kind].spec(differs.field)
    label = said(differs.label) if differs.ref == record.ref else f"{differs.ref} · {said(differs.label)}"
    before, after = (", ".join(contents.words(spec, value)) for value in (differs.before, differs.after))
    return Change(label, before or t("page.form.not_said"), after or t("page.form.not_said"), material=True)


def _form(visit: Visit, record: Record, content: Said, seen: Ahead, answers: Answers) -> Form:
    fields = [
        Field(
            MEANING,
            t("act.sign.meaning"),
            "choice",
            answers.text(MEANING),
            choices=meanings(record.kind, answers.text(MEANING), again=seen.last is not None),
            required=True,
            error=answers.errors.get(MEANING, ""),
        ),
        Field(
            GOOD_FOR,
            t("act.sign.good_for"),
            "choice",
            answers.text(GOOD_FOR),
            t("act.sign.good_for.help"),
            choices=periods(record.kind, answers.text(GOOD_FOR)),
            required=True,
            error=answers.errors.get(GOOD_FOR, ""),
        ),
    ]
    fields += [*proving.fields(visit, answers), Field(SHOWN, "", "hidden", seen.print)]
    reason = Field(WHY, t("act.why.label"), "long_text", answers.text(WHY), t("act.why.help"))
    return Form(
        visit.places.act(record.ref, "sign"),
        (Section(t("act.sign.yours"), tuple(fields)), Section(t("act.sign.reason"), (reason,), folded=True)),
        t("act.sign.submit", n=content.number),
        visit.places.record(record.ref),
        revision=content.number,
    )


def meanings(kind: str, chosen: str, *, again: bool) -> tuple[Choice, ...]:
    """Return what one may say by signing a record of that kind; affirming again where somebody signed before."""
    own = OWN_MEANING.get(kind, "approved")
    listed = [*(["re_affirmed"] if again else []), own, "reviewed", "confirmed"]
    chosen = chosen or listed[0]
    return tuple(Choice(m, t(f"act.meaning.{m}"), chosen=m == chosen) for m in dict.fromkeys(listed))


def periods(kind: str, chosen: str) -> tuple[Choice, ...]:
    """Return for how long one may sign, the kind's own review period first."""
    usual = KINDS[kind].review_every or PERIODS[0]
    chosen = chosen or usual
    listed = [Choice(usual, t("act.sign.usual", period=usual), chosen=chosen == usual)]
    listed += [Choice(p, p, chosen=p == chosen) for p in PERIODS if p != usual]
    return (*listed, Choice(FOREVER, t("act.sign.no_end"), chosen=chosen == FOREVER))


_NOT_EVERYBODYS = frozenset({"translations", "link"})
"""Fields of documents that are rightly empty where the text is written here, in one language."""
_OF_RIGHTS = frozenset({"oversight_and_complaints", "period_and_frequency"})
"""Fields that an assessment of fundamental rights alone is asked for."""


def _warnings(visit: Visit, record: Record, content: Said, seen: Ahead) -> tuple[str, ...]:
    kind, found = KINDS[record.kind], []
    if not visit.caller.actor.person:
        found.append(t("sign.no_person"))
    refusal = would_refuse(record, visit.caller.actor.person)
    if refusal is not None:
        found.append(said(refusal.message))
    elif content.account == visit.caller.actor.account:
        found.append(t("act.sign.self"))
    spared = _NOT_EVERYBODYS
    if content.fields.get("type") != "fundamental_rights":
        spared |= _OF_RIGHTS
    empty = [
        said(spec.label)
        for spec in kind.field_specs()
        if (spec.material or spec.why)
        and not spec.derived
        and spec.name not in spared
        and not is_filled(content.fields.get(spec.name) or content.links.get(spec.name))
    ]
    if empty:
        more = "…" if len(empty) > _MOST_EMPTY else ""
        found.append(t("act.sign.empty", n=len(empty), fields=", ".join(empty[:_MOST_EMPTY]) + more))
    found += [t("act.sign.gone", title=title) for title in seen.gone]
    return tuple(found)
