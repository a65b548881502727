"""Adding, editing, linking and retiring records of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app import added
from holdtrue.app.actions import records
from holdtrue.app.actions.permission import on_kind, on_organisation, on_record, require
from holdtrue.app.actions.staying import stays
from holdtrue.app.queries.drifting import drifted_since, stood
from holdtrue.app.queries.offered import Offer, titles
from holdtrue.app.queries.records import dependents, dependents_count
from holdtrue.app.queries.records import show as shown_record
from holdtrue.app.queries.resting import reached, resting_on
from holdtrue.app.queries.revisions import said as revision_said
from holdtrue.core.days import iso
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.kinds.suggestions import suggested
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.forms import Answers, Offers, checked, kept, posted, sections, shown, still_asked, whole
from holdtrue.pages.forms.fields import in_words, written
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import ConfirmView, FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.record import Knot
from holdtrue.pages.views import plain_forms, working
from holdtrue.pages.views.acts_retiring import staying, with_care
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.stales import kept_apart, stale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdtrue.app.queries.drifting import Drifts
    from holdtrue.app.queries.records import Near, Shown
    from holdtrue.app.rows import Record
    from holdtrue.core.kinds import FieldSpec, Kind

WHY, PUBLISHED = "why", "published_on"
_DRIFTS_TOLD = 3


@inside
def add(visit: Visit, kind: str) -> HttpResponse:
    """Add a record; the address may fill fields, by their names."""
    require(visit.caller, "add", on_kind(kind))
    if kind == "organization":
        raise BadInput("record.one_organisation", field="kind")
    declared = KINDS[kind]
    names = [spec.name for spec in declared.field_specs() if not spec.derived]
    own = added.offered(visit.caller.organisation.pk, kind)
    plain = plain_forms.asked(visit, kind)
    if plain:
        names, own = list(plain), {}
    about_refs = (*visit.request.GET.getlist("system"), *visit.request.GET.getlist("about"))
    name = working.name("add", kind, *about_refs)
    if visit.request.method == "POST":
        answers = posted(visit.request.POST, names, own)
        made = _added(visit, declared, answers)
        if made is not None:
            working.sent(visit, name)
            return HttpResponseRedirect(visit.places.record(made.ref))
    else:
        answers = _from_address(visit, declared, names, own)
        working.restored(visit, name, answers)
    title = t("act.add.title", kind=within(said(declared.label)))
    about = _about(visit, answers)
    left, minutes = still_asked(declared, answers)
    form = Form(
        visit.request.get_full_path(),
        plain_forms.drawn(visit, declared, answers),
        t("act.add.submit", kind=said(declared.label)),
        about.href if about else visit.places.listing(kind),
        minutes=minutes,
        left=left,
        draft=working.draft(visit, name),
    )
    view = FormView("", form, about, said(declared.help))
    return _form_page(visit, title, view, answers, kind=kind)


def _added(visit: Visit, kind: type[Kind], answers: Answers) -> Record | None:
    raw = checked(visit.caller, kind, answers)
    if answers.wrong:
        return None
    filled = {name: value for name, value in raw.items() if value not in ("", [], ())}
    filled |= plain_forms.known(visit, kind)
    try:
        with outcome(visit) as done:
            made = records.add(visit.caller, kind.id, filled)
            done.say(t("act.added", ref=made.ref, title=made.title), link=_next(visit, made))
    except BadInput as refusal:
        answers.blame(refusal)
        return None
    return made


def within(label: str) -> str:
    """Return a label as it stands within a sentence: impact assessment, but AI system."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def _next(visit: Visit, made: Record) -> Link | None:
    """What a new record waits for: one that counts only when signed is signed next, an incident is worked through."""
    if made.kind == "incident":
        return Link(t("incident.open"), visit.places.act(made.ref, "incident"))
    if KINDS[made.kind].edits != "drafted":
        return None
    return Link(t("act.sign.next"), visit.places.act(made.ref, "sign"))


