"""Runs the public correctness cases: facts as written, a claim or a practice, and the verdict they must give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

import yaml

from holdtrue.core.claims.parse import form_of, parse_claim
from holdtrue.core.days import NEVER, Day, iso, period, to_day
from holdtrue.core.digests import digest
from holdtrue.core.facts import Fact, SignOff, Value
from holdtrue.core.kinds import CATALOGS, KINDS, PREFIXES
from holdtrue.core.practices import LEVELS, library
from holdtrue.core.refusals import BadInput, Refusal
from holdtrue.core.register import Register
from holdtrue.core.standing import verdicts_in

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from holdtrue.core.verdicts import Verdict

Written = Mapping[str, Any]
_OWN = "organisation"
KNOWN = frozenset(
    {"name", "facts", "day", "scope", "under", "claim", "read_only", "practice", "level", "expect"}
)
RULES = frozenset({"practices", "framework", "frameworks", "mappings", "cadence"})
"""What a file of an organisation's own rules states, besides or instead of cases."""
_LISTS = ("cases", "groups")
_OF_GROUP = KNOWN - {"name", "expect"} | {"cases"}
_IN_GROUP = KNOWN | {"also", "without"}
_CHANGED = "as signed"


@dataclass(frozen=True, slots=True)
class Case:
    """One case as written, with the facts its file shares."""

    file: str
    name: str
    written: Written
    facts: Written

    @property
    def form(self) -> str:
        """The form the case is about, `upheld` where it stands under a quantifier as it must; '' for a practice."""
        claim = self.written.get("claim")
        inner = form_of(claim.get("holds")) if isinstance(claim, Mapping) else ""
        return inner if inner == "upheld" else form_of(claim)


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that gave another verdict than written."""

    file: str
    name: str
    expected: Mapping[str, str]
    got: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseReport:
    """How many cases were run and which failed."""

    cases: int
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> int:
        """How many gave what is written."""
        return self.cases - len(self.failures)

    @property
    def failed(self) -> int:
        """How many did not."""
        return len(self.failures)


def run(path: Path | None = None) -> CaseReport:
    """Run a file of cases, or every file of a folder; the cases that ship with the package where none is given."""
    found = list(cases(path))
    return CaseReport(len(found), tuple(failure for case in found if (failure := check(case)) is not None))


def cases(path: Path | None = None) -> Iterator[Case]:
    """Yield the cases of a file or folder; BadInput where one cannot be read."""
    for file in _files(path):
        try:
            written = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BadInput("cases.unreadable", file=file.name, why=str(error)) from error
        if isinstance(written, Mapping) and "cases" not in written and RULES & set(written):
            continue  # rules of an organisation's own, which cases beside them are about
        if not isinstance(written, Mapping) or not any(isinstance(written.get(key), list) for key in _LISTS):
            raise BadInput("cases.shape", file=file.name)
        shared = written.get("facts") or {}
        for case in written.get("cases") or ():
            _known(file.name, case, KNOWN)
            yield Case(file.name, str(case.get("name", "")), case, shared)
        for group in written.get("groups") or ():
            _known(file.name, group, _OF_GROUP)
            for case in group.get("cases") or ():
                _known(file.name, case, _IN_GROUP)
                yield _composed(file.name, group, case, shared)


def _known(file: str, written: object, keys: frozenset[str]) -> None:
    unknown = sorted(set(written) - keys) if isinstance(written, Mapping) else ["?"]
    if unknown:
        raise BadInput("cases.key", file=file, key=unknown[0])


def _composed(file: str, group: Written, case: Written, shared: Written) -> Case:
    """One case of a group: what the group gives, changed by what the case adds, takes away and sets."""
    facts = {**shared, **(group.get("facts") or {}), **(case.get("facts") or {})}
    for ref, fields in (case.get("also") or {}).items():
        facts[ref] = {**(facts.get(ref) or {}), **fields}
    for left_out in case.get("without") or ():
        ref, _, field = str(left_out).partition(".")
        if field:
            facts[ref] = {name: value for name, value in facts[ref].items() if name != field}
        else:
            del facts[ref]
    told = {key: value for key, value in {**group, **case}.items() if key in KNOWN}
    name = f"{told.get('practice', '')}: {case.get('name', '')}"
    return Case(file, name, {**told, "facts": facts}, {})


def check(case: Case) -> Failure | None:
    """Evaluate one case; return how it differs from what is written, or None."""
    expected = {_shown(key): _shown(value) for key, value in cast("Written", case.written["expect"]).items()}
    try:
        got = outcome(case)
    except Refusal as refusal:
        got = {"refused": refusal.code}
    differs = {key for key, value in expected.items() if got.get(key, "") != value}
    if not differs:
        return None
    return Failure(
        case.file,
        case.name,
        expected,
        {key: got.get(key, "") for key in expected} | {"state": got.get("state", "")},
    )


def outcome(case: Case) -> Mapping[str, str]:
    """Return all a case may expect: state, until, opens, best, bearing, because, witness, path, later states."""
    day = verdict_day(case)
    verdict = evaluate(case)
    found = {
        "state": verdict.state(day).word,
        "until": iso(verdict.until),
        "opens": iso(verdict.opens),
        "best": iso(verdict.best),
        "bearing": verdict.bearing.name.lower().replace("_", " "),
        "because": verdict.why.message.id.removeprefix("claim."),
        "witness": verdict.why.ref,
        "path": ", ".join(verdict.why.path),
    }
    for key in case.written["expect"]:
        if key not in found and (later := to_day(key)) is not None:
            found[_shown(key)] = verdict.state(later).word
    return found


def evaluate(case: Case) -> Verdict:
    """Return the verdict of a case."""
    written = case.written
    day = verdict_day(case)
    facts = read_facts({**case.facts, **(written.get("facts") or {})}, day)
    organization = next((f.uid for f in facts if f.kind == "organization"), _OWN)
    register = Register(facts, organization=organization, day=day)
    scope = str(written.get("scope", _OWN))
    view = (
        register.organization_scope()
        if scope in (_OWN, "organization")
        else register.member_scope(scope, str(written.get("under", "")))
    )
    if "practice" in written:
        practice = library().by_id[str(written["practice"])]
        verdicts = verdicts_in(practice, view)
        if verdicts is None:
            raise BadInput("cases.not_applicable", practice=practice.id)
        return verdicts[LEVELS.index(written["level"])]
    return parse_claim(written["claim"], strict=bool(written.get("read_only", False))).evaluate(view)


def verdict_day(case: Case) -> Day:
    """Return the day a case is asked on."""
    day = to_day(case.written.get("day", "2026-11-22"))
    if day is None:
        raise BadInput("cases.day", file=case.file, name=case.name)
    return day


def read_facts(written: Written, day: Day) -> list[Fact]:
    """Return the facts of a case, sign-offs with their basis; uids are the refs themselves."""
    facts = {ref: _fact(str(ref), fields or {}) for ref, fields in written.items()}
    bare = Register(facts.values(), organization=_OWN, day=day)
    return [
        _with_signoffs(fact, (written[ref] or {}).get("_signed", ()), bare) for ref, fact in facts.items()
    ]


def _fact(ref: str, written: Written) -> Fact:
    kind, number = _kind_of(ref)
    declared = KINDS.get(kind)
    fields, links = _split(kind, {k: v for k, v in written.items() if not k.startswith("_")})
    draft = written.get("_draft")
    dated = declared.dated if declared else None
    values = tuple(
        Value(_day(v["day"]), _day(v.get("recorded", v["day"])), v.get("value"), v.get("n"))
        for v in written.get("_values", ())
    )
    return Fact(
        uid=ref,
        ref=ref,
        kind=kind,
        fields=fields,
        links=links,
        digest=digest(kind, fields, links) if declared else str(written.get("_digest", ref)),
        number=number,
        day=to_day(fields.get(dated)) if dated else None,
        recorded=_day(written.get("_recorded", fields.get(dated) if dated and fields.get(dated) else NEVER)),
        draft=_split(kind, draft)[0] if draft is not None else None,
        in_force=bool(written.get("_in_force", True)),
        values=values,
        read=to_day(written.get("_read")),
        entry=int(written.get("_entry", number)),
        versions=written.get("_versions", {}),
    )


def _split(kind: str, written: Written) -> tuple[dict[str, object], dict[str, tuple[str, ...]]]:
    """Fields and links apart; a link to a catalog item is a field as well."""
    edges = KINDS[kind].edges if kind in KINDS else {}
    fields: dict[str, object] = {}
    links: dict[str, tuple[str, ...]] = {}
    for name, value in written.items():
        if name in edges:
            links[name] = tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)
        if name not in edges or edges[name] in CATALOGS:
            fields[name] = value.isoformat() if isinstance(value, dt.date) else value
    return fields, links


def _with_signoffs(fact: Fact, written: Iterable[Written], bare: Register) -> Fact:
    signoffs = []
    for number, said in enumerate(written):
        basis = {fact.uid: fact.digest, **{other.uid: other.digest for other in bare.rests_on(fact)}}
        basis.update(dict.fromkeys(said.get("changed", ()), _CHANGED))
        for ref in said.get("joined", ()):
            basis.pop(ref, None)
        day = _day(said["day"])
        good = said.get("good_for")
        until = period(good).after(day) if good else None
        roles = frozenset(said.get("as", ()))
        signoffs.append(
            SignOff(
                day, _day(said.get("recorded", said["day"])), said["by"], roles, until, basis, number=number
            )
        )
    return fact._replace(signoffs=tuple(signoffs)) if signoffs else fact


def _kind_of(ref: str) -> tuple[str, int]:
    catalog, colon, _ = ref.partition(":")
    if colon and catalog in CATALOGS:
        return catalog, 0
    prefix, _, number = ref.partition("-")
    if prefix not in PREFIXES or not number.isdigit():
        raise BadInput("cases.ref", ref=ref)
    return PREFIXES[prefix], int(number)


def _day(value: object) -> Day:
    if isinstance(value, int):
        return value
    day = to_day(value)
    if day is None:
        raise BadInput("cases.day", file="", name=str(value))
    return day


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _files(path: Path | None) -> list[Traversable]:
    if path is not None and not path.is_dir():
        return [path]
    folder: Traversable = resources.files("holdtrue.data").joinpath("cases") if path is None else path
    return sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
