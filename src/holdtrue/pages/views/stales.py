"""An edit based on an older revision: what you changed beside what stands now, and the form that writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.offered import Offer
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.kinds import KINDS
from holdtrue.pages.forms import Answers, Offers, kept, shown
from holdtrue.pages.forms.fields import written
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import StaleView
from holdtrue.pages.shapes.form import Form, Section
from holdtrue.pages.shapes.record import Change
from holdtrue.pages.views.frame import Visit, page, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.revisions import Said
    from holdtrue.app.rows import Record
    from holdtrue.core.kinds import Kind


def stale(visit: Visit, record: Record, answers: Answers, based_on: int | None) -> HttpResponse:
    """Show both versions of what you changed; what only the other changed is left as it is."""
    kind = KINDS[record.kind]
    organisation = visit.caller.organisation
    now = revision_said(organisation, record)
    base = revision_said(organisation, record, min(based_on or 1, record.head_number))
    then, current = _typed(kind, base, answers), _typed(kind, now, answers)
    mine = [name for name in answers.values if _lines(answers, name) != _lines(then, name)]
    apart = [name for name in mine if _lines(answers, name) != _lines(current, name)]
    offers = Offers(visit.caller, visit.places)
    form = Form(
        visit.places.act(record.ref, "edit", only=apart or ["-"]),
        (Section("", tuple(shown(answers.spec(kind, name), answers, offers) for name in apart)),),
        t("act.stale.submit"),
        visit.places.record(record.ref),
        revision=record.head_number,
    )
    specs = [answers.spec(kind, name) for name in apart]
    differences = tuple(
        Change(said(spec.label), current.text(spec.name), answers.text(spec.name), spec.material)
        for spec in specs
    )
    title = t("act.stale.title")
    view = StaleView(title, visit.places.record(record.ref), now.author, differences, form)
    return show(visit, "stale.html", page(visit, title, kind=record.kind), status=409, view=view)


def _typed(kind: type[Kind], content: Said, answers: Answers) -> Answers:
    links = {name: tuple(written(Offer(*pair)) for pair in some) for name, some in content.links.items()}
    return kept(kind, content.fields, links, answers.added)


def _lines(answers: Answers, name: str) -> list[str]:
    """What a field says, however its lines and ends are written."""
    return sorted(line.strip() for line in answers.text(name).splitlines() if line.strip())
