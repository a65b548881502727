"""Records that may be one: the likely pairs of a kind, two side by side, and the merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect

from holdtrue.app.actions import merging
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries.compared import beside
from holdtrue.app.queries.duplicates import duplicates
from holdtrue.app.queries.records import dependents_count
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.compare import Side
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.merge import DuplicatesView, MergeView, PairShown
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.comparing import line
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.compared import Difference
    from holdtrue.app.queries.duplicates import Pair
    from holdtrue.app.rows import Record

WHY, WITH, TAKE = "why", "with", "take."


@inside
def find_duplicates(visit: Visit, kind: str) -> HttpResponse:
    """Show likely pairs of a kind; posting a pair says that they are not the same."""
    require(visit.caller, "merge", on_kind(kind))
    if visit.request.method == "POST":
        one, other = visit.request.POST.get("one", ""), visit.request.POST.get("other", "")
        merging.say_apart(visit.caller, one, other)
        notify(visit, t("page.duplicates.said_apart", one=one, other=other))
        return HttpResponseRedirect(visit.request.path)
    found = duplicates(visit.caller, kind)
    label = said(KINDS[kind].label_plural)
    view = DuplicatesView(
        t("page.duplicates.title", kinds=label),
        tuple(_pair(visit, pair) for pair in found.pairs),
        none=t("page.duplicates.none_words", n=found.compared),
        note=t("page.duplicates.more", n=found.compared) if found.more else "",
    )
    crumbs = (Link(label, visit.places.listing(kind)),)
    return show(visit, "duplicates.html", page(visit, view.title, kind=kind, crumbs=crumbs), view=view)


def _pair(visit: Visit, pair: Pair) -> PairShown:
    one, other = pair.one, pair.other
    return PairShown(
        Link(one.title, visit.places.record(one.ref)),
        Link(other.title, visit.places.record(other.ref)),
        t(f"page.duplicates.why.{pair.why}", share=pair.share),
        Link(t("page.duplicates.look"), with_query(visit.places.act(one.ref, "merge"), **{WITH: other.ref})),
        visit.request.path,
        (one.ref, other.ref),
    )


@inside
def merge(visit: Visit, ref: str) -> HttpResponse:
    """Show two records side by side and what follows, then merge the second into this one."""
    kept = find(visit.caller, ref)
    require(visit.caller, "merge", on_record(kept))
    given = visit.request.POST or visit.request.GET
    lost = find(visit.caller, given.get(WITH, ""))
    merging.refuse_unlike(kept, lost)
    notices: tuple[Notice, ...] = ()
    errors: dict[str, str] = {}
    if visit.request.method == "POST":
        try:
            return _merged(visit, kept, lost)
        except (BadInput, Stale) as refusal:
            errors[WHY if refusal.field == WHY else ""] = said(refusal.message)
            notices = (Notice(said(refusal.message), "wrong"),)
            kept, lost = find(visit.caller, kept.ref), find(visit.caller, lost.ref)
    differences = beside(visit.caller, kept, lost)
    keep, gone = (f"{r.ref} {r.title}" for r in (kept, lost))
    view = MergeView(
        title=t("page.merge.title", gone=gone, keep=keep),
        sentence=t("page.merge.sentence", gone=gone, keep=keep),
        follows=_follows(visit, kept, lost),
        before=Side(keep),
        after=Side(gone),
        lines=tuple(line(visit, d) for d in differences),
        turn=Link(
            t("page.merge.turn", gone=lost.ref),
            with_query(visit.places.act(lost.ref, "merge"), **{WITH: kept.ref}),
        ),
        form=_form(visit, kept, lost, differences, errors),
    )
    given_page = page(visit, view.title, kind=kept.kind, notices=notices)
    return show(visit, "merge.html", given_page, status=422 if notices else 200, view=view)


def _merged(visit: Visit, kept: Record, lost: Record) -> HttpResponse:
    form = visit.request.POST
    take = [name.removeprefix(TAKE) for name in form if name.startswith(TAKE) and form[name] == lost.ref]
    based = form.get("revisions", "").split(",")
    numbers = (int(based[0]), int(based[1])) if len(based) == 2 and all(map(str.isdecimal, based)) else None  # noqa: PLR2004  # one of each
    with outcome(visit) as done:
        merging.merge(visit.caller, kept.ref, lost.ref, why=form.get(WHY, ""), take=take, revisions=numbers)
        done.say(t("page.merge.done", gone=lost.ref, keep=kept.ref))
    return HttpResponseRedirect(visit.places.record(kept.ref))


def _form(
    visit: Visit,
    kept: Record,
    lost: Record,
    differences: tuple[Difference, ...],
    errors: dict[str, str],
) -> Form:
    posted = visit.request.POST
    fields = [
        Field(WITH, "", "hidden", lost.ref),
        Field("revisions", "", "hidden", f"{kept.head_number},{lost.head_number}"),
    ]
    for d in differences:
        if d.spec is None or d.before in (None, "", []) or d.after in (None, "", []) or d.spec.multiple:
            continue
        picked = posted.get(f"{TAKE}{d.name}", kept.ref)
        options = tuple(Choice(r.ref, f"{r.ref} {r.title}", chosen=picked == r.ref) for r in (kept, lost))
        label = t("page.merge.take", field=said(d.spec.label))
        fields.append(Field(f"{TAKE}{d.name}", label, "choice", choices=options, required=True))
    fields.append(
        Field(
            WHY,
            t("page.merge.why"),
            "long_text",
            posted.get(WHY, ""),
            required=True,
            error=errors.get(WHY, ""),
        )
    )
    return Form(
        visit.places.act(kept.ref, "merge"),
        (Section("", tuple(fields)),),
        t("page.merge.submit"),
        visit.places.record(kept.ref),
        destructive=True,
    )


def _follows(visit: Visit, kept: Record, lost: Record) -> tuple[str, ...]:
    count = dependents_count(visit.caller.organisation, lost)
    told = []
    if count:
        told += [t("page.merge.follows.links", n=count, gone=lost.ref, keep=kept.ref)]
        told += [t("page.merge.follows.drafts")]
    told.append(t("page.merge.follows.fills", gone=lost.ref, keep=kept.ref))
    told.append(t("page.merge.follows.signoffs", gone=lost.ref))
    told.append(t("page.merge.follows.undo", gone=lost.ref))
    return tuple(told)
