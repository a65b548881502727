"""The parts of a document on its record's page: the texts side by side, and what is to be known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.documents.acknowledged import acknowledged
from holdtrue.app.documents.approval import approvers
from holdtrue.app.documents.gathering import IN_THE_TEXT, gathered
from holdtrue.app.documents.versions import versions
from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.languages import name as language_name
from holdtrue.core.messages import Message
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.document import DocumentShown, Remark, TextShown
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.reports.blocks import stepped
from holdtrue.reports.document import Part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.around import Around
    from holdtrue.app.rows import Record
    from holdtrue.core.kinds import Kind
    from holdtrue.pages.views.frame import Visit

DOCUMENTS = frozenset({"scope", "policy", "procedure"})


def document(visit: Visit, found: Around) -> DocumentShown | None:
    """Return the document part of a record's page; None where the record is no document."""
    record = found.record
    if record.kind not in DOCUMENTS:
        return None
    in_force, head = record.in_force_number, record.head_number
    numbers = [n for n in dict.fromkeys((in_force, head)) if n]
    compare = None
    if in_force and head != in_force:
        address = with_query(visit.places.act(record.ref, "compare"), **{"from": in_force, "to": head})
        compare = Link(t("document.compare"), address)
    return DocumentShown(
        tuple(_text(visit, record, n, in_force=in_force) for n in numbers),
        _remarks(visit, found),
        compare,
        _acts(visit, found),
    )


def written_fields(kind: type[Kind]) -> frozenset[str]:
    """Return the fields that stand in the document itself, and need not be listed again."""
    if kind.id not in DOCUMENTS:
        return frozenset()
    return frozenset(s.name for s in kind.field_specs() if s.type == "long_text" or s.name in IN_THE_TEXT)


def parts_of(caller: Caller, record: Record, number: int, *, under: int) -> tuple[tuple[Part, ...], str]:
    """Return the text of a revision with its headings below a level, and its state in words."""
    given = gathered(caller, record.ref, number, locale=spoken())
    parts = tuple(Part(p.title, stepped(p.blocks, under=under + bool(p.title))) for p in given.parts)
    return parts, given.state


def files(visit: Visit, record: Record, number: int) -> tuple[Link, ...]:
    """Return where a revision is had as a file."""
    places = visit.places
    return (
        Link(t("document.pdf"), places.act(record.ref, "pdf", revision=number)),
        Link(t("document.word"), places.act(record.ref, "word", revision=number)),
    )


def _text(visit: Visit, record: Record, number: int, *, in_force: int) -> TextShown:
    parts, state = parts_of(visit.caller, record, number, under=2)
    draft = number != in_force
    read = Link(t("document.read"), visit.places.act(record.ref, "document", revision=number))
    return TextShown(
        t("document.text.draft" if draft else "document.text.in_force", n=number),
        "soon" if draft else "holds",
        state,
        parts,
        (read, *files(visit, record, number)),
    )


def _remarks(visit: Visit, found: Around) -> tuple[Remark, ...]:
    record, fields = found.record, found.body["fields"]
    told = [_approval(visit, record, fields), _readers(visit, found)]
    told += [_file(visit, record, fields), _link(visit, found, fields), _languages(visit, record, fields)]
    if fields.get("published_to"):
        day = to_day(fields.get("published_on"))
        words = str(fields["published_to"])
        if day is not None:
            words = t("document.published.on", where=words, day=absolute(day))
        told.append(Remark(t("document.published"), words))
    return tuple(remark for remark in told if remark is not None)


def _approval(visit: Visit, record: Record, fields: Mapping[str, Any]) -> Remark | None:
    asked = approvers(visit.caller, record.kind, fields)
    if not asked:
        return None
    words = ", ".join(
        t("document.approver", role=said(Message(f"choice.roles.{a.role}")), people=", ".join(a.people))
        if a.people
        else t("document.approver.nobody", role=said(Message(f"choice.roles.{a.role}")))
        for a in asked
    )
    return Remark(t("document.approval"), words, "" if all(a.people for a in asked) else "missing")


def _readers(visit: Visit, found: Around) -> Remark | None:
    record = found.record
    if not record.in_force_number or visit.caller.actor.role == "member":
        return None
    now = acknowledged(visit.caller, record, found.body["fields"])
    if not now.readers:
        return None
    href = visit.places.act(record.ref, "acknowledged")
    words = t("document.acknowledged.count", done=now.done, n=len(now.readers))
    state = "holds" if not now.waiting else "soon"
    return Remark(t("document.acknowledged"), words, state, Link(words, href))


def _file(visit: Visit, record: Record, fields: Mapping[str, Any]) -> Remark | None:
    if not fields.get("file_digest"):
        return None
    words = t("document.file.words", name=fields.get("file_name", ""), digest=str(fields["file_digest"])[:16])
    return Remark(t("document.file"), words, link=Link(words, visit.places.act(record.ref, "kept")))


def _link(visit: Visit, found: Around, fields: Mapping[str, Any]) -> Remark | None:
    link = str(fields.get("link") or "")
    if not link:
        return None
    act = None
    if visit.may("edit", found.target) and found.record.retired_day is None:
        act = Act(t("document.link.read"), visit.places.act(found.record.ref, "read-link"), posted=True)
    unread, read = to_day(fields.get("link_unread_since")), to_day(fields.get("link_read_on"))
    state, words = "unknown", t("document.link.unread_yet", link=link)
    if unread is not None:
        words = t("document.link.unread", link=link, day=absolute(unread))
    elif read is not None:
        state, words = "holds", t("document.link.as_of", link=link, day=absolute(read))
    href = link if link.startswith(("https://", "http://")) else ""
    return Remark(t("document.link"), words, state, Link(words, href) if href else None, act)


def _languages(visit: Visit, record: Record, fields: Mapping[str, Any]) -> Remark | None:
    if not fields.get("translations"):
        return None
    held = versions(record, record.head_number)
    older = [v for v in held if v.older]
    words = ", ".join(language_name(v.language) for v in held)
    if older:
        words = t("document.languages.older", languages=words, n=len(older))
    href = visit.places.act(record.ref, "languages")
    return Remark(t("document.languages"), words, "soon" if older else "", Link(words, href))


def _acts(visit: Visit, found: Around) -> tuple[Act, ...]:
    record, places = found.record, visit.places
    if record.retired_day is not None or not visit.may("edit", found.target):
        return ()
    told = [
        Act(t("document.act.upload"), places.act(record.ref, "upload")),
        Act(t("document.act.language"), places.act(record.ref, "languages")),
    ]
    if record.in_force_number:
        only = ["published_to", "published_on", "asked_of"]
        told.insert(0, Act(t("document.act.publish"), places.act(record.ref, "edit", only=only)))
    return tuple(told)


def kind_words(record: Record) -> str:
    """Say what kind of document it is."""
    return said(KINDS[record.kind].label)
