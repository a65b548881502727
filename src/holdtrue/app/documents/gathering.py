"""Gathers what one revision of a record says, ready to be rendered: text, languages, facts, sign-offs, state."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.actions.records import find
from holdtrue.app.actions.sign import REFUSED, WITHDRAWN
from holdtrue.app.documents.versions import versions
from holdtrue.core.days import to_day
from holdtrue.core.kinds import CATALOGS, KINDS
from holdtrue.core.languages import name as language_name
from holdtrue.core.refusals import NotFound
from holdtrue.reports.document import Document, Labels, Part, Signature, Version
from holdtrue.reports.markdown import parse
from holdtrue.store import reading
from holdtrue.store.models import SignOff
from holdtrue.words import say, text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.store.models import Record, Revision

OPENING = ("text", "statement")
"""The field that opens a document, without a heading."""
_APART = frozenset({"translations", "title"})
IN_THE_TEXT = frozenset({"who_to_ask", "audience", "retention", "reports_to"})
"""Short fields that belong to the text, not to its head."""


def gathered(caller: Caller, ref: str, number: int | None = None, *, locale: str = "en") -> Document:
    """Return a revision as a document, the newest where none is named; NotFound, NotAllowed as the record's page."""
    record = find(caller, ref)
    require(caller, "read", on_record(record))
    wanted = number or record.head_number
    if not 1 <= wanted <= record.head_number:
        raise NotFound("revision.not_found", ref=record.ref, number=wanted)
    revision, body = reading.revision(record, wanted), reading.body(record, wanted)
    kind = KINDS[record.kind]
    fields: Mapping[str, Any] = body["fields"]
    organisation = caller.organisation
    return Document(
        organisation=organisation.name,
        ref=record.ref,
        kind=say(kind.label, locale),
        title=str(fields.get(kind.title_field or "title") or record.title or record.ref),
        revision=wanted,
        digest=revision.digest,
        state=_state(caller, record, revision, locale),
        draft=revision.in_force_from is None,
        made_at=revision.recorded_at,
        language=str(fields.get("language") or organisation.language or "en"),
        facts=_facts(caller, kind, body, locale),
        parts=_parts(kind, fields, locale),
        versions=_versions(record, wanted, fields, locale),
        signatures=_signatures(caller, record, wanted, locale),
        labels=labels(locale),
    )


def labels(locale: str = "en") -> Labels:
    """Return the words around a document."""
    given = {name: text(f"document.label.{name}", locale) for name in _LABELS}
    return Labels(**given, page=text("document.label.page", locale, n="{n}", of="{of}"))


_LABELS = (
    *("organisation", "revision", "digest", "signatures", "unsigned", "name", "meaning", "time", "remarks"),
)


def _state(caller: Caller, record: Record, revision: Revision, locale: str) -> str:
    """A draft or in force since; never superseded: the same revision reads the same whenever it is rendered."""
    at = revision.in_force_from
    if at is None:
        return text("document.state.draft", locale)
    day = at.astimezone(ZoneInfo(caller.organisation.time_zone)).date().toordinal()
    return text("document.state.in_force", locale, day=date(day, locale), ref=record.ref)


def _parts(kind: type[Kind], fields: Mapping[str, Any], locale: str) -> tuple[Part, ...]:
    opening = [
        Part("", parse(str(fields[name]))) for name in OPENING if fields.get(name) and name in _names(kind)
    ]
    told = []
    for spec in kind.field_specs():
        value = fields.get(spec.name)
        if not value or spec.name in _APART or spec.name in OPENING or spec.derived or spec.linked:
            continue
        if spec.type == "long_text" or spec.name in IN_THE_TEXT:
            told.append(Part(say(spec.label, locale), parse(str(value))))
        elif spec.type == "list" and isinstance(value, list):
            told.append(Part(say(spec.label, locale), parse("\n".join(f"- {line}" for line in value))))
    return (*opening, *told)


def _names(kind: type[Kind]) -> frozenset[str]:
    return frozenset(kind.specs_by_name())


def _facts(
    caller: Caller, kind: type[Kind], body: Mapping[str, Any], locale: str
) -> tuple[tuple[str, str], ...]:
    """What stands in the head: the short fields that are filled, people and records by their names."""
    fields, links = body["fields"], body["links"]
    near = reading.by_uid(caller.organisation.pk, {uid for some in links.values() for uid in some})
    told = []
    for spec in kind.field_specs():
        if spec.type in ("long_text", "list") or spec.name in {*_APART, *IN_THE_TEXT, kind.title_field}:
            continue
        if spec.linked and spec.target not in CATALOGS:
            value = ", ".join(near[uid].title for uid in links.get(spec.name, ()) if uid in near)
        else:
            value = _worded(spec, fields.get(spec.name), locale)
        if value and spec.name != "language":
            told.append((say(spec.label, locale), value))
    return tuple(told)


def _worded(spec: FieldSpec, value: object, locale: str) -> str:
    if isinstance(value, list):
        return ", ".join(_worded(spec, one, locale) for one in value)
    if isinstance(value, bool):
        return text("form.yes" if value else "form.no", locale)
    choices = dict(spec.choices)
    if str(value) in choices:
        return say(choices[str(value)], locale)
    if spec.open and isinstance(value, str):
        return value.replace("_", " ")
    day = to_day(value) if spec.type == "date" else None
    return date(day, locale) if day is not None else str(value if value is not None else "")


def _versions(record: Record, number: int, fields: Mapping[str, Any], locale: str) -> tuple[Version, ...]:
    if not fields.get("translations"):
        return ()
    return tuple(
        Version(
            one.language,
            language_name(one.language),
            parse(one.text),
            text("document.version.older", locale, n=one.changed_in, newer=one.source_changed_in)
            if one.older
            else "",
        )
        for one in versions(record, number)
    )


def _signatures(caller: Caller, record: Record, number: int, locale: str) -> tuple[Signature, ...]:
    rows = (
        SignOff.rows.of(caller.organisation.pk)
        .filter(record=record, revision__number=number, withdrawn_by__isnull=True)
        .exclude(meaning__in=(REFUSED, WITHDRAWN))
        .select_related("signer")
        .order_by("id")
    )
    return tuple(
        Signature(
            row.signer.title,
            text(f"page.sign.meaning.{row.meaning}", locale),
            moment_of(caller, row.signed_at, locale),
            _remarks(row, locale),
        )
        for row in rows
    )


def signatures_of(caller: Caller, record: Record, locale: str = "en") -> tuple[Signature, ...]:
    """Return the signatures on a record's newest revision."""
    return _signatures(caller, record, record.head_number, locale)


def moment_of(caller: Caller, at: dt.datetime, locale: str = "en") -> str:
    """Return a moment as a document says it: the day and the time where the organisation is."""
    zone = caller.organisation.time_zone
    here = at.astimezone(ZoneInfo(zone))
    return text(
        "document.moment", locale, day=date(here.date().toordinal(), locale), time=f"{here:%H:%M}", zone=zone
    )


def _remarks(row: SignOff, locale: str) -> str:
    told = []
    if row.good_until is not None:
        told.append(text("document.sign.until", locale, day=date(row.good_until, locale)))
    if row.self_signed:
        told.append(text("page.sign.self_signed", locale))
    if row.console:
        told.append(text("page.sign.at_console", locale))
    return "; ".join(told)
