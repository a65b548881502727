"""An edit based on an older revision: both versions side by side, field by field, and the form that merges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.queries.offered import Offer
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.kinds import KINDS
from holdtrue.core.wordwise import changed
from holdtrue.pages.forms import Answers, Offers, kept, shown
from holdtrue.pages.forms.fields import written
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import StaleView
from holdtrue.pages.shapes.compare import CompareLine, Part, Side
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import working
from holdtrue.pages.views.comparing import side
from holdtrue.pages.views.frame import Visit, page, show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse, QueryDict

    from holdtrue.app.queries.revisions import Said
    from holdtrue.app.rows import Record
    from holdtrue.core.kinds import Kind

WHY = "why"
KEEP = "keep."
"""Before a field's name: whose version of it is to stand, mine or theirs."""


def stale(visit: Visit, record: Record, answers: Answers, based_on: int | None) -> HttpResponse:
    """Show both versions of what you changed, and what the other changed besides; nothing typed is lost.

    Where both changed one field, one chooses; what only one of the two changed stands as that one wrote it.
    """
    kind = KINDS[record.kind]
    organisation = visit.caller.organisation
    now = revision_said(organisation, record)
    base = revision_said(organisation, record, min(based_on or 1, record.head_number))
    then, current = _typed(kind, base, answers), _typed(kind, now, answers)
    mine = [name for name in answers.values if _lines(answers, name) != _lines(then, name)]
    apart = [name for name in mine if _lines(answers, name) != _lines(current, name)]
    offers = Offers(visit.caller, visit.places)
    both = [name for name in apart if _lines(current, name) != _lines(then, name)]
    theirs = [n for n in current.values if n not in both and _lines(current, n) != _lines(then, n)]
    chosen = tuple(
        field
        for name in both
        for field in (
            _choice(visit, said(answers.spec(kind, name).label), name),
            *_fields(kind, [name], answers, offers),
        )
    )
    alone = _fields(kind, [name for name in apart if name not in both], answers, offers)
    reason = Field(WHY, t("act.why.label"), "long_text", visit.request.POST.get(WHY, ""), t("act.why.help"))
    form = Form(
        visit.places.act(record.ref, "edit", only=apart or ["-"]),
        tuple(
            section
            for section in (
                Section(t("act.stale.both"), chosen, t("act.stale.both_words")),
                Section(t("act.stale.alone"), alone, t("act.stale.alone_words")),
                Section(t("form.section.reason"), (reason, _form_name(visit)), folded=not reason.value),
            )
            if section.fields
        ),
        t("act.stale.submit"),
        visit.places.record(record.ref),
        revision=record.head_number,
    )
    title = t("act.stale.title")
    view = StaleView(
        title,
        visit.places.record(record.ref),
        now.author,
        tuple(_line(kind, name, current, answers, answers) for name in apart),
        form,
        before=Side(t("act.stale.stands"), now.author, side(visit, now).at),
        after=Side(t("act.stale.yours")),
        theirs=tuple(_line(kind, name, then, current, answers) for name in theirs),
        based=side(visit, base),
        newest=side(visit, now),
    )
    return show(visit, "stale.html", page(visit, title, kind=record.kind), status=409, view=view)


def kept_apart(form: QueryDict, raw: Mapping[str, object]) -> dict[str, object]:
    """Return what is to be written: a field where one chose what the other wrote is left as it stands."""
    return {name: value for name, value in raw.items() if form.get(f"{KEEP}{name}") != "theirs"}


def _choice(visit: Visit, label: str, name: str) -> Field:
    picked = visit.request.POST.get(f"{KEEP}{name}", "mine")
    options = tuple(
        Choice(one, t(f"act.stale.take.{one}"), chosen=one == picked) for one in ("mine", "theirs")
    )
    return Field(f"{KEEP}{name}", t("act.stale.which", field=label), "choice", choices=options, required=True)


def _fields(kind: type[Kind], names: Sequence[str], answers: Answers, offers: Offers) -> tuple[Field, ...]:
    return tuple(shown(answers.spec(kind, name), answers, offers) for name in names)


def _form_name(visit: Visit) -> Field:
    """Carried on, so that what was kept while one typed is put away once this is written."""
    return Field(working.FORM, "", "hidden", visit.request.POST.get(working.FORM, ""))


def _line(kind: type[Kind], name: str, before: Answers, after: Answers, known: Answers) -> CompareLine:
    """One field as it stands in two versions, marked word by word."""
    spec = known.spec(kind, name)
    labels = {value: said(label) for value, label in spec.choices}
    pieces = changed(*("\n".join(labels.get(x, x) for x in v.values.get(name, ())) for v in (before, after)))
    old = tuple(Part(p.text, marked=p.turn == "gone") for p in pieces if p.turn != "new")
    new = tuple(Part(p.text, marked=p.turn == "new") for p in pieces if p.turn != "gone")
    return CompareLine(said(spec.label), old, new, spec.material)


def _typed(kind: type[Kind], content: Said, answers: Answers) -> Answers:
    links = {name: tuple(written(Offer(*pair)) for pair in some) for name, some in content.links.items()}
    return kept(kind, content.fields, links, answers.added)


def _lines(answers: Answers, name: str) -> list[str]:
    """What a field says, however its lines and ends are written."""
    return sorted(line.strip() for line in answers.text(name).splitlines() if line.strip())
