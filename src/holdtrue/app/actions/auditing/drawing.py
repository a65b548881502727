"""Drawing the sample of an audit: the seed is in the log before it draws, and a second drawing keeps the first."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.auditing.sheets import draws_of, open_sheet, require_independent
from holdtrue.app.actions.permission import on_record
from holdtrue.app.queries import audited, past
from holdtrue.app.queries.standings import reader
from holdtrue.core.auditing import packed
from holdtrue.core.canonical import canonical
from holdtrue.core.content import by_the_rules_of
from holdtrue.core.practices import library
from holdtrue.core.refusals import BadInput
from holdtrue.core.sampling import SEED_BYTES, draw, seed_of
from holdtrue.core.scoring import population
from holdtrue.core.standing import verdicts_in
from holdtrue.store import reading, sampled
from holdtrue.store.models import AuditDraw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdtrue.core.register import Register
    from holdtrue.core.sampling import Sample
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import AuditSheet

LONGEST = 2_000


def draw_sample(
    caller: Caller, ref: str, *, seed: str = "", sizes: Mapping[str, int] | None = None, reason: str = ""
) -> AuditDraw:
    """Draw a sample for an audit that was begun; without a seed one is made here and written down first.

    A second drawing, and one of fewer systems than the rule asks for, needs a reason. The first entry of the action
    names the seed and what is drawn from, the second what was drawn. BadInput, NotAllowed as for any work on the audit.
    """
    audit = audited.audit_named(caller, ref)
    with acting(caller, "audit.draw", "audit", on_record(audit)) as act:
        sheet = open_sheet(act.organisation.pk, audit)
        earlier = draws_of(act.organisation.pk, audit)
        if earlier and not reason.strip():
            raise BadInput("audit.redraw_reason", field="reason", ref=audit.ref)
        if len(reason) > LONGEST:
            raise BadInput("audit.reason_long", field="reason", most=LONGEST)
        used = seed or seed_of(caller.clock.entropy(SEED_BYTES))
        register = _register(caller, sheet)
        systems = _population(caller, register)
        digest = digest_of(systems)
        act.note(
            audit, contents={"seed": used, "given": bool(seed), "population": digest, "systems": len(systems)}
        )
        found = draw(systems, seed=used, sizes=sizes)
        if any(s.short for s in found.strata) and not reason.strip():
            short = next(s for s in found.strata if s.short)
            raise BadInput(
                "audit.short_reason", field="reason", stratum=short.name, least=short.least, n=short.size
            )
        row = AuditDraw(
            organisation_id=act.organisation.pk,
            audit=audit,
            number=len(earlier) + 1,
            seed=used,
            given=bool(seed),
            rule=found.rule,
            population_digest=digest,
            strata=[
                {"class": s.name, "population": s.population, "least": s.least, "drawn": list(s.drawn)}
                for s in found.strata
            ],
            kept=_kept(caller, sheet, found, register),
            reason=reason.strip(),
            account=caller.actor.account,
            at=act.now,
            entry=act.head.size + len(act.lines),
        )
        row.save(force_insert=True)
        act.note(
            audit,
            contents={"number": row.number, "rule": found.rule, "strata": row.strata},
            why=reason.strip(),
        )
        require_independent(caller, audit, sheet)
        return row


def digest_of(systems: Iterable[tuple[str, str]]) -> str:
    """Return what names a population: SHA-256 of its lines 'uid class', in the order of the uids."""
    lines = "".join(f"{uid} {tier}\n" for uid, tier in sorted(systems))
    return hashlib.sha256(lines.encode()).hexdigest()


def _register(caller: Caller, sheet: AuditSheet) -> Register | None:
    """All records as of the audit's day, where it was read back when the audit was begun."""
    if not orjson.loads(sheet.kept)["read_back"]:
        return None
    return past.register_at(caller.organisation, sheet.day, sheet.day, telling=False)


def _population(caller: Caller, register: Register | None) -> list[tuple[str, str]]:
    if register is None:
        return sampled.counted(caller.organisation.pk)
    placed = ((system.uid, population(system.fields)) for system in register.all("system"))
    return [(uid, place[0]) for uid, place in placed if place is not None]


def _kept(caller: Caller, sheet: AuditSheet, found: Sample, register: Register | None) -> str:
    """Each system drawn as it stood on the audit's day, by the rules the audit keeps."""
    organisation = caller.organisation
    stratum = {uid: s.name for s in found.strata for uid in s.drawn}
    rows = {one.uid: one for one in sampled.standing(organisation.pk, list(stratum))}
    shown = sampled.evidence(organisation.pk, [one.row for one in rows.values()], sheet.day)
    by_row: dict[int, list[list[str]]] = {}
    for row, ref, title in shown:
        by_row.setdefault(row, []).append([ref, title or ref])
    told: list[dict[str, Any]] = []
    levels = _levels(caller, sheet, rows.values(), register)
    records = reading.by_uid(organisation.pk, list(stratum))
    for uid in found.drawn:
        record = records[uid]
        told.append(
            {
                "uid": uid,
                "ref": record.ref,
                "title": record.title or record.ref,
                "stratum": stratum[uid],
                "practices": {name: packed(some) for name, some in levels.get(uid, {}).items() if some},
                "evidence": by_row.get(record.pk, []),
            }
        )
    return canonical(told).decode()


def _levels(
    caller: Caller, sheet: AuditSheet, rows: Iterable[sampled.Packed], register: Register | None
) -> Mapping[str, Mapping[str, Sequence[Verdict] | None]]:
    if register is None:
        stored = reader(caller.organisation, sheet.day)
        return {one.uid: stored.verdicts(one.packed) for one in rows}
    edition = audited.kept(caller.organisation, sheet.audit).edition
    with by_the_rules_of(edition):
        return {
            one.uid: {p.id: verdicts_in(p, register.system_scope(one.uid)) for p in library().of_system}
            for one in rows
            if register.get(one.uid) is not None
        }


__all__ = ["digest_of", "draw_sample"]
