"""The why of one verdict: the sentence, the chain down to the fact, who mends it and where, and its history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.queries import changes
from holdtrue.app.queries.asking import why_asked
from holdtrue.core.days import ALWAYS, iso
from holdtrue.core.kinds import KINDS, PREFIXES
from holdtrue.core.messages import Message
from holdtrue.core.practices import LEVELS
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.verdicts import Bearing, State
from holdtrue.pages.language import said, t
from holdtrue.pages.places import ORGANISATION, with_query
from holdtrue.pages.shapes.glyph import glyph
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.practice import WhyStep, WhyView
from holdtrue.pages.views import frame
from holdtrue.pages.views.record_parts import worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.app.queries.changes import Turned
    from holdtrue.app.queries.why import Changed, Why
    from holdtrue.pages.views.frame import Visit

NEXT = "next"
_TAG = "claim.tag."
_NOTHING_TO_DO = ("", "none", "wait")
_ON_RECORD = {
    "edit": "edit",
    "sign": "sign",
    "read": "read",
    "measure": "measure",
    "close": "edit",
    "acknowledge": "document",
}
"""Remedy → the act on its record that does it."""


@require_safe
@frame.inside
def show(visit: Visit, scope: str, practice: str, level: str) -> HttpResponse:
    """Show the why, in the drawer or on a page of its own."""
    asked = "" if level == NEXT else level
    when = {name: visit.request.GET.get(name, "") for name in ("at", "known_at")}
    found = why_asked(visit.caller, scope.upper() if "-" in scope else scope, practice, level=asked, **when)
    view = _view(visit, found, when)
    if visit.partial:
        return frame.part(visit, "partials/why.html", view=view)
    title = t("page.why.of", practice=found.practice.title, scope=view.scope.label)
    whole = found.scope.kind == "organization"
    begun = view.scope.label[:1].upper() + view.scope.label[1:]
    crumbs = (replace(view.scope, label=begun), Link(view.practice, view.practice_href))
    given = frame.page(
        visit,
        title,
        kind="" if whole else "system",
        station=found.practice.phase if whole else "",
        crumbs=crumbs,
        as_of=absolute(found.day) if view.past else "",
    )
    return frame.show(visit, "why.html", given, view=view)


def _view(visit: Visit, found: Why, when: Mapping[str, str]) -> WhyView:
    whole = found.scope.kind == "organization"
    scope = ORGANISATION if whole else found.scope.ref
    places, practice = visit.places, found.practice
    level = LEVEL_WORDS[found.level] if found.applies else LEVELS[0]
    past = found.day < visit.day or bool(when["known_at"])
    link = Link(
        t("page.why.organisation") if whole else f"{found.scope.title} ({found.scope.ref})",
        places.home if whole else places.record(found.scope.ref),
    )
    return WhyView(
        practice=practice.title,
        practice_href=places.practice(practice.id),
        scope=link,
        level=level,
        state=found.state.name.lower(),
        sentence=_sentence(found, level),
        glyph=glyph(practice.title, found.verdicts or None, found.day),
        steps=_steps(visit, found),
        mender="" if past else _mender(found),
        remedy=None if past else remedy(visit, found),
        remedy_words=said(found.remedy),
        minutes=practice.minutes.get(level) if found.state is not State.HOLDS else None,
        levels=tuple(
            Link(
                t(f"page.level.{one}"),
                with_query(places.why(scope, practice.id, one), **when),
                current=one == level,
            )
            for one in LEVELS
        )
        if found.applies
        else (),
        rests_on=_rests_on(found),
        history=tuple(
            (absolute(x.day), _changed(x))
            for x in changes.of_verdict(visit.caller.organisation, found.scope, practice.id)
            if x.day <= found.day
        ),
        href=places.why(scope, practice.id, level),
        day=iso(found.day),
        latest=iso(visit.day),
        past=past,
    )


def _sentence(found: Why, level: str) -> str:
    if not found.applies:
        return t("page.why.not_applicable")
    name = t(f"page.level.{level}")
    if found.state is not State.HOLDS:
        state = t(f"page.state.{found.state.name.lower()}")
        return t("page.why.not", level=name, state=state, because=said(found.because))
    if found.until >= ALWAYS:
        return t("page.why.holds_always", level=name)
    return t("page.why.holds", level=name, date=absolute(found.until))


def _steps(visit: Visit, found: Why) -> tuple[WhyStep, ...]:
    """The records passed on the way down, then the fact that decides, then what of it changed."""
    refs = [ref for ref in found.witness if ref.partition("-")[0] in PREFIXES]
    steps = [
        WhyStep(said(KINDS[PREFIXES[ref.partition("-")[0]]].label), visit.places.record(ref), ref)
        for ref in refs[:-1]
    ]
    last = refs[-1] if refs else ""
    state = found.state.name.lower()
    steps.append(WhyStep(said(found.because), visit.places.record(last) if last else "", last, state))
    steps += [WhyStep(_drift(change), state=state) for change in found.changed]
    return tuple(steps)


def _drift(change: Changed) -> str:
    spec = KINDS[PREFIXES[change.ref.partition("-")[0]]].spec(change.field)
    return t(
        "page.why.changed",
        label=said(change.label),
        ref=change.ref,
        before=worded(spec, change.before) or t("page.why.nothing"),
        after=worded(spec, change.after) or t("page.why.nothing"),
    )


def _mender(found: Why) -> str:
    if not found.remedy_role or found.remedy_action in _NOTHING_TO_DO:
        return ""
    return t("page.why.mender", role=said(Message(f"choice.roles.{found.remedy_role}")))


def remedy(visit: Visit, found: Why) -> Act | None:
    """Return the act that mends it, as far as this person may do it; the form itself says who may otherwise."""
    act, ref, places = found.remedy_action, found.remedy_ref, visit.places
    if act in _NOTHING_TO_DO or not found.applies:
        return None
    label = t(f"page.why.act.{act}")
    system = found.scope.ref if found.scope.kind == "system" else ""
    if act == "add":
        return _adding(visit, found, label, system)
    if act == "sort":
        return Act(label, f"{places.at('triage')}?ref={system or ref}")
    if act == "declare":
        return Act(
            label, places.add("declaration", practice=found.practice.id, about=system or found.scope.ref)
        )
    about = ref if ref.partition("-")[0] in PREFIXES else found.scope.ref
    if act == "attach":
        return Act(label, places.act(about, "attach", tag=_tag(found)))
    if act == "assign":
        return _assigning(visit, found, label, about)
    asked = _fields_asked(found, about) if act == "edit" else ()
    if asked:
        return Act(label, places.act(about, "edit", only=asked))
    return Act(label, places.act(about, _ON_RECORD[act])) if act in _ON_RECORD else None


def _fields_asked(found: Why, about: str) -> tuple[str, ...]:
    """The fields of a record that a remedy asks to fill in, read off its own words; then only these are asked."""
    kind = PREFIXES.get(about.partition("-")[0], "")
    named = found.remedy.params.get("fields", ())
    words = (
        [one.id.split(".") for one in named if isinstance(one, Message)] if isinstance(named, tuple) else []
    )
    return tuple(parts[3] for parts in words if parts[:3] == ["kind", kind, "field"])


def _adding(visit: Visit, found: Why, label: str, system: str) -> Act | None:
    kind = _kind_asked(found)
    if not kind:
        return None
    if kind == "procedure" and not system:
        return Act(label, visit.places.at("documents", "start"))
    relation = next((n for n, target in KINDS[kind].edges.items() if target == "system" and system), "")
    about = (
        {relation: system}
        if relation
        else {"about": system}
        if system and "about" in KINDS[kind].edges
        else {}
    )
    return Act(label, visit.places.add(kind, **about))


def _assigning(visit: Visit, found: Why, label: str, about: str) -> Act:
    """A system's owner is named on the system; an office of the organisation by adding the role."""
    if about.startswith("SYS-"):
        role = str(found.remedy_role)
        return Act(
            label, visit.places.act(about, "owner", **({"as": "overseer"} if role == "overseer" else {}))
        )
    if about.startswith("ROL-"):
        return Act(label, visit.places.act(about, "owner"))
    return Act(label, visit.places.add("role", name=found.remedy_role))


