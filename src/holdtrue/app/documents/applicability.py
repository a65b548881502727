"""The Statement of Applicability as a document: PDF, Word or Excel, with what an auditor looks for on each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.carried_words import until
from holdtrue.app.documents.branding import branded
from holdtrue.app.documents.gathering import labels, moment_of
from holdtrue.app.documents.rendering import MEDIA, Rendered
from holdtrue.app.queries.applying import statement_asked
from holdtrue.app.shapes_applicability import holds, status_of
from holdtrue.core.days import ALWAYS, iso
from holdtrue.core.frameworks import framework
from holdtrue.core.refusals import BadInput
from holdtrue.reports.blocks import Block, Run
from holdtrue.reports.document import Document, Part, Signature
from holdtrue.reports.sheet import Sheet, workbook
from holdtrue.words import say, text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.queries.applying import Line, Statement
    from holdtrue.core.facts import Fact
    from holdtrue.store.models import SignOff

FORMS = {**MEDIA, "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
REF = "SOA"
_OVERVIEW = (12, 34, 14, 34, 22)
_NAMED = 6


def rendered(caller: Caller, form: str, *, at: str = "", locale: str = "en") -> Rendered:
    """Return the statement of a day as a file; BadInput for a form it is not made in."""
    if form not in FORMS:
        raise BadInput("applicability.form", field="format", value=form, known=tuple(FORMS))
    found = statement_asked(caller, at=at)
    name = f"statement-of-applicability-{iso(found.day)}.{form}"
    if form == "xlsx":
        return Rendered(workbook(sheet(caller, found, locale)), name, FORMS[form])
    if form == "pdf":
        from holdtrue.reports.pdf import pdf as render
    else:
        from holdtrue.reports.word import word as render
    made = branded(caller.organisation.pk, document(caller, found, locale))
    return Rendered(render(made), name, FORMS[form])


def document(caller: Caller, found: Statement, locale: str = "en") -> Document:
    """Return it ready to be rendered: an overview, then every control by its objective."""
    parts = [
        Part("", (_paragraph(text("applicability.document.indicative", locale), emphasis=True),)),
        Part(_word("overview", locale), (_overview(found, locale),)),
        Part(_word("out", locale), tuple(_left_out(found, locale))),
    ]
    for objective, lines in found.groups:
        blocks = [_paragraph(objective.words, emphasis=True)]
        for line in lines:
            blocks += _detail(line, found, locale)
        parts.append(Part(f"{objective.id} {objective.area}", tuple(blocks)))
    whole = len(found.of_state("signed")) == len(found.lines)
    return Document(
        organisation=caller.organisation.name,
        ref=REF,
        kind=_word("kind", locale),
        title=text("applicability.title", locale),
        revision=0,
        digest="",
        state=_state(found, locale),
        draft=not whole,
        made_at=caller.clock.now(),
        language=locale,
        facts=tuple(_about(found, locale)),
        parts=tuple(parts),
        versions=(),
        signatures=_signatures(caller, found, locale),
        labels=labels(locale),
    )


def sheet(caller: Caller, found: Statement, locale: str = "en") -> Sheet:
    """Return it as a table, a row a control."""
    notice = (_word("remarks", locale), text("applicability.document.indicative", locale))
    own = (text("document.label.organisation", locale), caller.organisation.name)
    return Sheet(
        title=_word("sheet", locale),
        columns=tuple((_word(name, locale), width) for name, width in _COLUMNS),
        rows=tuple(_row(objective.id, line, found, locale) for objective, ls in found.groups for line in ls),
        about_title=_word("sheet_about", locale),
        about=(own, *_about(found, locale), notice),
        author=caller.organisation.name,
        made_at=caller.clock.now(),
    )


_COLUMNS = (
    *(("control", 10), ("control_title", 34), ("objective", 11), ("applicable", 12), ("justification", 50)),
    *(("status", 34), ("until", 13), ("practices", 34), ("controls", 26), ("risks", 26), ("evidence", 20)),
    *(("owner", 20), ("signed_by", 20), ("signed_on", 13), ("revision", 10), ("line", 11), ("remarks", 40)),
)


def _row(objective: str, line: Line, found: Statement, locale: str) -> tuple[str, ...]:
    end = until(line.levels, found.day) if line.included else None
    signed = line.signed
    return (
        line.control.id,
        line.control.title,
        objective,
        _applicable(line, locale),
        line.reason,
        _status(line, found, locale),
        iso(end) if end is not None and end < ALWAYS else "",
        "\n".join(p.title for p in line.practices) if line.included is not False else "",
        _facts(line.controls),
        _facts(line.risks),
        _facts(line.evidence),
        line.owner.title if line.owner else "",
        signed.row.signer.title if signed else "",
        iso(signed.row.day) if signed else "",
        str(signed.row.basis[0][1]) if signed else "",
        line.fact.ref if line.fact else "",
        "\n".join(remarks(line, found, locale)),
    )


def remarks(line: Line, found: Statement, locale: str = "en") -> list[str]:
    """Return what else is to be known of a line: how its signature stands, what reopened it, and the notes."""
    told = [] if line.state == "signed" else [state_words(line, locale)]
    if line.signed and line.state == "reopened" and line.signed.changed:
        changed = ", ".join(f"{x.ref} {say(x.label, locale).lower()}" for x in line.signed.changed)
        told.append(f"{text('applicability.changed', locale)}: {changed}")
    return told + notes(line, found, locale)


def notes(line: Line, found: Statement, locale: str = "en") -> list[str]:
    """Return what a line leaves to be looked at: records that joined or left, risks it does not name, a law."""
    told, signed = [], line.signed
    if signed and signed.moved and line.state == "reopened":
        told.append(text("applicability.moved", locale, names=signed.moved))
    if signed and not signed.by_role:
        name = signed.row.signer.title
        told.append(text("applicability.by_other", locale, name=name, roles=roles(found, locale)))
    if line.fresh:
        named = tuple(ref for ref, _ in line.fresh[:_NAMED])
        told.append(text("applicability.fresh", locale, n=len(line.fresh), risks=named))
    for practice, laws in line.laws:
        told.append(text("applicability.law_remark", locale, laws=_titles(laws), practice=practice.title))
    return told


def state_words(line: Line, locale: str = "en") -> str:
    """Return the state of a line's signature as a sentence."""
    signed = line.signed
    params: dict[str, object] = (
        {"name": signed.row.signer.title, "on_day": signed.row.day, "until_day": signed.until}
        if signed
        else {}
    )
    return text(f"applicability.state.{line.state}", locale, **params)


