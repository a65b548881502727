"""Attaching a file as evidence, and reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions import evidence, records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.imports.limits import MEGABYTE
from holdtrue.app.queries.keeping import held
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.refusals import BadInput
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import AttachView, ReadView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import contents
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from holdtrue.app.rows import Record
    from holdtrue.core.kinds import FieldSpec
    from holdtrue.pages.shapes.page import Page

FILE, TAG, COLLECTED, VALID, TITLE = "file", "tag", "collected_on", "valid_until", "title"
RESULT, WHY = "result", "why"
_MOST_CARRIED = 6


@inside
def attach(visit: Visit, ref: str) -> HttpResponse:
    """Attach a file to a record; the address may say what it shows."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "attach", on_record(record))
    answers = posted(visit.request.POST, (TAG, COLLECTED, VALID, TITLE))
    answers.values[FILE] = ()
    if visit.request.method == "POST":
        try:
            made = _attached(visit, record, answers)
            return HttpResponseRedirect(
                visit.places.record(made.ref if record.kind == "indicator" else record.ref)
            )
        except BadInput as refusal:
            answers.blame(refusal)
    else:
        answers.values[TAG] = (visit.request.GET.get("tag", ""),)
        answers.values[COLLECTED] = (iso(visit.day),)
    href = visit.places.record(record.ref)
    form = Form(
        visit.request.get_full_path(),
        _attach_sections(answers),
        t("act.attach.submit"),
        href,
        files=True,
    )
    view = AttachView(Link(f"{record.ref} {record.title}", href), form, _carried(answers.text(TAG)))
    given = _page(visit, t("act.attach.title"), record, answers)
    return show(visit, "attach.html", given, status=422 if answers.wrong else 200, view=view)


def _attached(visit: Visit, record: Record, answers: Answers) -> Record:
    file = visit.request.FILES.get(FILE)
    if not isinstance(file, UploadedFile):
        large = getattr(visit.request, "too_large", "")
        if large:
            raise BadInput("file.too_large", field=FILE, name=large, most=200)
        raise BadInput("act.attach.no_file", field=FILE)
    name = file.name or "file"
    with outcome(visit) as done:
        made = evidence.attach(
            visit.caller,
            [record.ref],
            file,  # type: ignore[arg-type]  # an uploaded file reads like any binary one
            name,
            tag=answers.text(TAG).strip(),
            collected_on=answers.text(COLLECTED).strip(),
            valid_until=answers.text(VALID).strip(),
            title=answers.text(TITLE).strip(),
        )
        link = Link(t("act.attach.read_next"), visit.places.act(made.ref, "read"))
        done.say(t("act.attached", ref=made.ref, name=name), link=link)
    return made