def _kind_asked(found: Why) -> str:
    """The kind of record a remedy asks to add, read off its own words."""
    for message in (found.remedy, found.because):
        for value in message.params.values():
            kind = _kind_in(value)
            if kind:
                return kind
    return ""


def _kind_in(value: object) -> str:
    if not isinstance(value, Message):
        return ""
    parts = value.id.split(".")
    if len(parts) == len(("kind", "id", "title")) and parts[0] == "kind" and parts[1] in KINDS:
        return parts[1]
    if parts[:2] == ["claim", "noun"] and len(parts) > 2 and parts[2] in KINDS:  # noqa: PLR2004  # the kind comes third
        return parts[2]
    return next((kind for inner in value.params.values() if (kind := _kind_in(inner))), "")


def _tag(found: Why) -> str:
    """The evidence tag a remedy asks for; written as words there, as an id in the library."""
    told = found.remedy.params.get("tag", "")
    if isinstance(told, Message) and told.id.startswith(_TAG):
        return told.id.removeprefix(_TAG)
    return str(told).replace(" ", "-")


def _rests_on(found: Why) -> str:
    told = []
    verdict = found.verdicts[found.level - 1] if found.verdicts and found.level else None
    if found.state is State.HOLDS and verdict is not None and verdict.bearing is not Bearing.DONE:
        told.append(t(f"page.why.rests.{verdict.bearing.name}"))
    if found.findings:
        told.append(t("page.why.finding", refs=", ".join(found.findings)))
    return " ".join(told)


def _changed(turned: Turned) -> str:
    old, new = t(f"page.level.at.{turned.old}"), t(f"page.level.at.{turned.new}")
    if turned.new == turned.old:
        words = t("page.why.renewed", new=new)
    elif turned.new > turned.old:
        words = t("page.why.rose", old=old, new=new)
    else:
        words = t("page.why.fell", old=old, new=new, state=t(f"page.state.{turned.state.name.lower()}"))
    if turned.cause is not None and turned.cause.pk != turned.scope.pk:
        words += t("page.why.by", title=turned.cause.title or turned.cause.ref, ref=turned.cause.ref)
    return words
