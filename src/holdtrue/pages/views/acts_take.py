"""A list's own file taken back in the browser: what its cells say differently is told, then written as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import added, reimports, uploads
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import ErrorView
from holdtrue.pages.shapes.form import Form, Section
from holdtrue.pages.shapes.many import ManyView
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.acts_many import differences, refusals
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.actions.many import Many
    from holdtrue.app.reimports import Sheet
    from holdtrue.app.rows import ImportRun


@inside
def take(visit: Visit, number: int) -> HttpResponse:
    """Tell what the file changes, then do it."""
    run = uploads.run_of(visit.caller, number)
    back = visit.places.at("import")
    if run.state != "preview":
        return HttpResponseRedirect(back)
    try:
        sheet = uploads.own_sheet(visit.caller, run)
    except BadInput as refusal:
        return _refused(visit, run, said(refusal.message))
    require(visit.caller, "read", on_kind(sheet.kind))
    if visit.request.method == "POST":
        with outcome(visit) as done:
            made = reimports.execute(visit.caller, sheet)
            undo = Link(t("act.many.undo"), visit.places.at("changes", made.action, "undo"))
            words = {"n": made.changed, "added": made.added, "refused": len(made.refused)}
            done.say(t("lists.take.done", **words), link=undo)
        uploads.drop(visit.caller, run)
        return HttpResponseRedirect(with_query(visit.places.listing(sheet.kind), view="all"))
    return _told(visit, run, sheet, reimports.rehearse(visit.caller, sheet))


def _told(visit: Visit, run: ImportRun, sheet: Sheet, made: Many) -> HttpResponse:
    kind = KINDS[sheet.kind]
    specs = added.every(visit.caller.organisation.pk, kind.id)
    drop = visit.places.at("import", str(run.number), "drop")
    form = Form(visit.request.path, (Section("", ()),), t("lists.take.submit"), drop)
    counts = (
        (t("page.import.count.added"), f"{made.added:,}"),
        (t("act.many.changed"), f"{made.changed:,}"),
        (t("act.many.unchanged"), f"{made.unchanged:,}"),
        (t("act.many.refused"), f"{len(made.refused):,}"),
    )
    view = ManyView(
        t("lists.take.title", name=run.file_name),
        form,
        t("lists.take.lead", kinds=said(kind.label_plural)),
        counts,
        differences(visit, specs, made, {}) if made.told else None,
        refusals(visit, made) if made.refused else None,
    )
    crumbs = (Link(t("act.import.title"), visit.places.at("import")),)
    return show(visit, "many.html", page(visit, view.title, kind=kind.id, crumbs=crumbs), view=view)


def _refused(visit: Visit, run: ImportRun, sentence: str) -> HttpResponse:
    uploads.drop(visit.caller, run)
    again = Link(t("act.import.title"), visit.places.at("import"))
    view = ErrorView(422, t("lists.take.title", name=run.file_name), sentence, (again,))
    return show(visit, "error.html", page(visit, view.title), status=422, view=view)
