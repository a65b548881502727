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


def statement(signing: Signing, working: Working, index: Index) -> dict[str, Any]:
    """Return the statement: everything that is attested, as JSON values and whole numbers alone."""
    found = working.found
    library = found.figures.library
    least = floor_of(index)
    row = signing.row
    return {
        "schema": SCHEMA,
        "what": text("attest.document.kind"),
        "is_not": text("attest.not_certification"),
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


def as_pdf(said: Mapping[str, Any], *, digest: str, at: dt.datetime, titles: Mapping[str, str]) -> bytes:
    """Return the statement as PDF; the same bytes for the same statement. `titles` names bands and properties."""
    return pdf(document(said, digest=digest, at=at, titles=titles))


def document(said: Mapping[str, Any], *, digest: str, at: dt.datetime, titles: Mapping[str, str]) -> Document:
    """Return the statement ready to be rendered."""
    from holdtrue.app.documents.gathering import labels

    lowered = [line for line in said["levels"] if line["attested"] != line["derived"]]
    parts = [
        Part("", (_line(said["is_not"], strong=True), *([_line(said["words"])] if said["words"] else ()))),
        Part(text("attest.document.result"), _result(said, titles)),
        Part(text("attest.document.floor"), _floor(said, titles)),
        Part(text("attest.document.lowered"), _lowered(lowered, len(said["levels"]))),
        Part(text("attest.document.sample"), _sample(said["sample"])),
        Part(text("attest.document.trajectory"), _trajectory(said["trajectory"])),
        Part(text("attest.document.every"), (_levels(said["levels"], titles),)),
        Part(text("attest.document.check"), _check(said, digest)),
    ]
    return Document(
        organisation=said["organisation"],
        ref=said["number"],
        kind=text("attest.document.kind"),
        title=text("attest.document.title", organisation=said["organisation"]),
        revision=0,
        digest=digest,
        state=text("attest.document.state", on=_date(said["signed_on"]), until=_date(said["good_until"])),
        draft=False,
        made_at=at,
        language="en",
        facts=_facts(said, titles),
        parts=tuple(parts),
        versions=(),
        signatures=(
            Signature(
                said["assessor"]["name"],
                text("attest.document.meaning"),
                f"{_date(said['signed_on'])}, {said['signed_at'][11:16]} UTC",
                text(f"attest.method.{'console' if said['method'] == 'console' else 'proved'}"),
            ),
        ),
        labels=labels("en"),
    )


def _facts(said: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    versions = said["versions"]
    return (
        (text("attest.fact.index"), f"{said['index']} / 100 · {titles['band.' + said['band']]}"),
        (text("attest.fact.assessor"), said["assessor"]["name"]),
        (text("attest.fact.signed"), _date(said["signed_on"])),
        (text("attest.fact.until"), _date(said["good_until"])),
        (text("attest.fact.profile"), text(f"profile.{said['profile']}")),
        (
            text("attest.fact.versions"),
            text(
                "attest.versions",
                practices=versions["practices"][:12],
                scheme=versions["scheme"],
                application=versions["application"],
                frameworks=", ".join(f"{framework(n).title} {v}" for n, v in versions["frameworks"].items()),
            ),
        ),
    )


def _result(said: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Block, ...]:
    derived = said["derived"]
    head = _row(text("attest.column.property"), text("attest.column.attested"), text("attest.column.derived"))
    rows = [
        _row(titles["property." + name], _points(value), _points(derived["properties"][name]))
        for name, value in said["properties"].items()
    ]
    whole = _row(text("attest.column.index"), str(said["index"]), str(derived["index"]))
    return (
        _line(text("attest.document.result_words", index=said["index"], derived=derived["index"])),
        Block("table", rows=(head, whole, *rows), widths=(50, 25, 25)),
    )


def _floor(said: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Block, ...]:
    least = Floor(said["floor"]["band"], said["floor"]["index"], said["floor"]["properties"])
    items = [text("attest.floor.index", index=least.index, band=titles["band." + least.band])]
    items += [
        text("attest.floor.property", property=titles["property." + n], least=v)
        for n, v in least.properties.items()
        if v
    ]
    return (
        _line(text("attest.document.floor_words")),
        Block("bullets", items=tuple((_line(item),) for item in items)),
    )


def _lowered(lowered: Sequence[Mapping[str, Any]], whole: int) -> tuple[Block, ...]:
    words = _line(text("attest.document.lowered_words", n=len(lowered), of=whole))
    if not lowered:
        return (words,)
    head = _row(*(text(f"attest.column.{name}") for name in ("practice", "derived", "attested", "reason")))
    rows = [_row(x["title"], _word(x["derived"]), _word(x["attested"]), x["reason"]) for x in lowered]
    return (words, Block("table", rows=(head, *rows), widths=(28, 14, 14, 44)))


def _sample(sample: Mapping[str, Any]) -> tuple[Block, ...]:
    head = _row(*(text(f"attest.column.{name}") for name in ("class", "systems", "drawn")))
    rows = [
        _row(text(f"attest.class.{x['class']}"), str(x["systems"]), ", ".join(x["drawn"]) or "0")
        for x in sample["classes"]
    ]
    words = _line(text("attest.document.sample_words", seed=sample["seed"], rule=sample["rule"]))
    if not rows:
        return (_line(text("attest.document.sample_none")),)
    return (words, Block("table", rows=(head, *rows), widths=(24, 16, 60)))


def _trajectory(readings: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    if not readings:
        return (_line(text("attest.document.trajectory_none")),)
    head = _row(text("attest.column.day"), text("attest.column.index"), text("attest.column.profile"))
    rows = [_row(_date(x["on"]), str(x["index"]), text(f"profile.{x['profile']}")) for x in readings[-13:]]
    return (Block("table", rows=(head, *rows), widths=(40, 20, 40)),)


def _levels(levels: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> Block:
    head = _row(*(text(f"attest.column.{name}") for name in ("practice", "property", "derived", "attested")))
    rows = [
        _row(x["title"], titles["property." + x["property"]], _word(x["derived"]), _word(x["attested"]))
        for x in levels
    ]
    return Block("table", rows=(head, *rows), widths=(43, 21, 18, 18))


def _check(said: Mapping[str, Any], digest: str) -> tuple[Block, ...]:
    ledger = said["ledger"]
    return (
        _line(text("attest.document.check_words", **ledger)),
        Block("code", text=f"sha256 {digest}\nholdtrue verify-attestation FILE --proof PROOF --key KEY"),
        _line(text("attest.document.key_words")),
    )


def _points(value: int | None) -> str:
    return text("attest.none_asked") if value is None else str(value)


def _word(level: str) -> str:
    return text(f"level.{level}")


def _date(day: str) -> str:
    return date(dt.date.fromisoformat(day).toordinal())


def _line(words: str, *, strong: bool = False) -> Block:
    return Block("paragraph", (Run(words, strong=strong),))


def _row(*cells: str) -> tuple[tuple[Run, ...], ...]:
    return tuple((Run(cell),) for cell in cells)
