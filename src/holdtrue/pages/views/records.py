"""A record's page, of any kind; a system's with its thread and its standing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from holdtrue.app.actions.permission import on_kind, on_organisation
from holdtrue.app.queries import standings
from holdtrue.app.queries.around import around
from holdtrue.app.queries.asking import day_named
from holdtrue.app.queries.captions import NAMED_BY_SYSTEM
from holdtrue.app.queries.early import among, passing
from holdtrue.core.days import iso
from holdtrue.core.gate_answers import STAGES
from holdtrue.core.kinds import KINDS
from holdtrue.core.measuring import is_computed
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import RecordView
from holdtrue.pages.views import (
    commenting,
    document_parts,
    early_parts,
    foreseen_parts,
    frame,
    gate_parts,
    indicator_parts,
    mending_parts,
    record_past,
    rulings,
    signatures,
)
from holdtrue.pages.views.audited import held_against, working
from holdtrue.pages.views.incident_parts import alike_of
from holdtrue.pages.views.list_filters import tier_words
from holdtrue.pages.views.record_account import account
from holdtrue.pages.views.record_doors import doors
from holdtrue.pages.views.record_facts import groups, source_group
from holdtrue.pages.views.record_parts import evidence, linked
from holdtrue.pages.views.record_standing import standing_list, summed
from holdtrue.pages.views.record_thread import thread

if TYPE_CHECKING:
    from django.http import HttpResponse

    from holdtrue.app.queries.around import Around
    from holdtrue.pages.views.frame import Visit


@require_safe
@frame.inside
def show(visit: Visit, ref: str) -> HttpResponse:
    """Show one record."""
    at = visit.request.GET.get("at", "")
    day = day_named(visit.caller, at)
    if day > visit.day:
        raise BadInput("record.ahead", field="at", value=at)
    if day < visit.day:
        return record_past.show(visit, ref, day)
    system = ref.upper().startswith(f"{KINDS['system'].prefix}-")
    found = around(visit.caller, ref, also=("policy",) if system else ())
    kind = KINDS[found.record.kind]
    crumbs = (Link(said(kind.label_plural), visit.places.listing(kind.id)),)
    given = frame.page(visit, found.record.title or found.record.ref, kind=kind.id, crumbs=crumbs)
    return frame.show(
        visit, "record.html", given, view=_system(visit, found) if system else _other(visit, found)
    )


def _system(visit: Visit, found: Around) -> RecordView:
    organisation, packed = visit.caller.organisation, found.opened.packed
    reader = standings.reading_opened(organisation, found.opened, visit.day)
    stands = standing_list(visit, found, reader, packed) if packed else ()
    share = summed(reader, packed) if packed else None
    missing = found.fact.fields.get("_missing") if found.fact else ()
    stage = gate_parts.stage_in(found.body["fields"])
    moved = stage in STAGES[2:] or (found.opened.early and stage != STAGES[0])
    passed = passing(organisation.pk, found.record.pk) if moved else []
    early = among(organisation.pk, passed)
    stage = early.stage_on(visit.day) if early is not None else stage
    return replace(
        _common(visit, found),
        badges=_badges(found),
        summary=share,
        summary_words=t("page.record.holding", part=share.part, whole=share.whole) if share else "",
        thread=thread(visit, found, reader, packed),
        groups=(
            *groups(visit, found, asked=tuple(missing) if isinstance(missing, tuple) else ()),
            *source_group(found),
        ),
        standing=stands,
        stages=gate_parts.strip(visit, found.record, "", stage, passed=passed),
        stage_words=gate_parts.stage_words(found, reader, packed, stage)
        or ("" if early is not None else gate_parts.used_ahead(found.body["fields"], stage))
        if packed
        else "",
        early=early_parts.words(visit, early) if early is not None else "",
    )


def _other(visit: Visit, found: Around) -> RecordView:
    common = _common(visit, found)
    badges, acts = account(visit, found)
    return replace(
        common,
        badges=(*_states(found), *badges),
        more_acts=(*acts, *common.more_acts),
        groups=(
            *groups(
                visit,
                found,
                apart={
                    *document_parts.written_fields(KINDS[found.record.kind]),
                    *mending_parts.apart(found),
                    *({"foreseen"} if found.record.kind == "change" else ()),
                },
            ),
            *foreseen_parts.group(visit, found),
            *held_against(visit, found),
            *source_group(found),
        ),
        document=document_parts.document(visit, found),
        mending=mending_parts.of_record(visit, found),
        indicator=indicator_parts.shown(visit, found),
    )


def _common(visit: Visit, found: Around) -> RecordView:
    """What every record's page has."""
    record, kind = found.record, KINDS[found.record.kind]
    given = evidence(visit, found)
    attach = (
        _act(visit, found, "attach", t("page.record.attach"))
        if kind.id not in ("evidence", "person", "unit")
        else None
    )
    signed, asked = signatures.of(visit, found)
    comments, comment_form = commenting.shown(visit, found)
    return RecordView(
        ref=record.ref,
        kind=said(kind.label),
        title=record.title or record.ref,
        lead=_lead(found),
        acts=acts(visit, found),
        more_acts=_more(visit, found),
        links=linked(visit, found),
        evidence=given,
        attach_act=attach,
        signoffs=signed,
        sign_act=_act(visit, found, "sign", t("page.record.sign")) if kind.material else None,
        sign_asks=asked,
        sign_more=signatures.more(visit, found),
        history_href=visit.places.act(record.ref, "history"),
        draft=_draft(visit, found),
        revision=record.head_number,
        digest=record.digest,
        comments=comments,
        comment_form=comment_form,
        rulings=rulings.about_record(visit, found),
        at=iso(visit.day),
        alike=alike_of(visit, found) if kind.id in LIKENED else None,
        dated_href=visit.places.record(record.ref),
    )