def roles(found: Statement, locale: str = "en") -> str:
    """Return whose signature the statement asks for."""
    return ", ".join(text(f"choice.roles.{role}", locale) for role in sorted(found.roles))


def _titles(laws: Iterable[str]) -> tuple[str, ...]:
    return tuple(framework(law).title for law in laws)


def _about(found: Statement, locale: str) -> list[tuple[str, str]]:
    lines = found.lines
    inside = sum(x.included is True for x in lines)
    outside = sum(x.included is False for x in lines)
    decided = text("applicability.progress", locale, part=found.decided, whole=len(lines))
    split = text("applicability.in_out", locale, included=inside, excluded=outside)
    signed = text("applicability.signed", locale, part=len(found.of_state("signed")), whole=len(lines))
    standing = sum(holds(x, found) for x in lines if x.included)
    return [
        (_word("standard", locale), f"{found.framework.title}, {found.framework.version}"),
        (_word("as_of", locale), date(found.day, locale)),
        (_word("profile", locale), text(f"profile.{found.profile}", locale)),
        (_word("decided", locale), f"{decided}: {split}"),
        (_word("status", locale), text("applicability.holding", locale, part=standing, whole=inside)),
        (_word("signed", locale), signed),
    ]


def _state(found: Statement, locale: str) -> str:
    lines = found.lines
    open_ = len(lines) - len(found.of_state("signed"))
    if open_:
        return text("applicability.document.draft", locale, n=open_, of=len(lines))
    return text("applicability.document.whole", locale, of=len(lines))


