"""What somebody holds on one screen, handed over at once or by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect

from holdtrue.accounts.models import Membership
from holdtrue.app.actions import handing_over
from holdtrue.app.actions.permission import on_organisation, on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.queries.holdings import holdings
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.pages.forms import Answers, Offers, posted, shown
from holdtrue.pages.forms.answers import ref_in
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.people import HandOverView, HeldGroup
from holdtrue.pages.views.frame import Visit, inside, notify, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from holdtrue.app.actions.handing_over import Handed
    from holdtrue.app.queries.holdings import Group, Holdings
    from holdtrue.app.rows import Record

ALL, WHY, TO = "to", "why", "to."
_SHOWN = 12


@inside
def hand_over(visit: Visit, ref: str) -> HttpResponse:
    """Show what a person holds; posting hands it over, by group where a group names somebody of its own."""
    person = find(visit.caller, ref)
    if person.kind != "person":
        raise NotFound("record.not_found", ref=ref)
    require(visit.caller, "hand_over", on_record(person))
    found = holdings(person)
    answers = posted(visit.request.POST, (ALL, WHY, *(TO + group.id for group in found.groups)))
    if visit.request.method == "POST":
        try:
            _hand_over(visit, found, answers)
            return HttpResponseRedirect(visit.request.path)
        except BadInput as refusal:
            answers.blame(refusal)
    href = visit.places.record(person.ref)
    crumbs = (
        Link(said(KINDS["person"].label_plural), visit.places.listing("person")),
        Link(person.title, href),
    )
    notices = tuple(Notice(sentence, "wrong") for sentence in answers.general)
    title = t("people.hand.title", name=person.title)
    given = page(visit, title, kind="person", notices=notices, crumbs=crumbs)
    view = _view(visit, found, answers, Link(person.title, href))
    return show(visit, "hand_over.html", given, status=422 if answers.wrong else 200, view=view)


def _view(visit: Visit, found: Holdings, answers: Answers, person: Link) -> HandOverView:
    lead = ""
    if found.left is not None:
        lead = t("people.hand.left_lead", name=person.label, date=absolute(found.left), n=found.count)
    elif found.groups:
        lead = t("people.hand.lead", name=person.label, n=found.count)
    none = not found.groups
    return HandOverView(
        person,
        "" if none else lead,
        tuple(_group(visit, group) for group in found.groups),
        None if none else _form(visit, found, answers),
        _account(visit, found) if found.left is not None else None,
        t("people.hand.none", name=person.label) if none else "",
        t("people.hand.none_words") if none else "",
    )


def _group(visit: Visit, group: Group) -> HeldGroup:
    count = group.count
    if group.plans:
        plans = group.plans[:_SHOWN]
        at = visit.places.at("audit-programme")
        words = (t("people.hand.planned", date=absolute(p.day), n=len(p.covers)) for p in plans)
        more = t("people.hand.more", n=count - _SHOWN) if count > _SHOWN else ""
        return HeldGroup(said(group.label), count, tuple(Link(text, at) for text in words), more)
    links = tuple(Link(f"{r.title} ({r.ref})", visit.places.record(r.ref)) for r in group.records[:_SHOWN])
    more = t("people.hand.more", n=count - _SHOWN) if count > _SHOWN else ""
    return HeldGroup(said(group.label), count, links, more)


def _account(visit: Visit, found: Holdings) -> Link | None:
    """Where a membership that outlived its person is ended."""
    rows = Membership.objects.filter(person=found.person, active=True).select_related("user")
    member = rows.first()
    if member is None or not visit.may("settings", on_organisation()):
        return None
    return Link(t("people.hand.end"), visit.places.at("settings", "members", str(member.user.uid)))


def _form(visit: Visit, found: Holdings, answers: Answers) -> Form:
    offers = Offers(visit.caller, visit.places)
    everything = _field(answers, offers, found.person, ALL, t("people.hand.all"))
    fields = tuple(
        _field(answers, offers, found.person, TO + g.id, f"{said(g.label)} ({g.count:,})")
        for g in found.groups
    )
    why = Field(WHY, t("people.hand.why"), value=answers.text(WHY), example=t("people.hand.why_example"))
    sections = [Section(t("people.hand.who"), (everything, why))]
    if len(fields) > 1:
        by_group = Section(t("people.hand.by_group"), fields, t("people.hand.by_group_words"), folded=True)
        sections.append(by_group)
    href = visit.places.record(found.person.ref)
    return Form(visit.request.path, tuple(sections), t("people.hand.submit"), href)


def _field(answers: Answers, offers: Offers, person: Record, name: str, label: str) -> Field:
    """A person to choose, among all but the one who leaves."""
    spec = KINDS["system"].spec("owner")
    drawn = shown(spec, Answers({"owner": answers.values.get(name, ())}), offers)
    choices = tuple(c for c in drawn.choices if ref_in(c.value) != person.ref)
    return Field(
        name,
        label,
        drawn.type,
        drawn.value,
        choices=choices,
        find_href=drawn.find_href,
        error=answers.errors.get(name, ""),
    )


def _hand_over(visit: Visit, found: Holdings, answers: Answers) -> None:
    everybody = _named(answers.text(ALL))
    to = {g.id: _named(answers.text(TO + g.id)) or everybody for g in found.groups}
    why = answers.text(WHY)
    if not any(to.values()):
        raise BadInput("people.hand.nobody", field=ALL)
    with outcome(visit) as done:
        made = handing_over.hand_over(visit.caller, found.person.ref, to, why=why)
        done.say(t("people.hand.done", n=made.count, name=made.person.title, to=_heirs(made)))
    for sentence in _kept(made):
        notify(visit, sentence, kind="soon")


def _named(text: str) -> str:
    return ref_in(text) or text.strip()


def _heirs(made: Handed) -> str:
    return ", ".join(dict.fromkeys(heir.title for name, heir in made.to.items() if made.moved[name]))


def _kept(made: Handed) -> Sequence[str]:
    """What stays and why, each reason once."""
    counted: dict[str, list[str]] = {}
    for ref, why in made.kept:
        counted.setdefault(said(why), []).append(ref)
    return [
        t("people.hand.kept", n=len(refs), refs=", ".join(refs[:_SHOWN]), why=why)
        for why, refs in counted.items()
    ]
