"""Frameworks: a card each, and one as a tree, over the organisation or for one system; never said to be conformity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries import grounds
from holdtrue.app.queries.audited import answered_then
from holdtrue.app.queries.requirements import (
    AWAY,
    BEGUN,
    FAILS,
    HOLDS,
    MORE,
    SHORT,
    UNASKED,
    UNCOVERED,
    answered,
)
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.days import to_day
from holdtrue.core.frameworks import installed
from holdtrue.core.refusals import NotFound
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.framework import FrameworkCard, FrameworksView, FrameworkView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.table import Choice, Filter, Filters
from holdtrue.pages.views import frame
from holdtrue.pages.views.framework_parts import branches, share_of, tallied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from holdtrue.app.queries.grounds import SystemGround
    from holdtrue.app.queries.requirements import Answer, Answered
    from holdtrue.core.frameworks import Framework
    from holdtrue.pages.views.frame import Visit

_SHOWN = ("short", FAILS, BEGUN, MORE, UNASKED, UNCOVERED, HOLDS, "coming", "doubt", AWAY)


@require_safe
@frame.inside
def every(visit: Visit) -> HttpResponse:
    """Show one card a framework: how many requirements hold of how many apply."""
    ground = grounds.of_organisation(visit.caller, installed(), visit.day)
    cards = [_card(visit, answered(ground, name)) for name in installed()]
    cards.sort(key=lambda card: card.share is None)
    title = t("page.frameworks.title")
    view = FrameworksView(tuple(cards), t("page.frameworks.lead"), tabs(visit, "every"))
    return frame.show(visit, "frameworks.html", frame.page(visit, title, station="frameworks"), view=view)


@require_safe
@frame.inside
def one(visit: Visit, framework: str) -> HttpResponse:
    """Show one framework as a tree; `system` tells it for one system, the rest of the address filters it.

    With `audit` it is the framework as that audit keeps it.
    """
    audit = visit.request.GET.get("audit", "").strip().upper()
    if audit:
        return _of_audit(visit, framework, audit)
    if framework not in installed():
        raise NotFound("framework.unknown", name=framework, known=installed())
    system = visit.request.GET.get("system", "").strip().upper()
    if system:
        about = grounds.of_system(visit.caller, system, framework, visit.day)
        found = answered(about.ground, framework)
    else:
        about = None
        found = answered(grounds.of_organisation(visit.caller, (framework,), visit.day), framework)
    crumbs = [Link(t("page.frameworks.title"), visit.places.at("frameworks"))]
    if about:
        crumbs.append(Link(found.framework.short, visit.places.framework(framework)))
    title = t("page.framework.of_system", name=found.framework.short, system=about.title) if about else ""
    given = frame.page(visit, title or found.framework.title, station="frameworks", crumbs=crumbs)
    return frame.show(visit, "framework.html", given, view=_view(visit, found, about, given.title))


def _of_audit(visit: Visit, framework: str, ref: str) -> HttpResponse:
    then = answered_then(visit.caller, ref, framework, visit.day)
    found, audit, law = then.answered, then.audit, then.answered.framework
    visit = replace(visit, day=then.day)
    with by_the_rules_of(then.edition):
        title = t(
            "page.framework.of_audit", name=law.short, version=law.version, audit=audit.title or audit.ref
        )
        view = replace(
            _view(visit, found, None, title),
            notice=t(
                "page.framework.audit_large" if then.too_large else "page.framework.audit_keeps",
                on_day=then.day,
            ),
            notice_link=None,
        )
    crumbs = [Link(audit.title or audit.ref, visit.places.record(audit.ref))]
    given = frame.page(visit, title, station="frameworks", crumbs=crumbs)
    return frame.show(visit, "framework.html", given, view=view)


def tabs(visit: Visit, here: str) -> tuple[Link, ...]:
    """Return the ways to look at all frameworks."""
    crosswalk = visit.places.at("frameworks", "crosswalk")
    return (
        Link(t("page.frameworks.tab.every"), visit.places.at("frameworks"), here == "every"),
        Link(t("page.frameworks.tab.fails"), with_query(crosswalk, show="fails"), here == "fails"),
        Link(t("page.frameworks.tab.crosswalk"), crosswalk, here == "crosswalk"),
    )


def _card(visit: Visit, found: Answered) -> FrameworkCard:
    law = found.framework
    note = t("page.framework.version", version=law.version)
    if law.as_of and law.as_of != law.version:
        note = f"{note} · {t('page.framework.as_of', date=_day(law.as_of))}"
    href = visit.places.framework(law.id)
    share = share_of(found)
    if found.applies.holds is False or share is None:
        reason = said(found.applies.because) if found.applies.because else t("page.framework.none_apply")
        mend = Link(t("page.framework.say"), visit.places.record("ORG-0001"))
        return FrameworkCard(law.title, href, note, None, reason=reason, mend=mend)
    return FrameworkCard(
        law.title, href, note, share, t("page.framework.holds_of", whole=share.whole), tallied(visit, found)
    )


def _view(visit: Visit, found: Answered, about: SystemGround | None, title: str) -> FrameworkView:
    law, system = found.framework, about.ref if about else ""
    shown, filtered = _shown(visit, found)
    share = share_of(found)
    notice, link = _notice(visit, found, about)
    return FrameworkView(
        title=title,
        lead=law.full_title if law.full_title != law.title else "",
        words=t("page.framework.holds_of", whole=share.whole) if share else "",
        share=share,
        tallied=tallied(visit, found, system),
        branches=branches(visit, found, shown, unfolded=filtered, system=system),
        facts=_facts(law),
        note=law.note,
        doubts=law.doubts,
        filters=_filters(visit, law),
        tabs=_tabs(visit, law, system),
        notice=notice,
        notice_link=link,
        nothing=t("page.framework.nothing"),
    )


def _shown(visit: Visit, found: Answered) -> tuple[Sequence[Answer], bool]:
    given = visit.request.GET
    show, actor, group = given.get("show", ""), given.get("actor", ""), given.get("class", "")
    coming = {a.requirement.id for a in found.coming()}

    def wanted(answer: Answer) -> bool:
        asked = answer.requirement
        if actor and actor not in asked.actors:
            return False
        if group and group != asked.group:
            return False
        if show == "short":
            return answer.standing in SHORT
        if show == "coming":
            return asked.id in coming
        if show == "doubt":
            return bool(asked.doubts) or not asked.date_certain or asked.confidence == "?"
        return not show or answer.standing == show

    return [a for a in found.answers if wanted(a)], bool(show or actor or group)


def _notice(visit: Visit, found: Answered, about: SystemGround | None) -> tuple[str, Link | None]:
    if about and about.looked and about.looked.found.settled is None:
        link = Link(
            t("page.framework.settle"), visit.places.act(about.ref, "classify", law=found.framework.id)
        )
        return t("page.framework.unsettled", n=len(about.looked.found.missing)), link
    if about is None and found.applies.holds is False and found.applies.because:
        return said(found.applies.because), Link(t("page.framework.say"), visit.places.record("ORG-0001"))
    return "", None


def _facts(law: Framework) -> tuple[tuple[str, str | Link], ...]:
    told: list[tuple[str, str | Link]] = []
    if law.publisher:
        told.append((t("page.framework.publisher"), law.publisher))
    told.append((t("page.framework.edition"), law.version))
    if law.as_of:
        told.append((t("page.framework.read"), _day(law.as_of)))
    if law.source:
        told.append((t("page.framework.source"), Link(law.source.split("/")[2], law.source)))
    return tuple(told)


def _tabs(visit: Visit, law: Framework, system: str) -> tuple[Link, ...]:
    show = visit.request.GET.get("show", "")
    return (
        Link(t("page.framework.tab.tree"), visit.places.framework(law.id, system=system), not show),
        Link(
            t("page.framework.tab.short"),
            visit.places.framework(law.id, show="short", system=system),
            show == "short",
        ),
    )


def _filters(visit: Visit, law: Framework) -> Filters:
    given = visit.request.GET
    show, actor, group = given.get("show", ""), given.get("actor", ""), given.get("class", "")
    found = [
        Filter(
            "show",
            t("page.framework.filter.show"),
            tuple(Choice(name, t(f"page.framework.show.{name}"), name == show) for name in _SHOWN),
        )
    ]
    bound = {a for r in law.requirements for a in r.actors}
    if bound:
        classes = {r.group for r in law.requirements}
        found += [
            Filter("actor", t("page.framework.filter.actor"), _choices(law.actors, bound, actor)),
            Filter("class", t("page.framework.filter.class"), _choices(law.classes, classes, group)),
        ]
    label = t("page.framework.filter.system")
    found.append(Filter("system", label, value=given.get("system", "")))
    return Filters(visit.places.framework(law.id), filters=tuple(found), searched=False)


def _choices(titles: Mapping[str, str], used: set[str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(name, title, name == chosen) for name, title in titles.items() if name in used)


def _day(text: str) -> str:
    day = to_day(text)
    return absolute(day) if day is not None else text


__all__ = ["every", "one", "tabs"]
