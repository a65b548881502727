"""Writing an impact assessment, section by section, and reading it as a whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.assessing import complete, save
from holdtrue.app.actions.permission import on_kind, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries.assessing import assessing, impacts_of
from holdtrue.app.queries.offered import offered
from holdtrue.core.assessing import aspect_lines, aspect_texts, aspects
from holdtrue.core.impacts import LIKELIHOODS, SEVERITIES, Impact, write
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.forms import Answers, Offers, checked, shown, whole
from holdtrue.pages.forms.answers import as_typed
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.assess import AssessView, ImpactRow, SectionShown
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from holdtrue.app.queries.assessing import Assessing
    from holdtrue.core.assessing import Progress
    from holdtrue.core.kinds import Kind

SPARE = 2
"""Empty rows offered after the groups that are there."""
_MOST_ROWS = 40


@inside
def assess(visit: Visit, ref: str) -> HttpResponse:
    """Show the sections, or save them; completing leads on to signing."""
    found = assessing(visit.caller, ref)
    _may(visit, found)
    kind = KINDS["impact_assessment"]
    answers, rows, status = _standing(kind, found), impacts_of(found.fields), 200
    confirmed = {p.part.id for p in found.progress if p.confirmed}
    if visit.request.method == "POST":
        sent = visit.request.POST
        answers, rows = _sent(kind, found, sent), _rows_sent(sent)
        confirmed = set(sent.getlist("still"))
        raw = _raw(visit, kind, answers, rows)
        if not answers.wrong:
            try:
                return _write(visit, found, raw, confirmed)
            except Stale:
                status = 409
                answers.general.append(t("assess.stale"))
            except BadInput as refusal:
                if refusal.code == "assess.unfinished":
                    found = assessing(visit.caller, ref)
                    _mark_open(found, answers)
                answers.blame(refusal)
        status = 422 if status == 200 else status  # noqa: PLR2004  # an HTTP status
    view = _view(visit, found, answers, rows, confirmed)
    crumbs = (
        Link(said(KINDS["system"].label_plural), visit.places.listing("system")),
        Link(found.title, view.href),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, t("assess.title", title=found.title), kind="system", crumbs=crumbs, notices=notices)
    return show(visit, "assess.html", given, status=status, view=view)


def _mark_open(found: Assessing, answers: Answers) -> None:
    """Say at each question without an answer that it is the one waited for."""
    for name in (name for p in found.progress for name in p.empty):
        if name != "aspects":
            answers.errors.setdefault(name, t("assess.open"))
            continue
        for aspect in aspects():
            if not answers.text(f"aspect-{aspect}").strip():
                answers.errors[f"aspect-{aspect}"] = t("assess.open")


def _may(visit: Visit, found: Assessing) -> None:
    if found.record:
        require(visit.caller, "edit", on_record(find(visit.caller, found.record)))
    else:
        require(visit.caller, "add", on_kind("impact_assessment"))


def _write(visit: Visit, found: Assessing, raw: Mapping[str, object], confirmed: set[str]) -> HttpResponse:
    sent = visit.request.POST
    text = sent.get("revision", "")
    revision = whole(text) if found.record else None
    last = sent.get("act") == "complete"
    with outcome(visit) as done:
        act = complete if last else save
        made = act(visit.caller, found.ref, raw, still_so=sorted(confirmed), revision=revision or None)
        done.say(t("assess.completed" if last else "assess.saved", ref=made.ref))
    here = visit.places.act(found.ref, "assess")
    if not last:
        return HttpResponseRedirect(here)
    may_sign = visit.may("sign", on_record(made))
    return HttpResponseRedirect(
        visit.places.act(made.ref, "sign") if may_sign else visit.places.act(made.ref, "assessment")
    )


def _names(found: Assessing) -> list[str]:
    return [
        q.field for p in found.progress for q in p.part.questions if q.field not in ("impacts", "aspects")
    ]


def _standing(kind: type[Kind], found: Assessing) -> Answers:
    values = {name: as_typed(kind.spec(name), found.fields.get(name)) for name in _names(found)}
    told = aspect_texts(found.fields.get("aspects"))
    return Answers({**values, **{f"aspect-{name}": (told.get(name, ""),) for name in aspects()}})


def _sent(kind: type[Kind], found: Assessing, sent: QueryDict) -> Answers:
    del kind
    names = [*_names(found), *(f"aspect-{name}" for name in aspects())]
    return Answers({name: tuple(sent.getlist(name)) for name in names if name in sent})


def _rows_sent(sent: QueryDict) -> tuple[Impact, ...]:
    found = []
    for number in range(_MOST_ROWS):
        parts = [
            sent.get(f"row-{number}-{name}", "").strip()
            for name in ("group", "what", "severity", "likelihood", "measures")
        ]
        if any(parts):
            found.append(Impact(*parts))
    return tuple(found)


def _raw(visit: Visit, kind: type[Kind], answers: Answers, rows: tuple[Impact, ...]) -> dict[str, object]:
    """What the form comes to; errors are noted beside their fields."""
    plain = Answers({n: v for n, v in answers.values.items() if not n.startswith("aspect-")})
    raw = checked(visit.caller, kind, plain, required=False)
    answers.errors.update(plain.errors)
    texts = {
        n.removeprefix("aspect-"): "\n".join(v) for n, v in answers.values.items() if n not in plain.values
    }
    if texts:
        raw["aspects"] = aspect_lines(texts)
    if any(name.startswith("row-") for name in visit.request.POST):
        try:
            raw["impacts"] = write(rows)
        except BadInput as refusal:
            answers.errors["impacts"] = said(refusal.message)
    return raw


def _view(
    visit: Visit, found: Assessing, answers: Answers, rows: tuple[Impact, ...], confirmed: set[str]
) -> AssessView:
    places = visit.places
    offers = Offers(visit.caller, places)
    sections = tuple(_section(p, found, answers, rows, confirmed, offers) for p in found.progress)
    return AssessView(
        href=places.record(found.ref),
        ref=found.ref,
        system=found.title,
        action=places.act(found.ref, "assess"),
        revision=found.revision,
        depth=t(f"assess.depth.{found.tier or 'unsorted'}"),
        state=_state(found),
        sections=sections,
        minutes=found.minutes,
        done=sum(p.done for p in found.progress),
        offered=tuple(
            (o.ref, o.title) for k in ("control", "risk") for o in offered(visit.caller, k, limit=40)
        ),
        read_href=places.act(found.record, "assessment") if found.record else "",
        record=Link(found.record, places.record(found.record)) if found.record else None,
    )


def _state(found: Assessing) -> str:
    if not found.record:
        return t("assess.state.new")
    if found.drafted:
        return t("assess.state.beside")
    return t("assess.state.in_force" if found.in_force else "assess.state.draft")


def _section(
    p: Progress,
    found: Assessing,
    answers: Answers,
    rows: tuple[Impact, ...],
    confirmed: set[str],
    offers: Offers,
) -> SectionShown:
    kind = KINDS["impact_assessment"]
    fields: list[Field] = []
    for question in p.part.questions:
        if question.field == "aspects":
            fields += [_aspect(name, answers) for name in aspects()]
        elif question.field != "impacts":
            drawn = shown(kind.spec(question.field), answers, offers)
            label = t(f"assess.ask.{question.field}")
            source = (
                t("assess.taken", facts=found.taken[question.field]) if question.field in found.taken else ""
            )
            fields.append(replace(drawn, label=label, source=source, material=False, required=False, why=""))
    asks_rows = any(q.field == "impacts" for q in p.part.questions)
    return SectionShown(
        p.part.id,
        t(f"assess.section.{p.part.id}"),
        p.part.clause,
        t(f"assess.help.{p.part.id}"),
        tuple(fields),
        p.done,
        p.minutes,
        _rows(rows) if asks_rows else (),
        answers.errors.get("impacts", "") if asks_rows else "",
        t("assess.ask.impacts") if asks_rows else "",
        t("assess.rows_help") if asks_rows else "",
        p.carried and found.in_force and not p.empty,
        p.part.id in confirmed,
    )


def _aspect(name: str, answers: Answers) -> Field:
    return Field(
        f"aspect-{name}",
        t(f"assess.aspect.{name}"),
        "long_text",
        answers.text(f"aspect-{name}"),
        t(f"assess.aspect_help.{name}"),
        error=answers.errors.get(f"aspect-{name}", ""),
    )


def _rows(rows: tuple[Impact, ...]) -> tuple[ImpactRow, ...]:
    return tuple(
        ImpactRow(
            number,
            row.group,
            row.what,
            tuple(Choice(s, t(f"choice.impact_severity.{s}"), row.severity == s) for s in SEVERITIES),
            tuple(Choice(n, t(f"assess.likelihood.{n}"), row.likelihood == n) for n in LIKELIHOODS),
            row.measures,
        )
        for number, row in enumerate((*rows, *(Impact("") for _ in range(SPARE))))
    )