def _attach_sections(answers: Answers) -> tuple[Section, ...]:
    kind = KINDS["evidence"]
    tags = tuple(
        Choice(v, label, chosen=v == answers.text(TAG)) for v, label in library().catalog("evidence_tag")
    )
    first = (
        Field(
            FILE,
            t("act.attach.file"),
            "file",
            help=t("act.attach.file.help", most=200 * MEGABYTE // MEGABYTE),
            required=True,
            error=answers.errors.get(FILE, ""),
        ),
        _declared(kind.spec(TAG), answers, t("act.attach.tag"), type_="choice", choices=tags),
        _declared(kind.spec(COLLECTED), answers, t("act.attach.collected"), type_="date"),
    )
    rest = (
        _declared(kind.spec(VALID), answers, type_="date"),
        Field(TITLE, t("act.attach.name"), value=answers.text(TITLE), help=t("act.attach.name.help")),
    )
    return (Section("", first), Section(t("form.section.more"), rest, folded=True))


def _declared(
    spec: FieldSpec, answers: Answers, label: str = "", *, type_: str, choices: tuple[Choice, ...] = ()
) -> Field:
    return Field(
        spec.name,
        label or said(spec.label),
        type_,
        answers.text(spec.name),
        said(spec.help) if spec.help else "",
        why=said(spec.why) if spec.why else "",
        error=answers.errors.get(spec.name, ""),
        choices=choices,
    )


def _carried(tag: str) -> tuple[str, ...]:
    """What evidence of this tag may carry, practice by practice."""
    if not tag:
        return (t("act.attach.choose_tag"),)
    found = [
        t("act.attach.carries", practice=p.title, level=t(f"page.level.at.{n}"))
        for p in library().practices
        for n, level in enumerate(LEVELS, start=1)
        if _asks_for(p.levels[level], tag)
    ]
    return tuple(found[:_MOST_CARRIED]) or (t("act.attach.carries_nothing"),)


def _asks_for(claim: object, tag: str) -> bool:
    if isinstance(claim, dict):
        return claim.get("evidence") == tag or any(_asks_for(part, tag) for part in claim.values())
    return isinstance(claim, list) and any(_asks_for(part, tag) for part in claim)


@inside
def read(visit: Visit, ref: str) -> HttpResponse:
    """Say what a piece of evidence shows, having looked at it."""
    record = records.find(visit.caller, ref)
    if record.kind != "evidence":
        raise BadInput("evidence.not_evidence", ref=record.ref)
    require(visit.caller, "read_evidence", on_record(record))
    answers = posted(visit.request.POST, (RESULT, WHY))
    if visit.request.method == "POST":
        try:
            _read(visit, record, answers)
            return HttpResponseRedirect(visit.places.record(record.ref))
        except BadInput as refusal:
            answers.blame(refusal)
    organisation = visit.caller.organisation
    content, file = revision_said(organisation, record), held(organisation, record)
    own = revision_said(organisation, record, 1).account == visit.caller.actor.account
    view = ReadView(
        record.title,
        record.ref,
        visit.places.record(record.ref),
        contents.filled(KINDS["evidence"], content, visit.places),
        _read_form(visit, record, answers),
        Link(t("act.read.open", name=file.name, size=size(file.size)), visit.places.file(record.ref))
        if file
        else None,
        file.text if file else "",
        (t("act.read.self"),) if own else (),
    )
    given = _page(visit, t("act.read.title"), record, answers)
    return show(visit, "read.html", given, status=422 if answers.wrong else 200, view=view)


def _read(visit: Visit, record: Record, answers: Answers) -> None:
    result, reason = answers.text(RESULT), answers.text(WHY).strip()
    if not result:
        raise BadInput("act.sign.choose", field=RESULT)
    if result == "not_in_order" and not reason:
        raise BadInput("act.read.say_why", field=WHY)
    with outcome(visit) as done:
        evidence.read(visit.caller, record.ref, result, why=reason)
        done.say(t(f"act.read.done.{result}", ref=record.ref))


def _read_form(visit: Visit, record: Record, answers: Answers) -> Form:
    results = tuple(Choice(r, t(f"act.read.{r}"), chosen=r == answers.text(RESULT)) for r in evidence.RESULTS)
    fields = (
        Field(
            RESULT,
            t("act.read.question"),
            "choice",
            answers.text(RESULT),
            choices=results,
            required=True,
            error=answers.errors.get(RESULT, ""),
        ),
        Field(
            WHY,
            t("act.read.why"),
            "long_text",
            answers.text(WHY),
            t("act.read.why.help"),
            error=answers.errors.get(WHY, ""),
        ),
    )
    href = visit.places.record(record.ref)
    return Form(
        visit.places.act(record.ref, "read"),
        (Section(t("act.read.yours"), fields),),
        t("act.read.submit"),
        href,
    )


def _page(visit: Visit, title: str, record: Record, answers: Answers) -> Page:
    kind = KINDS[record.kind]
    crumbs = (Link(said(kind.label_plural), visit.places.listing(record.kind)),)
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    return page(visit, title, kind=record.kind, crumbs=crumbs, notices=notices)


def size(n: int) -> str:
    """Return a file's size as people say it."""
    if n < MEGABYTE:
        return t("act.size.kilobytes", n=max(1, n // 1_000))
    return t("act.size.megabytes", n=f"{n / MEGABYTE:.1f}")
