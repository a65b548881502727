"""Changing many records at once: ticked or all that match; told before it is done, and undone as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import added, changing
from holdtrue.app.actions import many
from holdtrue.app.actions.composing import normal_ref
from holdtrue.app.actions.permission import on_kind, require
from holdtrue.app.queries.offered import titles
from holdtrue.core import custom
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, Offers, checked, posted, shown
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import ConfirmView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.imports import ProgressView
from holdtrue.pages.shapes.many import ManyView
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.list_filters import asked_in
from holdtrue.pages.views.list_rows import short, value_words
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.changing import Rehearsed
    from holdtrue.core.kinds import FieldSpec, Kind

REF, ALL, STEP, CLEAR, WHY = "ref", "all", "step", "clear", "why"
_SHOWN = 50
_FIRST = ("choice", "yes_no", "link", "date")


@inside
def change(visit: Visit, kind: str) -> HttpResponse:
    """Ask what to change, tell what it would do, do it."""
    require(visit.caller, "read", on_kind(kind))
    declared = KINDS[kind]
    specs = _specs(visit, declared)
    refs = _refs(visit, declared)
    names = (*specs, many.TAG, many.UNTAG, CLEAR, WHY)
    answers = posted(visit.request.POST, names, {})
    answers.added = {n: s for n, s in specs.items() if n not in declared.specs_by_name()}
    if visit.request.method == "POST":
        raw = _raw(visit, declared, specs, answers)
        if not answers.wrong:
            try:
                if visit.request.POST.get(STEP) == "do":
                    return _do(visit, kind, refs, raw, answers.text(WHY))
                told = changing.rehearse(visit.caller, kind, refs, raw)
                return _told(visit, declared, specs, answers, told)
            except BadInput as refusal:
                answers.blame(refusal)
    return _asked(visit, declared, specs, answers, len(refs))


def _specs(visit: Visit, kind: type[Kind]) -> dict[str, FieldSpec]:
    """The fields that may be set on many: all that people fill in, but the name."""
    every = added.every(visit.caller.organisation.pk, kind.id)
    return {
        name: spec
        for name, spec in every.items()
        if not spec.derived and name not in (kind.title_field, custom.TAGS)
    }


def _refs(visit: Visit, kind: type[Kind]) -> list[str]:
    given = visit.request.GET
    if given.get(ALL):
        query = given.copy()
        for name in (REF, ALL):
            query.pop(name, None)
        return changing.matching(visit.caller, asked_in(kind, query))
    return list(dict.fromkeys(normal_ref(ref) or ref for ref in given.getlist(REF)))


def _raw(
    visit: Visit, kind: type[Kind], specs: Mapping[str, FieldSpec], answers: Answers
) -> dict[str, object]:
    """What was filled in; a field left empty is left as it is, one ticked to be emptied is emptied."""
    filled = Answers(
        {n: v for n, v in answers.values.items() if n in specs and any(text.strip() for text in v)},
        added=answers.added,
    )
    raw = checked(visit.caller, kind, filled, required=False)
    answers.errors |= filled.errors
    raw |= {name: "" for name in answers.values.get(CLEAR, ()) if name in specs and not specs[name].required}
    for name in (many.TAG, many.UNTAG):
        if answers.text(name).strip():
            raw[name] = answers.text(name).replace("\n", ";")
    return raw


def _asked(
    visit: Visit, kind: type[Kind], specs: Mapping[str, FieldSpec], answers: Answers, n: int
) -> HttpResponse:
    offers = Offers(visit.caller, visit.places)
    drawn = {name: _optional(shown(spec, answers, offers)) for name, spec in specs.items()}
    first = [name for name, spec in specs.items() if spec.type in _FIRST and (spec.filterable or spec.linked)]
    rest = [name for name in specs if name not in first]
    tags = (
        Field(many.TAG, t("act.many.tag"), "list", answers.text(many.TAG), t("form.list.help")),
        Field(many.UNTAG, t("act.many.untag"), "list", answers.text(many.UNTAG), t("form.list.help")),
    )
    cleared = Field(
        CLEAR,
        t("act.many.clear"),
        "choices",
        help=t("act.many.clear.help"),
        choices=tuple(
            Choice(name, said(spec.label), name in answers.values.get(CLEAR, ()))
            for name, spec in specs.items()
            if not spec.required
        ),
    )
    why = Field(WHY, t("act.why.label"), "long_text", answers.text(WHY), t("act.why.help"))
    sections = (
        Section(t("act.many.fields"), tuple(drawn[name] for name in first), t("act.many.fields_words")),
        Section(t("act.many.tags"), tags, folded=True),
        Section(t("act.many.more"), tuple(drawn[name] for name in rest), folded=True),
        Section(t("act.many.clear"), (cleared,), folded=True),
        Section(t("form.section.reason"), (why,), folded=True),
    )
    back = _where_it_began(visit, kind.id)
    form = Form(
        visit.request.get_full_path(), tuple(s for s in sections if s.fields), t("act.many.preview"), back
    )
    return _page(visit, kind, ManyView(_title(kind, n), form, t("act.many.lead")), answers)


def _optional(field: Field) -> Field:
    return Field(
        field.name,
        field.label,
        field.type,
        field.value,
        error=field.error,
        choices=field.choices,
        find_href=field.find_href,
    )


def _title(kind: type[Kind], n: int) -> str:
    return t("act.many.title", n=n, kind=said(kind.label), kinds=said(kind.label_plural))


def _told(
    visit: Visit, kind: type[Kind], specs: Mapping[str, FieldSpec], answers: Answers, told: Rehearsed
) -> HttpResponse:
    made = told.made
    hidden = tuple(
        Field(name, "", "hidden", text)
        for name, texts in answers.values.items()
        for text in texts
        if text.strip()
    )
    step = Field(STEP, "", "hidden", "do")
    form = Form(
        visit.request.get_full_path(),
        (Section("", (*hidden, step)),),
        t("act.many.submit", n=told.of if told.looked < told.of else made.changed),
        visit.request.get_full_path(),
    )
    counts = (
        (t("act.many.changed"), f"{made.changed:,}"),
        (t("act.many.unchanged"), f"{made.unchanged:,}"),
        (t("act.many.refused"), f"{len(made.refused):,}"),
    )
    lead = (
        t("act.many.looked", looked=told.looked, n=told.of) if told.looked < told.of else t("act.many.told")
    )
    view = ManyView(
        _title(kind, told.of),
        form,
        lead,
        counts,
        differences(visit, specs, made, _named(answers)) if made.told else None,
        refusals(visit, made) if made.refused else None,
    )
    return _page(visit, kind, view, answers)


def _named(answers: Answers) -> dict[str, str]:
    """Ref → how the record was named in what was filled in, as 'Anne Roy (PER-0001)'."""
    texts = [text for given in answers.values.values() for text in given if text.endswith(")")]
    return {text.rpartition("(")[2].rstrip(")"): text for text in texts}


def differences(
    visit: Visit, specs: Mapping[str, FieldSpec], made: many.Many, named: Mapping[str, str]
) -> Table:
    """Return what changes on each record; `named` says how a ref was named by whoever gave it."""
    columns = (
        Column(t("act.many.record"), wide=True),
        Column(t("act.many.field")),
        Column(t("act.many.before")),
        Column(t("act.many.after")),
    )
    tags = custom.tags_spec(made.kind)
    known = _titled(visit, specs, made.told[:_SHOWN]) | dict(named)
    rows = tuple(
        Row(
            (
                Cell(one.title, note=one.ref),
                Cell(said(specs.get(one.name, tags).label)),
                Cell(_words(specs.get(one.name, tags), one.before, known), state="quiet"),
                Cell(_words(specs.get(one.name, tags), one.after, known)),
            ),
            visit.places.record(one.ref),
        )
        for one in made.told[:_SHOWN]
    )
    total = t("act.many.shown", n=len(rows)) if made.changed > len(rows) else ""
    return Table(t("act.many.differences"), columns, rows, total)


def _titled(visit: Visit, specs: Mapping[str, FieldSpec], told: Sequence[many.Differs]) -> dict[str, str]:
    """Ref → the record it names, as 'Anne Roy (PER-0001)', of every link shown. One query, none without links."""
    values: list[object] = []
    for one in told:
        if one.name in specs and specs[one.name].linked:
            for value in (one.before, one.after):
                values += value if isinstance(value, (list, tuple)) else [value]
    refs = [str(value) for value in values if value]
    if not refs:
        return {}
    return {ref: f"{title} ({ref})" for ref, title in titles(visit.caller, refs).items() if title}


def _words(spec: FieldSpec, value: object, named: Mapping[str, str]) -> str:
    if value in (None, "", [], ()):
        return t("page.record.not_said")
    if isinstance(value, bool):
        return t("page.yes" if value else "page.no")
    if isinstance(value, (list, tuple)):
        return short(", ".join(_words(spec, one, named) for one in value))
    return short(named.get(str(value)) or value_words(spec, value))


def refusals(visit: Visit, made: many.Many) -> Table:
    """Return what is left alone, and why."""
    columns = (Column(t("act.many.record")), Column(t("act.many.why"), wide=True))
    rows = tuple(
        Row((Cell(ref), Cell(said(why))), visit.places.record(ref)) for _, ref, why in made.refused[:_SHOWN]
    )
    total = t("act.many.shown", n=len(rows)) if len(made.refused) > len(rows) else ""
    return Table(t("act.many.refusals"), columns, rows, total)


def _do(visit: Visit, kind: str, refs: Sequence[str], raw: Mapping[str, object], why: str) -> HttpResponse:
    if len(refs) > changing.INLINE:
        job = changing.later(visit.caller, kind, refs, raw, why=why)
        return HttpResponseRedirect(visit.places.at("changes", str(job.pk)))
    with outcome(visit) as done:
        made = many.apply(visit.caller, kind, changing.changes(refs, raw), why=why)
        undo = Link(t("act.many.undo"), visit.places.at("changes", made.action, "undo"))
        done.say(t("act.many.done", n=made.changed, refused=len(made.refused)), link=undo)
    return HttpResponseRedirect(_where_it_began(visit, kind))


def _where_it_began(visit: Visit, kind: str) -> str:
    """The list as it was filtered when the change was asked for."""
    query = visit.request.GET.copy()
    for name in (REF, ALL):
        query.pop(name, None)
    listing = visit.places.listing(kind)
    return f"{listing}?{query.urlencode()}" if query else with_query(listing, view="all")


@inside
def progress(visit: Visit, number: int) -> HttpResponse:
    """Show how far a large change is; the page asks again by itself."""
    job = changing.job_of(visit.caller, number)
    kind = job.why["kind"]
    if job.state in ("done", "failed") and not visit.partial:
        counts = job.why.get("counts", {})
        undo = Link(t("act.many.undo"), visit.places.at("changes", job.why["action"], "undo"))
        sentence = t("act.many.done", n=counts.get("changed", 0), refused=counts.get("refused", 0))
        notify(visit, sentence, kind="done" if job.state == "done" else "wrong", link=undo)
        return HttpResponseRedirect(with_query(visit.places.listing(kind), view="all"))
    here = visit.places.at("changes", str(number))
    finished = job.state in ("done", "failed")
    title = _title(KINDS[kind], job.total)
    view = ProgressView(
        title, job.done, max(1, job.total), t("act.many.doing"), here, here, finished=finished
    )
    template = "partials/progress.html" if visit.partial else "import_progress.html"
    response = show(visit, template, page(visit, title, kind=kind), view=view)
    if not finished and not visit.partial:
        response["Refresh"] = "2"
    return response


@inside
def undo(visit: Visit, action: str) -> HttpResponse:
    """Take a change of many records back, once it was said what follows."""
    back = visit.places.home
    if visit.request.method == "POST":
        with outcome(visit) as done:
            made = many.undo(visit.caller, action)
            done.say(t("act.many.undone", n=made.changed, refused=len(made.refused)))
        return HttpResponseRedirect(with_query(visit.places.listing(made.kind), view="all"))
    title = t("act.many.undo")
    form = Form(visit.request.path, (), t("act.many.undo"), back, destructive=True)
    view = ConfirmView(title, t("act.many.undo.sentence"), (t("act.many.undo.kept"),), (), form, back)
    return show(visit, "confirm.html", page(visit, title), view=view)


def _page(visit: Visit, kind: type[Kind], view: ManyView, answers: Answers) -> HttpResponse:
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(said(kind.label_plural), visit.places.listing(kind.id)),)
    given = page(visit, view.title, kind=kind.id, notices=notices, crumbs=crumbs)
    return show(visit, "many.html", given, status=422 if answers.wrong else 200, view=view)