def _from_address(
    visit: Visit, kind: type[Kind], names: Sequence[str], own: Mapping[str, FieldSpec]
) -> Answers:
    asked = visit.request.GET
    given = {name: asked.getlist(name) for name in names if name in asked}
    links = {n for n in given if kind.spec(n).linked and kind.spec(n).target not in CATALOGS}
    known = titles(visit.caller, [ref for n in links for ref in given[n]]) if links else {}
    answers = kept(kind, suggested(kind.id, {}, visit.day), {}, own)
    for name, texts in given.items():
        answers.values[name] = tuple(_written(known, ref) for ref in texts) if name in links else tuple(texts)
    return answers


def _written(known: Mapping[str, str], ref: str) -> str:
    return written(Offer(ref, known.get(ref, "")))


def _about(visit: Visit, answers: Answers) -> Link | None:
    """The record that the new one is about, where the address named it."""
    for name in ("system", "about", "systems", "targets"):
        refs = visit.request.GET.getlist(name)
        if refs:
            label = answers.text(name).splitlines()[0] if answers.text(name) else refs[0]
            return Link(label, visit.places.record(refs[0]))
    return None


@inside
def edit(visit: Visit, ref: str) -> HttpResponse:
    """Edit a record; `only` in the address asks for some fields alone."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "edit", on_record(record))
    kind = KINDS[record.kind]
    asked = visit.request.GET.getlist("only")
    names = [s.name for s in kind.field_specs() if not s.derived and (not asked or s.name in asked)]
    own = added.offered(visit.caller.organisation.pk, kind.id)
    own = {name: spec for name, spec in own.items() if not asked or name in asked}
    form_name = working.name("edit", record.ref, *asked)
    if visit.request.method == "POST":
        answers = posted(visit.request.POST, names, own)
        raw = checked(visit.caller, kind, answers)
        if not answers.wrong:
            try:
                _edit(visit, record, kept_apart(visit.request.POST, raw))
                working.sent(visit, visit.request.POST.get(working.FORM) or form_name)
                return HttpResponseRedirect(_back(visit, record, asked))
            except Stale:
                return stale(visit, record, answers, whole(visit.request.POST.get("revision", "")))
            except BadInput as refusal:
                answers.blame(refusal)
        looked = shown_record(visit.caller.organisation, record, visit.day)
        revision = whole(visit.request.POST.get("revision", "")) or record.head_number
    else:
        looked = shown_record(visit.caller.organisation, record, visit.day)
        answers = kept(kind, looked.fields, as_written(looked), own)
        answers.values = {name: answers.values.get(name, ()) for name in (*names, *own)}
        revision = working.restored(visit, form_name, answers) or record.head_number
        if "fill" in visit.request.GET:
            answers.values.update({n: tuple(v) for n, v in visit.request.GET.lists() if n in answers.values})
        if PUBLISHED in asked and PUBLISHED in answers.values and not answers.text(PUBLISHED):
            answers.values[PUBLISHED] = (iso(visit.day),)
    left, minutes = still_asked(kind, answers) if not asked else (None, None)
    form = Form(
        visit.request.get_full_path(),
        _edited(visit, kind, answers, looked, whole=not asked),
        t("document.act.publish" if PUBLISHED in asked else "act.save"),
        _back(visit, record, asked),
        revision=revision,
        minutes=minutes,
        left=left,
        draft=working.draft(visit, form_name),
    )
    view = FormView("", form, Link(f"{record.ref} {record.title}", visit.places.record(record.ref)))
    title = t("act.edit.title", title=record.title)
    return _form_page(visit, title, view, answers, kind=record.kind)


def _back(visit: Visit, record: Record, asked: Sequence[str]) -> str:
    """Where a form leads: one step of an incident back to the page it is worked through on."""
    stepwise = record.kind == "incident" and asked
    return visit.places.act(record.ref, "incident") if stepwise else visit.places.record(record.ref)


def _edited(
    visit: Visit, kind: type[Kind], answers: Answers, looked: Shown, *, whole: bool
) -> tuple[Section, ...]:
    offers = Offers(visit.caller, visit.places)
    reason = Field(WHY, t("act.why.label"), "long_text", visit.request.POST.get(WHY, ""), t("act.why.help"))
    last = Section(t("form.section.reason"), (reason,), folded=True)
    if not whole:
        drawn = tuple(shown(answers.spec(kind, name), answers, offers) for name in answers.values)
        return (Section("", drawn), last)
    known = tuple(
        Field(name, said(kind.spec(name).label), value=in_words(kind.spec(name), value), derived=True)
        for name, value in looked.derived.items()
    )
    # a system that is sorted is rarely sorted anew
    folded = ("sorting",) if kind.id == "system" and not looked.missing else ()
    return (*sections(kind, answers, offers, known=known, folded=folded), last)


def _edit(visit: Visit, record: Record, raw: Mapping[str, object]) -> None:
    revision = whole(visit.request.POST.get("revision", ""))
    reason = visit.request.POST.get(WHY, "").strip()
    with outcome(visit) as done:
        before = stood(record)
        edited = records.edit(visit.caller, record.ref, raw, revision=revision, why=reason)
        gone = drifted_since(visit.caller.organisation.pk, edited, before)
        look = Link(t("page.sign.look"), visit.places.act(gone[0].ref, "drift")) if gone else None
        done.say(" ".join((t("act.saved", ref=record.ref), *_drifted(gone))), link=look, soon=bool(gone))


def _drifted(gone: Sequence[Drifts]) -> Iterator[str]:
    """Say which sign-offs no longer match what they were given for, the first three by name."""
    if not gone:
        return
    names = ", ".join(f"{one.ref} {one.title}" for one in gone[:_DRIFTS_TOLD])
    yield t("act.drifted", n=len(gone), names=f"{names} …" if len(gone) > _DRIFTS_TOLD else names)


def as_written(looked: Shown) -> dict[str, tuple[str, ...]]:
    """Return its links as a form writes them."""
    return {name: tuple(_near(near) for near in some) for name, some in looked.links.items()}


def _near(near: Near | str) -> str:
    return near if isinstance(near, str) else written(Offer(near.ref, near.title))


def _form_page(visit: Visit, title: str, view: FormView, answers: Answers, *, kind: str) -> HttpResponse:
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    crumbs = (Link(said(KINDS[kind].label_plural), visit.places.listing(kind)),)
    given = page(visit, title, kind=kind, notices=notices, crumbs=crumbs)
    return show(visit, "form.html", given, status=422 if answers.wrong else 200, view=view)


@inside
def link(visit: Visit, ref: str) -> HttpResponse:
    """Link a record to another: `relation` is asked for in the address, or posted beside `target`."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "link", on_record(record))
    kind = KINDS[record.kind]
    relation = visit.request.POST.get("relation") or visit.request.GET.get("relation", "")
    if relation not in kind.edges:
        raise BadInput("link.unknown_relation", field=relation, known=tuple(kind.edges))
    name = "target" if "target" in visit.request.POST else relation
    answers = Answers({relation: tuple(visit.request.POST.getlist(name))})
    if visit.request.method == "POST":
        found = checked(visit.caller, kind, answers, required=False).get(relation)
        targets = (
            [str(target) for target in found] if isinstance(found, list) else [str(found)] if found else []
        )
        if not targets and not answers.wrong:
            answers.errors[relation] = t("form.link.none")
        try:
            if not answers.wrong:
                with outcome(visit) as done:
                    for target in targets:
                        records.link(visit.caller, record.ref, relation, target)
                    done.say(t("act.linked", ref=record.ref, targets=", ".join(targets)))
                return HttpResponseRedirect(visit.places.record(record.ref))
        except BadInput as refusal:
            answers.blame(refusal)
    field = shown(kind.spec(relation), answers, Offers(visit.caller, visit.places))
    href = visit.places.record(record.ref)
    action = visit.places.act(record.ref, "link", relation=relation)
    form = Form(action, (Section("", (field,)),), t("act.link.submit"), href)
    view = FormView("", form, Link(f"{record.ref} {record.title}", href))
    return _form_page(visit, t("act.link.title", title=record.title), view, answers, kind=record.kind)


