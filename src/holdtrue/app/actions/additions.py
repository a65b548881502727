"""An organisation's own rules: what a file would change, its installation and its removal, each by digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from holdtrue.app import rules
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.actions.rules import put_in_force
from holdtrue.app.queries.rules_compared import compared
from holdtrue.core.additions.addition import read
from holdtrue.core.additions.whole import check, joined, require_cases
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.own import OWN
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store import reached
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.queries.rules_compared import Compared
    from holdtrue.core.additions.addition import Addition
    from holdtrue.core.content import Edition
    from holdtrue.store.models import Job, Organisation

BY_HAND = "mappings-by-hand"
"""The file that keeps mappings made on a page."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Rules of the organisation's own that were found in order, ready to be put in force."""

    edition: Edition
    files: tuple[Addition, ...]
    """Those that come, or that go."""
    was: Mapping[str, str]
    """Name -> the version in place; those that are new are not in it."""
    cases: int
    """Correctness cases the files brought, all of which hold."""


def proposed(caller: Caller, files: Mapping[str, bytes]) -> Proposed:
    """Look into files as they would stand beside those installed; a file replaces the one of its name.

    BadInput naming file and line for whatever is not in order, or where nothing would change. Writes nothing.
    """
    require(caller, "install_rules", on_organisation())
    return propose(caller.organisation, files)


def propose(
    organisation: Organisation, files: Mapping[str, bytes], *, without: Collection[str] = ()
) -> Proposed:
    """Do the same for whoever may; files named in `without` go."""
    if not files and not without:
        raise BadInput("own.nothing", field="own")
    coming = [read(file, body) for file, body in sorted(files.items())]
    before = {one.name: one for one in _installed(organisation)}
    gone = {*without, *(one.name for one in coming)}
    kept = {f"{one.name}.yaml": one.body for one in before.values() if one.name not in gone}
    clash = next((file for file in files if file in kept), None)
    if clash is not None:  # another file of that very name is said by what it is, not lost
        kept = {f"{OWN}{file}": body for file, body in kept.items()}
    base = rules.base_of(organisation)
    whole = check({**kept, **files}, base)
    new = tuple(one for one in whole if one.lined.file in files)
    if coming and all(one.name in before and before[one.name].body == one.body for one in new):
        raise BadInput("own.same", field="own", title=new[0].title, version=new[0].version)
    edition = joined(base, whole)
    _require_no_circle(organisation, edition)
    cases = require_cases(new, edition)
    was = {one.name: before[one.name].version for one in new if one.name in before}
    return Proposed(edition, new, was, cases)


def changes(caller: Caller, found: Proposed) -> Compared:
    """Return what putting a proposal in force would change; seconds where thousands of systems are tried out."""
    require(caller, "install_rules", on_organisation())
    return compared(caller, rules.edition_of(caller.organisation), found.edition)


def add(caller: Caller, files: Mapping[str, bytes]) -> tuple[Proposed, Job | None]:
    """Put own rules in force. Returns them with the job that derives the systems again, None where all is done."""
    with acting(caller, "rules.add", "install_rules", on_organisation()) as act:
        caller.organisation.refresh_from_db(fields=["rules", "rederiving"])
        found = propose(caller.organisation, files)
        return found, put_in_force(act, found.edition, added=_named(found.files))


def proposed_without(caller: Caller, name: str) -> Proposed:
    """Look into what would stand without a file; NotFound where there is none of that name.

    BadInput where another file names what is in it, or a control a practice of it.
    """
    require(caller, "install_rules", on_organisation())
    return _without(caller.organisation, name)


def remove(caller: Caller, name: str) -> tuple[Proposed, Job | None]:
    """Take a file of own rules out of force; the rules of the days before stay kept by their digest."""
    with acting(caller, "rules.remove", "install_rules", on_organisation()) as act:
        caller.organisation.refresh_from_db(fields=["rules", "rederiving"])
        found = _without(caller.organisation, name)
        return found, put_in_force(act, found.edition, removed=_named(found.files))


