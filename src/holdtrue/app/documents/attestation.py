"""An attestation of readiness as it is signed: the statement as data, and the same as a document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from holdtrue import __version__
from holdtrue.core.attesting import Floor, floor_of
from holdtrue.core.canonical import canonical
from holdtrue.core.days import iso
from holdtrue.core.frameworks import FRAMEWORKS, framework
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.reports.blocks import Block, Run
from holdtrue.reports.document import Document, Part, Signature
from holdtrue.reports.pdf import pdf
from holdtrue.words import text
from holdtrue.words.catalog import date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.attesting import Line, Working
    from holdtrue.app.queries.trend import Reading
    from holdtrue.core.days import Day
    from holdtrue.core.scoring import Index
    from holdtrue.store.models import Attestation, Organisation

SCHEMA = "holdtrue-attestation/1"


@dataclass(frozen=True, slots=True)
class Signing:
    """What is said by signing, beside what was confirmed."""

    organisation: Organisation
    row: Attestation
    at: dt.datetime
    day: Day
    until: Day
    assessor: str
    role: str
    method: str
    """How they had just proved who they are; 'console' where they had not."""
    words: str
    log: str
    size: int
    """How many entries the log held before the signing."""
    root: str
    sample: Sequence[tuple[str, int, Sequence[str]]]
    """Class, how many there were, refs of those drawn."""
    readings: Sequence[Reading]


def statement(signing: Signing, working: Working, index: Index, locale: str = "en") -> dict[str, Any]:
    """Return the statement: everything that is attested, as JSON values and whole numbers alone."""
    found = working.found
    library = found.figures.library
    least = floor_of(index)
    row = signing.row
    return {
        "schema": SCHEMA,
        "language": locale,
        "what": text("attest.document.kind", locale),
        "is_not": text("attest.not_certification", locale),
        "organisation": signing.organisation.name,
        "number": f"ATT-{row.number:04d}",
        "assessor": {"name": signing.assessor, "role": signing.role},
        "signed_at": signing.at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "signed_on": iso(signing.day),
        "good_until": iso(signing.until),
        "method": signing.method,
        "profile": index.profile,
        "index": index.shown,
        "band": index.band.id,
        "properties": _rounded(index),
        "derived": {
            "index": found.index.shown,
            "band": found.index.band.id,
            "properties": _rounded(found.index),
        },
        "levels": [_level(line) for line in working.lines],
        "sample": {
            "rule": row.rule,
            "seed": row.seed,
            "drawn_on": iso(row.drawn),
            "population_digest": row.population_digest,
            "classes": [
                {"class": name, "systems": systems, "drawn": list(refs)}
                for name, systems, refs in signing.sample
                if systems
            ],
        },
        "floor": {"band": least.band, "index": least.index, "properties": dict(least.properties)},
        "trajectory": [{"on": iso(r.day), "index": r.shown, "profile": r.profile} for r in signing.readings],
        "versions": {
            "application": __version__,
            "practices": library.digest,
            "scheme": library.scheme.version,
            "frameworks": {name: framework(name).version for name in FRAMEWORKS},
        },
        "ledger": {"log": signing.log, "size": signing.size, "root": signing.root},
        "words": signing.words,
    }


def _rounded(index: Index) -> dict[str, int | None]:
    return {name: None if value is None else floor(value) for name, value in index.properties.items()}


def _level(line: Line) -> dict[str, Any]:
    assert line.level is not None  # noqa: S101  # nothing is signed before every practice was looked at
    practice = line.stand.practice
    return {
        "practice": practice.id,
        "title": practice.title,
        "property": practice.property,
        "derived": LEVEL_WORDS[line.derived.level],
        "attested": LEVEL_WORDS[line.level],
        "reason": str(line.given["reason"]) if line.given else "",
    }


def as_bytes(said: Mapping[str, Any]) -> bytes:
    """Return the statement as the file that is kept: its canonical bytes, whose digest the log holds."""
    return canonical(said)


def as_pdf(
    said: Mapping[str, Any], *, digest: str, at: dt.datetime, titles: Mapping[str, str], locale: str = "en"
) -> bytes:
    """Return the statement as PDF; the same bytes for the same statement. `titles` names bands and properties."""
    return pdf(document(said, digest=digest, at=at, titles=titles, locale=locale))


def document(
    said: Mapping[str, Any], *, digest: str, at: dt.datetime, titles: Mapping[str, str], locale: str = "en"
) -> Document:
    """Return the statement ready to be rendered."""
    from holdtrue.app.documents.gathering import labels

    lowered = [line for line in said["levels"] if line["attested"] != line["derived"]]
    parts = [
        Part("", (_line(said["is_not"], strong=True), *([_line(said["words"])] if said["words"] else ()))),
        Part(text("attest.document.result", locale), _result(said, titles, locale)),
        Part(text("attest.document.floor", locale), _floor(said, titles, locale)),
        Part(text("attest.document.lowered", locale), _lowered(lowered, len(said["levels"]), locale)),
        Part(text("attest.document.sample", locale), _sample(said["sample"], locale)),
        Part(text("attest.document.trajectory", locale), _trajectory(said["trajectory"], locale)),
        Part(text("attest.document.every", locale), (_levels(said["levels"], titles, locale),)),
        Part(text("attest.document.check", locale), _check(said, digest, locale)),
    ]
    return Document(
        organisation=said["organisation"],
        ref=said["number"],
        kind=text("attest.document.kind", locale),
        title=text("attest.document.title", locale, organisation=said["organisation"]),
        revision=0,
        digest=digest,
        state=text(
            "attest.document.state",
            locale,
            on=_date(said["signed_on"], locale),
            until=_date(said["good_until"], locale),
        ),
        draft=False,
        made_at=at,
        language=locale,
        facts=_facts(said, titles, locale),
        parts=tuple(parts),
        versions=(),
        signatures=(
            Signature(
                said["assessor"]["name"],
                text("attest.document.meaning", locale),
                _signed_at(said, locale),
                text(f"attest.method.{'console' if said['method'] == 'console' else 'proved'}", locale),
            ),
        ),
        labels=labels(locale),
    )


def _facts(said: Mapping[str, Any], titles: Mapping[str, str], locale: str) -> tuple[tuple[str, str], ...]:
    versions = said["versions"]
    return (
        (text("attest.fact.index", locale), f"{said['index']} / 100 · {titles['band.' + said['band']]}"),
        (text("attest.fact.assessor", locale), said["assessor"]["name"]),
        (text("attest.fact.signed", locale), _date(said["signed_on"], locale)),
        (text("attest.fact.until", locale), _date(said["good_until"], locale)),
        (text("attest.fact.profile", locale), text(f"profile.{said['profile']}", locale)),
        (
            text("attest.fact.versions", locale),
            text(
                "attest.versions",
                locale,
                practices=versions["practices"][:12],
                scheme=versions["scheme"],
                application=versions["application"],
                frameworks=", ".join(f"{framework(n).title} {v}" for n, v in versions["frameworks"].items()),
            ),
        ),
    )


def _result(said: Mapping[str, Any], titles: Mapping[str, str], locale: str) -> tuple[Block, ...]:
    derived = said["derived"]
    head = _row(
        text("attest.column.property", locale),
        text("attest.column.attested", locale),
        text("attest.column.derived", locale),
    )
    rows = [
        _row(titles["property." + name], _points(value, locale), _points(derived["properties"][name], locale))
        for name, value in said["properties"].items()
    ]
    whole = _row(text("attest.column.index", locale), str(said["index"]), str(derived["index"]))
    return (
        _line(text("attest.document.result_words", locale, index=said["index"], derived=derived["index"])),
        Block("table", rows=(head, whole, *rows), widths=(50, 25, 25)),
    )


def _floor(said: Mapping[str, Any], titles: Mapping[str, str], locale: str) -> tuple[Block, ...]:
    least = Floor(said["floor"]["band"], said["floor"]["index"], said["floor"]["properties"])
    items = [text("attest.floor.index", locale, index=least.index, band=titles["band." + least.band])]
    items += [
        text("attest.floor.property", locale, property=titles["property." + n], least=v)
        for n, v in least.properties.items()
        if v
    ]
    return (
        _line(text("attest.document.floor_words", locale)),
        Block("bullets", items=tuple((_line(item),) for item in items)),
    )


def _lowered(lowered: Sequence[Mapping[str, Any]], whole: int, locale: str) -> tuple[Block, ...]:
    words = _line(text("attest.document.lowered_words", locale, n=len(lowered), of=whole))
    if not lowered:
        return (words,)
    head = _row(
        *(text(f"attest.column.{name}", locale) for name in ("practice", "derived", "attested", "reason"))
    )
    rows = [
        _row(x["title"], _word(x["derived"], locale), _word(x["attested"], locale), x["reason"])
        for x in lowered
    ]
    return (words, Block("table", rows=(head, *rows), widths=(28, 14, 14, 44)))


def _sample(sample: Mapping[str, Any], locale: str) -> tuple[Block, ...]:
    head = _row(*(text(f"attest.column.{name}", locale) for name in ("class", "systems", "drawn")))
    rows = [
        _row(text(f"attest.class.{x['class']}", locale), str(x["systems"]), ", ".join(x["drawn"]) or "0")
        for x in sample["classes"]
    ]
    words = _line(text("attest.document.sample_words", locale, seed=sample["seed"], rule=sample["rule"]))
    if not rows:
        return (_line(text("attest.document.sample_none", locale)),)
    per_practice = _line(text("attest.document.per_practice", locale))
    return (words, per_practice, Block("table", rows=(head, *rows), widths=(24, 16, 60)))


def _trajectory(readings: Sequence[Mapping[str, Any]], locale: str) -> tuple[Block, ...]:
    if not readings:
        return (_line(text("attest.document.trajectory_none", locale)),)
    head = _row(
        text("attest.column.day", locale),
        text("attest.column.index", locale),
        text("attest.column.profile", locale),
    )
    rows = [
        _row(_date(x["on"], locale), str(x["index"]), text(f"profile.{x['profile']}", locale))
        for x in readings[-13:]
    ]
    return (Block("table", rows=(head, *rows), widths=(40, 20, 40)),)


def _levels(levels: Sequence[Mapping[str, Any]], titles: Mapping[str, str], locale: str) -> Block:
    head = _row(
        *(text(f"attest.column.{name}", locale) for name in ("practice", "property", "derived", "attested"))
    )
    rows = [
        _row(
            x["title"],
            titles["property." + x["property"]],
            _word(x["derived"], locale),
            _word(x["attested"], locale),
        )
        for x in levels
    ]
    return Block("table", rows=(head, *rows), widths=(43, 21, 18, 18))


def _check(said: Mapping[str, Any], digest: str, locale: str) -> tuple[Block, ...]:
    ledger = said["ledger"]
    return (
        _line(text("attest.document.check_words", locale, **ledger)),
        Block("code", text=f"sha256 {digest}\nholdtrue verify-attestation FILE --proof PROOF --key KEY"),
        _line(text("attest.document.key_words", locale)),
    )


def _signed_at(said: Mapping[str, Any], locale: str) -> str:
    day, time = _date(said["signed_on"], locale), said["signed_at"][11:16]
    return text("document.moment", locale, day=day, time=time, zone="UTC")


def _points(value: int | None, locale: str) -> str:
    return text("attest.none_asked", locale) if value is None else str(value)


def _word(level: str, locale: str) -> str:
    return text(f"level.{level}", locale)


def _date(day: str, locale: str) -> str:
    return date(dt.date.fromisoformat(day).toordinal(), locale)


def _line(words: str, *, strong: bool = False) -> Block:
    return Block("paragraph", (Run(words, strong=strong),))


def _row(*cells: str) -> tuple[tuple[Run, ...], ...]:
    return tuple((Run(cell),) for cell in cells)