def _lead(found: Around) -> str:
    if found.record.kind in NAMED_BY_SYSTEM and (systems := found.linked("system")):
        return t("page.record.about", system=systems[0].title or systems[0].ref, ref=systems[0].ref)
    for name in ("intended_purpose", "statement", "description"):
        text = found.body["fields"].get(name)
        if isinstance(text, str) and text.strip() and text.strip() != found.record.title:
            words = " ".join(text.split())
            return words if len(words) <= _LEAD else words[:_LEAD].rsplit(" ", 1)[0] + "…"
    return ""


LIKENED = frozenset({"system", "risk", "incident"})
"""Kinds whose page shows incidents of others like it."""
_WALKED = frozenset({"impact_assessment", "risk", "classification", "risk_criteria", "incident"})
"""Kinds read and written on pages of their own, rather than field by field."""
_LEAD = 240


def _badges(found: Around) -> tuple[tuple[str, str], ...]:
    fields = found.fact.fields if found.fact else {}
    tier = str(fields.get("tier") or "")
    told = [
        (
            t("page.record.tier", tier=tier_words(tier)) if tier else tier_words(""),
            "wrong" if tier == "high" else "" if tier else "soon",
        )
    ]
    use = found.body["fields"].get("use")
    if use:
        told.append((dict_words(found, "use", str(use)), ""))
    if fields.get("in_scope") is False:
        told.append((t("page.record.out_of_scope"), "soon"))
    return (*told, *_states(found))


def dict_words(found: Around, name: str, value: str) -> str:
    """Say the value of a choice field."""
    labels = dict(KINDS[found.record.kind].spec(name).choices)
    return said(labels[value]) if value in labels else value


def _states(found: Around) -> tuple[tuple[str, str], ...]:
    record, told = found.record, []
    if record.retired_day is not None:
        told.append((t("page.record.retired"), "wrong"))
    elif KINDS[record.kind].edits == "drafted" and not record.in_force_number:
        told.append((t("page.record.nothing_in_force"), "soon"))
    return tuple(told)