@inside
def unlink(visit: Visit, ref: str) -> HttpResponse:
    """Take one link away; the record it led to stays."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "link", on_record(record))
    relation, target = visit.request.POST.get("relation", ""), visit.request.POST.get("target", "")
    if visit.request.method == "POST":
        now = revision_said(visit.caller.organisation, record).links.get(relation, ())
        kept_refs = [other for other, _ in now if other != target]
        with outcome(visit) as done:
            if len(kept_refs) < len(now):
                records.edit(visit.caller, record.ref, {relation: kept_refs}, revision=record.head_number)
            done.say(t("act.unlinked", ref=record.ref, target=target))
    return HttpResponseRedirect(visit.places.record(record.ref))


@inside
def retire(visit: Visit, ref: str) -> HttpResponse:
    """Retire a record, once it was said what depends on it."""
    record = records.find(visit.caller, ref)
    require(visit.caller, "retire", on_record(record))
    if visit.request.method != "POST" and stays(record):
        return staying(visit, record)
    answers, moved = Answers({WHY: tuple(visit.request.POST.getlist(WHY))}), False
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                based_on = whole(visit.request.POST.get("revision", ""))
                records.retire(visit.caller, record.ref, why=answers.text(WHY), revision=based_on)
                done.say(t("act.retired", ref=record.ref, title=record.title))
            return HttpResponseRedirect(visit.places.listing(record.kind))
        except BadInput as refusal:
            answers.blame(refusal)
        except Stale as refusal:
            moved, record = True, records.find(visit.caller, record.ref)
            answers.general.append(said(refusal.message))
    bound = dependents(visit.caller.organisation, record)
    count = dependents_count(visit.caller.organisation, record)
    error = answers.errors.get(WHY, "")
    help_ = t("act.retire.why.many", n=count) if count > _MANY else ""
    reason = Field(
        WHY, t("act.retire.why"), "long_text", answers.text(WHY), help_, required=True, error=error
    )
    href = visit.places.record(record.ref)
    submit = t("act.retire.submit", ref=record.ref)
    form = Form(
        visit.places.act(record.ref, "retire"),
        (Section("", (reason,)),),
        submit,
        href,
        revision=record.head_number,
        destructive=True,
    )
    view = ConfirmView(
        title=t("act.retire.title", title=record.title),
        sentence=t("act.retire.sentence"),
        follows=_follows(visit, record, count),
        dependents=tuple(Knot(n.title, visit.places.record(n.ref), n.ref, state="soon") for n in bound),
        form=form,
        cancel_href=href,
        count=count,
        stops=_stops(visit, record),
        tries=Link(t("page.whatif.open"), visit.places.act(record.ref, "what-if", what="retired")),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    given = page(visit, view.title, kind=record.kind, notices=(*notices, *with_care(visit, record)))
    status = 409 if moved else 422 if answers.wrong else 200
    return show(visit, "confirm.html", given, status=status, view=view)


_MANY = 5
"""Records that point to one; beyond it the form asks with the number who thinks of them."""


def _stops(visit: Visit, record: Record) -> tuple[Knot, ...]:
    """The practices that hold today and look at records like this one."""
    if not visit.may("verify", on_organisation()):
        return ()
    return tuple(
        Knot(
            resting.practice.title,
            visit.places.practice(resting.practice.id),
            state="soon",
            words=t(
                "act.retire.level",
                level=t(f"page.level.at.{resting.level}"),
                scopes=resting.scopes,
            ),
        )
        for resting in resting_on(visit.caller, record)
    )


def _follows(visit: Visit, record: Record, count: int) -> tuple[str, ...]:
    found = [t("act.retire.counts")]
    if count:
        found.append(t("act.retire.pointing", n=count))
    systems = reached(visit.caller, record)
    if systems and record.kind != "system":
        found.append(t("act.retire.reaches", n=systems))
    if record.kind == "system":
        found.append(t("act.retire.system"))
    if KINDS[record.kind].material:
        found.append(t("act.retire.signoffs"))
    return tuple(found)