def installed(caller: Caller) -> Sequence[Addition]:
    """Return the organisation's own files in force, by name. Asks nothing of the database beside the rules."""
    require(caller, "read", on_organisation())
    return _installed(caller.organisation)


def installed_one(caller: Caller, name: str) -> Addition:
    """Return the file of that name; NotFound where there is none."""
    found = next((one for one in installed(caller) if one.name == name), None)
    if found is None:
        raise NotFound("own.not_found", name=name)
    return found


def with_mapping(caller: Caller, framework: str, requirement: str, practices: Sequence[str]) -> str:
    """Return the text of the file that keeps mappings made on a page, with one more line.

    BadInput where no requirement or no practice is named.
    """
    if not requirement or not practices:
        raise BadInput("own.mapping_needs", field="practices" if requirement else "requirement")
    before = next((one for one in _installed(caller.organisation) if one.name == BY_HAND), None)
    asked = framework, requirement
    lines = [
        dict(line)
        for line in (before.listed("mappings") if before else ())
        if (line["framework"], line["requirement"]) != asked
    ]
    lines.append({"framework": framework, "requirement": requirement, "practices": list(practices)})
    version = int(before.version) + 1 if before and before.version.isdecimal() else 1
    stated = {"name": BY_HAND, "title": text("own.by_hand"), "version": str(version), "mappings": lines}
    return str(yaml.safe_dump(stated, sort_keys=False, allow_unicode=True, width=110))


def replace(act: Act, files: Mapping[str, bytes], *, without: Collection[str]) -> Job | None:
    """Let files come and others go within an action that does more than that, as installing a pack.

    What would change nothing is left as it stands.
    """
    organisation = act.organisation
    here = {one.name: one.body for one in _installed(organisation)}
    if not without and all(here.get(read(file, body).name) == body for file, body in files.items()):
        return None
    found = propose(organisation, files, without=without)
    if without:
        _require_unused(organisation, found.edition)
    return put_in_force(act, found.edition, added=_named(found.files), removed=sorted(without))


def _without(organisation: Organisation, name: str) -> Proposed:
    going = next((one for one in _installed(organisation) if one.name == name), None)
    if going is None:
        raise NotFound("own.not_found", name=name)
    found = propose(organisation, {}, without=(name,))
    _require_unused(organisation, found.edition)
    return Proposed(found.edition, (going,), {}, 0)


def _installed(organisation: Organisation) -> tuple[Addition, ...]:
    own = rules.own_of(organisation)
    return tuple(read(path.removeprefix(OWN), body) for path, body in sorted(own.items()))


def _named(files: Sequence[Addition]) -> dict[str, str]:
    return {one.name: one.version for one in files}


def _require_unused(organisation: Organisation, then: Edition) -> None:
    """A control that rests on a practice cannot stand without it."""
    with by_the_rules_of(rules.edition_of(organisation)):
        before = library().by_id
    with by_the_rules_of(then):
        gone = [name for name in before if name not in library().by_id]
    used = _named_by_controls(organisation.pk, gone)
    if used:
        raise BadInput("own.in_use", field="own", practice=before[used].title)


def _require_no_circle(organisation: Organisation, then: Edition) -> None:
    """A practice that asks whether controls are upheld cannot be what a control rests on."""
    with by_the_rules_of(rules.edition_of(organisation)):
        before = library().reads_controls
    with by_the_rules_of(then):
        found = library()
        new = sorted(found.reads_controls - before)
    used = _named_by_controls(organisation.pk, new)
    if used:
        raise BadInput("own.circle", field="own", practice=found.by_id[used].title)


def _named_by_controls(organisation_id: int, practices: Sequence[str]) -> str:
    """The first of these that a control rests on; '' where none does."""
    asked = [("control", (("practice", name),)) for name in practices]
    found = reached.some_record(organisation_id, asked)
    return next((name for name, named in zip(practices, found, strict=True) if named), "")


__all__ = [
    "Proposed",
    "add",
    "changes",
    "installed",
    "installed_one",
    "propose",
    "proposed",
    "proposed_without",
    "remove",
    "replace",
    "with_mapping",
]