def _overview(found: Statement, locale: str) -> Block:
    heads = ("control", "control_title", "applicable", "status", "signed")
    rows = [tuple(_cell(_word(name, locale)) for name in heads)]
    for line in found.lines:
        signed = line.signed
        by = f"{signed.row.signer.title}, {date(signed.row.day, locale)}" if signed else ""
        told = by if line.state == "signed" else state_words(line, locale)
        cells = (line.control.id, line.control.title, _applicable(line, locale), _status(line, found, locale))
        rows.append(tuple(_cell(x) for x in (*cells, told)))
    return Block("table", rows=tuple(rows), widths=_OVERVIEW)


def _left_out(found: Statement, locale: str) -> Iterable[Block]:
    out = [line for line in found.lines if line.included is False]
    if not out:
        yield _paragraph(text("applicability.document.out_none", locale))
        return
    heads = ("control", "control_title", "justification")
    rows = [tuple(_cell(_word(name, locale)) for name in heads)]
    rows += [tuple(_cell(x) for x in (y.control.id, y.control.title, y.reason)) for y in out]
    yield Block("table", rows=tuple(rows), widths=(12, 34, 70))


def _detail(line: Line, found: Statement, locale: str) -> list[Block]:
    signed = line.signed
    by = ""
    if signed:
        by = text(
            "applicability.signed_by",
            locale,
            name=signed.row.signer.title,
            on_day=signed.row.day,
            n=signed.row.basis[0][1],
        )
    practices = ", ".join(p.title for p in line.practices) if line.included is not False else ""
    facts = (
        ("applicable", _applicable(line, locale)),
        ("justification", line.reason or text("applicability.no_reason", locale)),
        ("status", _status(line, found, locale)),
        ("practices", practices),
        ("controls", _facts(line.controls, "; ")),
        ("risks", _facts(line.risks, "; ")),
        ("evidence", _facts(line.evidence, "; ")),
        ("owner", line.owner.title if line.owner else ""),
        ("signed_by", by),
        ("remarks", " · ".join(remarks(line, found, locale))),
    )
    heading = Block("heading", (Run(f"{line.control.id} {line.control.title}"),), level=3)
    told = [(name, value) for name, value in facts if value]
    items = tuple(
        (Block("paragraph", (Run(f"{_word(name, locale)}: ", strong=True), Run(value))),)
        for name, value in told
    )
    return [heading, _paragraph(line.control.description, emphasis=True), Block("bullets", items=items)]


def _applicable(line: Line, locale: str) -> str:
    if line.included is None:
        return _word("undecided", locale)
    return _word("yes" if line.included else "no", locale)


def _status(line: Line, found: Statement, locale: str) -> str:
    return say(status_of(line, found), locale)


def _facts(facts: Sequence[Fact], joint: str = "\n") -> str:
    return joint.join(f"{f.ref} {f.title}".strip() for f in facts)


def _signatures(caller: Caller, found: Statement, locale: str) -> tuple[Signature, ...]:
    """One line for each set, or signature of its own, that some line rests on."""
    sets: dict[str, list[tuple[Line, SignOff]]] = {}
    for line in found.lines:
        if line.signed:
            row = line.signed.row
            sets.setdefault(row.set_uid or row.uid, []).append((line, row))
    told = []
    for some in sets.values():
        row = some[0][1]
        numbers = [line.control.id for line, _ in some]
        more = ", …" if len(numbers) > _NAMED else ""
        name = f"{row.set_name}: " if row.set_name else ""
        told.append(
            Signature(
                row.signer.title,
                text(f"page.sign.meaning.{row.meaning}", locale),
                moment_of(caller, row.signed_at, locale),
                f"{name}{len(numbers)} ({', '.join(numbers[:_NAMED])}{more})",
            )
        )
    return tuple(told)


def _word(name: str, locale: str) -> str:
    return text(f"applicability.document.{name}", locale)


def _cell(words: str) -> tuple[Run, ...]:
    return (Run(words),)


def _paragraph(words: str, *, emphasis: bool = False) -> Block:
    return Block("paragraph", (Run(words, emphasis=emphasis),))


__all__ = ["FORMS", "document", "notes", "remarks", "rendered", "roles", "sheet", "state_words"]
