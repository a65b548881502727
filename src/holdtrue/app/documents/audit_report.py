"""The report of an internal audit as PDF or Word: what was looked at, how it was chosen, and what was found."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from holdtrue.app.documents.gathering import labels, moment_of
from holdtrue.app.documents.rendering import MEDIA, Rendered
from holdtrue.app.queries.audit_reported import in_words, reported
from holdtrue.core.auditing import LOOKED_AT, RESULTS
from holdtrue.core.days import to_day
from holdtrue.core.refusals import BadInput
from holdtrue.reports.blocks import Block, Run
from holdtrue.reports.document import Document, Part, Signature
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdtrue.app.actions.acting import Caller

    Told = dict[str, Any]

_RESULT_WIDTHS = (17, 36, 22, 25)
_STRATA_WIDTHS = (20, 18, 18, 14)
_SYSTEM_WIDTHS = (14, 50, 20)


def rendered(caller: Caller, ref: str, form: str, *, locale: str = "en") -> Rendered:
    """Return the report as a file; of a closed audit always the same. BadInput for a form it is not made in."""
    if form not in MEDIA:
        raise BadInput("document.form", field="format", value=form, known=tuple(MEDIA))
    told = reported(caller, ref)
    document = report(caller, in_words(told, locale), locale)
    if form == "pdf":
        from holdtrue.reports.pdf import pdf as render
    else:
        from holdtrue.reports.word import word as render
    return Rendered(render(document), f"audit-report-{told['audit']['ref']}.{form}", MEDIA[form])


def report(caller: Caller, told: Told, locale: str = "en") -> Document:
    """Return what a report says, ready to be rendered."""
    closed = told["closed"]
    made_at = dt.datetime.fromisoformat(closed["at"]) if closed else caller.clock.now()
    parts = (
        Part(_word("found", locale), tuple(_found(told, locale))),
        Part(_word("criteria", locale), tuple(_criteria(told, locale))),
        Part(_word("sample", locale), tuple(_sample(told, locale))),
        Part(_word("results", locale), tuple(_results(told, locale))),
        Part(_word("worked", locale), tuple(_worked(told, locale))),
        Part(_word("findings", locale), tuple(_findings(told, locale))),
        Part(_word("not_looked_at", locale), tuple(_left(told, locale))),
        Part(_word("independence", locale), tuple(_independence(told, locale))),
        Part(_word("register", locale), tuple(_register(told, locale))),
    )
    state = (
        text("audit.report.closed", locale, name=closed["by"], on=_moment(caller, closed["at"], locale))
        if closed
        else ""
    )
    return Document(
        organisation=told["organisation"],
        ref=told["audit"]["ref"],
        kind=_word("kind", locale),
        title=told["audit"]["title"],
        revision=0,
        digest=told["digest"],
        state=state or text("audit.report.draft", locale),
        draft=not closed,
        made_at=made_at,
        language=locale,
        facts=tuple(_facts(told, locale)),
        parts=parts,
        versions=(),
        signatures=tuple(_signed(caller, told, locale)),
        labels=labels(locale),
    )


def _facts(told: Told, locale: str) -> Iterable[tuple[str, str]]:
    audit, law = told["audit"], told["framework"]
    yield _word("framework", locale), f"{law['title']}, {law['version']}"
    yield _word("as_of", locale), _day(told["day"], locale)
    if audit["auditor"]:
        yield _word("auditor", locale), audit["auditor"]
    whole = len(told["requirements"])
    yield _word("progress", locale), text("audit.progress", locale, part=told["worked"], whole=whole)
    if audit["reported_to"]:
        yield _word("reported_to", locale), audit["reported_to"]


def _found(told: Told, locale: str) -> Iterable[Block]:
    yield _paragraph(told["audit"]["result"] or text("audit.report.no_result", locale))
    counts = {name: sum(r["result"] == name for r in told["requirements"]) for name in RESULTS}
    rows = [(_word("result", locale), _word("requirements", locale))]
    rows += [(_outcome(name, locale), str(n)) for name, n in counts.items()]
    yield _table(rows, (30, 14))
    yield _paragraph(text("audit.report.indicative", locale), emphasis=True)


def _criteria(told: Told, locale: str) -> Iterable[Block]:
    law = told["framework"]
    if told["audit"]["criteria"]:
        yield _paragraph(told["audit"]["criteria"])
    yield _paragraph(
        text(
            "audit.report.against",
            locale,
            law=law["title"],
            version=law["version"],
            n=len(told["requirements"]),
        )
    )
    yield _digest(_word("framework_digest", locale), law["digest"])
    yield _digest(_word("rules_digest", locale), told["rules"])


def _sample(told: Told, locale: str) -> Iterable[Block]:
    if not told["samples"]:
        yield _paragraph(text("audit.report.no_sample", locale))
        return
    for one in told["samples"]:
        if len(told["samples"]) > 1:
            name = "audit.report.sample_counts" if one["counts"] else "audit.report.sample_earlier"
            yield Block("heading", (Run(text(name, locale, number=one["number"])),), level=3)
        if one["reason"]:
            yield _paragraph(text("audit.report.reason", locale, reason=one["reason"]))
        rows = [tuple(_word(name, locale) for name in ("class", "there_were", "least", "drawn"))]
        for s in one["strata"]:
            name = text(f"sampling.class.{s['class']}", locale)
            rows.append((name, str(s["population"]), str(s["least"]), str(s["drawn"])))
        yield _table(rows, _STRATA_WIDTHS)
        yield _digest(text(f"audit.report.seed_{'given' if one['given'] else 'made'}", locale), one["seed"])
        yield _digest(_word("population_digest", locale), one["population"])
        if one["counts"]:
            yield from _again(one, locale)


def _again(one: Told, locale: str) -> Iterable[Block]:
    yield _paragraph(text("audit.report.again", locale, rule=one["rule"]))
    yield Block("code", text=f"printf '%s%s' {one['seed']} UID | sha256sum")
    rows = [tuple(_word(name, locale) for name in ("ref", "system", "class"))]
    rows += [(s["ref"], s["title"], text(f"sampling.class.{s['class']}", locale)) for s in one["systems"]]
    yield _table(rows, _SYSTEM_WIDTHS)


def _results(told: Told, locale: str) -> Iterable[Block]:
    rows = [tuple(_word(name, locale) for name in ("requirement", "title", "result", "standing"))]
    for r in told["requirements"]:
        standing = text(f"requirement.standing.{r['standing']}", locale)
        rows.append((r["name"], r["title"], _outcome(r["result"], locale), standing))
    yield _table(rows, _RESULT_WIDTHS)


def _worked(told: Told, locale: str) -> Iterable[Block]:
    worked = [r for r in told["requirements"] if r["result"] in LOOKED_AT]
    if not worked:
        yield _paragraph(text("audit.report.none_worked", locale))
    for r in worked:
        yield Block("heading", (Run(f"{r['name']} {r['title']}"),), level=3)
        yield Block("paragraph", (Run(_outcome(r["result"], locale), strong=True), Run(f" · {r['by']}")))
        yield from (_paragraph(line) for line in r["notes"].split("\n") if line.strip())
        yield _paragraph(text("audit.report.stood", locale, words=r["because"]), emphasis=True)
        if r["practices"]:
            yield Block("bullets", items=tuple((_paragraph(_practice(p, locale)),) for p in r["practices"]))
        if r["findings"]:
            yield _paragraph(text("audit.report.led_to", locale, refs=tuple(r["findings"])))


def _practice(told: Told, locale: str) -> str:
    level = text(f"level.{told['level']}", locale)
    asked = text(f"level.{told['asked_level']}", locale)
    if told["per_system"]:
        return text(
            "audit.report.of_drawn",
            locale,
            practice=told["title"],
            part=told["drawn_holding"],
            whole=told["drawn"],
            level=asked,
        )
    return text("audit.report.of_own", locale, practice=told["title"], level=level, asked=asked)


def _findings(told: Told, locale: str) -> Iterable[Block]:
    if not told["findings"]:
        yield _paragraph(text("audit.report.no_findings", locale))
        yield from _unfound(told, locale)
        return
    rows = [tuple(_word(name, locale) for name in ("ref", "type", "requirement", "nature"))]
    for f in told["findings"]:
        kind = text(f"choice.finding_type.{f['type']}", locale) if f["type"] else ""
        rows.append((f["ref"], kind, f["requirement"], f["nature"]))
    yield _table(rows, (14, 18, 18, 50))
    yield from _unfound(told, locale)


def _unfound(told: Told, locale: str) -> Iterable[Block]:
    """Requirements said not to be met that no finding carries on; reports kept from before say nothing of them."""
    names = tuple(told.get("without_finding", ()))
    if names:
        yield _paragraph(
            text("audit.report.without_finding", locale, names=names, n=len(names)), emphasis=True
        )


def _left(told: Told, locale: str) -> Iterable[Block]:
    left = set(told["not_looked_at"])
    if not left:
        yield _paragraph(text("audit.report.all_looked", locale))
        return
    yield _paragraph(text("audit.report.left", locale, n=len(left), of=len(told["requirements"])))
    named = (f"{r['name']} {r['title']}" for r in told["requirements"] if r["id"] in left)
    yield Block("bullets", items=tuple((_paragraph(one),) for one in named))


def _independence(told: Told, locale: str) -> Iterable[Block]:
    who = told["independence"]
    names = tuple(who["people"])
    if not who["own"]:
        yield _paragraph(text("audit.report.independent", locale, names=names, n=len(names)))
        return
    own = tuple(f"{one['title'] or one['ref']} ({one['ref']})" for one in who["own"][:10])
    name = "audit.report.alone" if who["alone"] else "audit.report.not_independent"
    yield _paragraph(text(name, locale, names=names, own=own, n=len(who["own"])))


def _register(told: Told, locale: str) -> Iterable[Block]:
    log = told["log"]
    yield _paragraph(text("audit.report.log", locale, n=log["size"], origin=log["origin"]))
    yield _digest(_word("log_root", locale), log["root"])
    if told["too_large"]:
        yield _paragraph(text("audit.report.too_large", locale, day=_day(told["day"], locale)))
    if told["digest"]:
        yield _paragraph(text("audit.report.kept", locale))


def _signed(caller: Caller, told: Told, locale: str) -> Iterable[Signature]:
    closed = told["closed"]
    if closed:
        remarks = ""
        if closed["by"] != closed["for"]:
            remarks = text("audit.report.entered", locale, name=closed["for"])
        yield Signature(
            closed["by"], _word("signed_as", locale), _moment(caller, closed["at"], locale), remarks
        )


def _moment(caller: Caller, at: str, locale: str) -> str:
    return moment_of(caller, dt.datetime.fromisoformat(at), locale)


def _day(words: str, locale: str) -> str:
    day = to_day(words)
    return date(day, locale) if day is not None else words


def _outcome(name: str, locale: str) -> str:
    return text(f"audit.outcome.{name}", locale)


def _word(name: str, locale: str) -> str:
    return text(f"audit.report.word.{name}", locale)


def _paragraph(words: str, *, emphasis: bool = False) -> Block:
    return Block("paragraph", (Run(words, emphasis=emphasis),))


def _digest(label: str, value: str) -> Block:
    return Block("paragraph", (Run(f"{label}: "), Run(value, code=True)))


def _table(rows: Sequence[Sequence[str]], widths: tuple[int, ...]) -> Block:
    return Block("table", rows=tuple(tuple((Run(cell),) for cell in row) for row in rows), widths=widths)


__all__ = ["rendered", "report"]