def _draft(visit: Visit, found: Around) -> Link | None:
    record = found.record
    if KINDS[record.kind].edits != "drafted" or record.in_force_number in (0, record.head_number):
        return None
    return Link(t("page.record.draft_link", n=record.head_number), visit.places.act(record.ref, "sign"))


def _act(visit: Visit, found: Around, act: str, label: str) -> Act | None:
    """An act on this record, where the person may do it."""
    if found.record.retired_day is not None or not visit.may(act, found.target):
        return None
    return Act(label, visit.places.act(found.record.ref, act))


def acts(visit: Visit, found: Around) -> tuple[Act, ...]:
    """Return what is done most with a record of this kind, first what it waits for."""
    kind, record = KINDS[found.record.kind], found.record
    told: list[Act | None] = [rulings.answering(visit, found), working(visit, found)]
    if (
        kind.id == "system"
        and found.fact
        and not found.fact.fields.get("tier")
        and visit.may("edit", found.target)
    ):
        told.append(Act(t("page.record.sort"), visit.places.at("triage") + f"?ref={record.ref}"))
    if kind.edits == "drafted" and record.in_force_number != record.head_number:
        told.append(_act(visit, found, "sign", t("page.record.sign")))
    if (
        kind.id == "evidence"
        and not found.body["fields"].get("result")
        and visit.may("read_evidence", found.target)
    ):
        told.append(Act(t("page.record.read"), visit.places.act(record.ref, "read")))
    if kind.id == "indicator" and not is_computed(record.key) and visit.may("measure", found.target):
        told.append(Act(t("page.record.measure"), visit.places.act(record.ref, "measure")))
    owner = kind.owner_field
    if (
        owner
        and kind.edges.get(owner) == "person"
        and not found.linked(owner)
        and visit.may("edit", found.target)
    ):
        words = said(kind.spec(owner).label)
        label = t("page.thread.name_owner") if owner == "owner" else t("page.record.name_owner", role=words)
        told.append(
            Act(
                label,
                visit.places.act(record.ref, "owner"),
            )
        )
    told += _walked(visit, found)
    told.append(_act(visit, found, "edit", t("page.record.edit")))
    return tuple(act for act in told if act is not None)


def _walked(visit: Visit, found: Around) -> tuple[Act, ...]:
    """The pages made for records whose bare fields nobody likes to read: they stand before the form of all fields."""
    return doors(visit, found) if found.record.kind in _WALKED else ()


def _more(visit: Visit, found: Around) -> tuple[Act, ...]:
    ref = found.record.ref
    more = () if found.record.kind in _WALKED else doors(visit, found)
    told: list[Act | None] = [*more, _act(visit, found, "link", t("page.record.link"))]
    if (
        KINDS[found.record.kind].owner_field == "owner"
        and found.linked("owner")
        and visit.may("edit", found.target)
    ):
        told.append(Act(t("page.record.change_owner"), visit.places.act(ref, "owner")))
    if found.body["fields"].get("hash") and found.record.kind == "evidence":
        told.append(Act(t("page.record.download"), visit.places.file(ref)))
    if (
        found.record.retired_day is None
        and found.record.kind != "ruling"
        and visit.may("add", on_kind("ruling"))
    ):
        told.append(Act(t("page.rulings.ask_here"), visit.places.add("ruling", about=ref)))
    told.append(Act(t("page.record.history"), visit.places.act(ref, "history")))
    if found.record.retired_day is None and visit.may("whatif", found.target):
        told.append(Act(t("page.whatif.open"), visit.places.act(ref, "what-if")))
    if found.record.retired_day is None and visit.may("merge", found.target):
        address = f"{visit.places.listing(found.record.kind)}duplicates/"
        told.append(Act(t("page.duplicates.open"), address))
    if visit.may("see_access", on_organisation()):
        told.append(Act(t("permitted.open"), visit.places.act(ref, "access")))
    stays = found.record.kind == "incident"
    retire = None if stays else _act(visit, found, "retire", t("page.record.retire"))
    told.append(Act(retire.label, retire.href, destructive=True) if retire else None)
    return tuple(act for act in told if act is not None)
