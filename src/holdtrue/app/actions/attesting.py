"""An independent assessor's look at readiness: drawn, confirmed practice by practice, signed; published or not."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from typing import TYPE_CHECKING

from holdtrue.app import proving
from holdtrue.app.actions.acting import Act, Caller, acting
from holdtrue.app.actions.assessor import require_independent
from holdtrue.app.actions.evidence import blob_row
from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.actions.sign import CONSOLE
from holdtrue.app.derive.attested import first_below, worked_out
from holdtrue.app.documents import attestation as documents
from holdtrue.app.queries import attesting
from holdtrue.app.queries.trend import trend
from holdtrue.core.attesting import MONTHS, confirmed, floor_of
from holdtrue.core.days import add_months, iso
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.core.sampling import SEED_BYTES, draw, seed_of
from holdtrue.core.scoring import LEVEL_WORDS
from holdtrue.core.tally import WHOLE
from holdtrue.ledger.errors import LedgerError
from holdtrue.store import blobs, published, sampled
from holdtrue.store.models import Attestation
from holdtrue.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.core.scoring import Index
    from holdtrue.store.models import Record

LONGEST = 2_000
_CODE_BYTES = 15
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")


def begin(caller: Caller, *, seed: str = "") -> Attestation:
    """Begin an attestation: draw its sample by a seed, made here where none is given and in the log either way.

    NotAllowed for whoever is not independent, BadInput while another of theirs is open.
    """
    with acting(caller, "attestation.draw", "attest", on_organisation()) as act:
        person = require_independent(caller)
        rows = Attestation.rows.of(act.organisation.pk)
        open_ = rows.filter(assessor=person, signed__isnull=True, withdrawn__isnull=True).first()
        if open_ is not None:
            raise BadInput("attest.open", field="attestation", ref=attesting.ref(open_))
        used = seed or seed_of(caller.clock.entropy(SEED_BYTES))
        systems = sampled.counted(act.organisation.pk)
        digest = _population(systems)
        found = draw(systems, seed=used)
        row = Attestation(
            organisation_id=act.organisation.pk,
            number=1 + (rows.order_by("-number").values_list("number", flat=True).first() or 0),
            assessor=person,
            account=caller.actor.account,
            drawn=act.day,
            seed=used,
            rule=found.rule,
            population_digest=digest,
            strata=[
                {"class": s.name, "population": s.population, "least": s.least, "drawn": list(s.drawn)}
                for s in found.strata
            ],
        )
        row.save(force_insert=True)
        act.note(
            None,
            contents={
                "number": row.number,
                "assessor": person.uid,
                "seed": used,
                "given": bool(seed),
                "population": digest,
                "strata": row.strata,
            },
        )
        return row


def _population(systems: Iterable[tuple[str, str]]) -> str:
    """What names a population: SHA-256 of its lines 'uid class', in the order of the uids."""
    return hashlib.sha256("".join(f"{uid} {tier}\n" for uid, tier in sorted(systems)).encode()).hexdigest()


def confirm(caller: Caller, number: int, given: Mapping[str, tuple[str, str]]) -> Attestation:
    """Confirm or lower levels: practice → (level as a word, reason). All are taken, or none.

    BadInput, naming the practice, where a level is raised, lowered without a reason, or no level at all.
    """
    with acting(caller, "attestation.confirm", "attest", on_organisation()) as act:
        row = _own_open(act, number)
        require_independent(caller)
        lines = {x.derived.practice: x for x in attesting.working(act.organisation, row, act.day).lines}
        levels = dict(row.levels)
        for practice, (word, reason) in given.items():
            if practice not in lines:
                raise BadInput("attest.not_counted", field=practice, practice=practice[:80])
            if len(reason) > LONGEST:
                raise BadInput("attest.reason_long", field=practice, most=LONGEST)
            level = LEVEL_WORDS.index(word) if word in LEVEL_WORDS else -1
            derived = lines[practice].derived
            levels[practice] = {
                "level": confirmed(derived, level, reason),
                "derived": derived.level,
                "reason": reason.strip() if level < derived.level else "",
                "day": act.day,
            }
        changed = {name: levels[name] for name in given if levels[name] != row.levels.get(name)}
        if changed:
            row.levels = levels
            row.save(update_fields=["levels"])
            act.note(None, contents={"number": row.number, "levels": changed})
        return row


def sign(
    caller: Caller, number: int, *, months: int = MONTHS, words: str = "", proof: str = "", locale: str = "en"
) -> Attestation:
    """Sign the statement; both files are kept, their digests are in the log, and receipts are made at once.

    BadInput while a practice is left, or where the register now derives less than was confirmed.
    """
    if not 1 <= months <= MONTHS:
        raise BadInput("attest.months", field="months", most=MONTHS)
    if len(words) > LONGEST:
        raise BadInput("attest.words_long", field="words", most=LONGEST)
    with acting(caller, "attestation.attest", "attest", on_organisation()) as act:
        row = _own_open(act, number)
        person = require_independent(caller)
        working = attesting.working(act.organisation, row, act.day)
        _require_looked_at(working)
        index = working.index()
        row.signed, row.until = act.day, add_months(act.day, months)
        signing = _signing(act, row, person, words=words.strip(), proof=proof)
        said = documents.statement(signing, working, index, locale)
        body = documents.as_bytes(said)
        row.statement = hashlib.sha256(body).hexdigest()
        titles = _titles(index, working, locale)
        printed = documents.as_pdf(said, digest=row.statement, at=act.now, titles=titles, locale=locale)
        row.document = hashlib.sha256(printed).hexdigest()
        row.entry = act.head.size + len(act.lines)
        for name, content in (("statement.json", body), ("document.pdf", printed)):
            kept = blobs.keep(act.organisation, io.BytesIO(content), f"attestation-{row.number}-{name}")
            blob = blob_row(act, kept)
            about = {"attestation": row.number, "file": name, "signer": person.uid, "console": caller.console}
            act.note(None, contents=about, evidence=(blob.sha256, blob.size))
        least = floor_of(index)
        row.floor = {"band": least.band, "index": least.index, "properties": dict(least.properties)}
        row.falls, row.fall = first_below(act.organisation, least, act.day, until=row.until)
        row.save()
    prove(caller, row)
    return row


def prove(caller: Caller, row: Attestation) -> None:
    """Make the receipts of a signed statement and of its document, under a checkpoint signed now.

    A log whose signer refuses, as after an older copy was restored, gives none; the statement is signed all the same.
    """
    with contextlib.suppress(LedgerError):
        proving.checkpoint(caller.organisation, clock=caller.clock)
        row.proofs = {
            name: proving.receipt_of(caller.organisation, (row.entry or 0) + place).decode()
            for place, name in enumerate(("statement", "document"))
        }
        row.save(update_fields=["proofs"])


def _signing(act: Act, row: Attestation, person: Record, *, words: str, proof: str) -> documents.Signing:
    organisation = act.organisation
    return documents.Signing(
        organisation=organisation,
        row=row,
        at=act.now,
        day=act.day,
        until=row.until or act.day,
        assessor=person.title,
        role=act.caller.actor.role,
        method=CONSOLE if act.caller.console else proof,
        words=words,
        log=act.head.origin,
        size=act.head.size,
        root=act.head.frontier.root().hex(),
        sample=[(n, many, [r.ref for r in some]) for n, many, some in attesting.sampled(organisation, row)],
        readings=trend(organisation, WHOLE, act.day),
    )


def _titles(index: Index, working: attesting.Working, locale: str) -> dict[str, str]:
    scheme = working.found.figures.library.scheme
    found = {f"property.{p.id}": p.title for p in scheme.properties}
    return found | {f"band.{b.id}": say(b.label, locale) for b in (*scheme.bands, index.band)}


def _require_looked_at(working: attesting.Working) -> None:
    risen = [x.stand.practice.title for x in working.lines if x.risen_above]
    if risen:
        raise BadInput("attest.fell_since", field="levels", n=len(risen), first=risen[0])
    left = [x.stand.practice.title for x in working.left]
    if left:
        raise BadInput("attest.left", field="levels", n=len(left), first=left[0])
    if not working.lines:
        raise BadInput("attest.nothing", field="levels")


def withdraw(caller: Caller, number: int, *, why: str) -> Attestation:
    """Take back an attestation, or drop one that is open; its assessor alone may, with a reason."""
    if not why.strip() or len(why) > LONGEST:
        raise BadInput("attest.withdraw_why", field="why", most=LONGEST)
    with acting(caller, "attestation.take_back", "attest", on_organisation()) as act:
        row = attesting.named(act.organisation, number)
        require_own(caller, row)
        if row.withdrawn is not None:
            raise BadInput("attest.withdrawn", field="attestation", ref=attesting.ref(row))
        worked_out(row, act.organisation)
        row.withdrawn, row.withdrawn_why = act.day, why.strip()
        row.save(update_fields=["withdrawn", "withdrawn_why", "falls", "fall"])
        act.note(None, contents={"number": row.number, "withdrawn": iso(act.day)}, why=why.strip())
        return row


def publish(caller: Caller, number: int, *, code: str = "") -> Attestation:
    """Give a signed attestation its public page, at an address nobody can guess, or at the one asked for."""
    with acting(caller, "attestation.publish", "publish_attestation", on_organisation()) as act:
        row = attesting.named(act.organisation, number)
        if row.signed is None:
            raise BadInput("attest.not_signed", field="attestation", ref=attesting.ref(row))
        if row.code is None:
            row.code = _code_of(caller, code)
            row.save(update_fields=["code"])
            act.note(None, contents={"number": row.number, "published": True})
        return row


def _code_of(caller: Caller, asked: str) -> str:
    if not asked:
        return caller.clock.entropy(_CODE_BYTES).hex()
    plain = asked.strip().lower()
    if not _ADDRESS.fullmatch(plain):
        raise BadInput("attest.code", field="code", value=asked[:60])
    if published.by_code(plain) is not None:
        raise BadInput("attest.code_taken", field="code", value=plain)
    return plain


def unpublish(caller: Caller, number: int) -> Attestation:
    """Take the public page away; the address leads nowhere from then on."""
    with acting(caller, "attestation.unpublish", "publish_attestation", on_organisation()) as act:
        row = attesting.named(act.organisation, number)
        if row.code is not None:
            row.code = None
            row.save(update_fields=["code"])
            act.note(None, contents={"number": row.number, "published": False})
        return row


def _own_open(act: Act, number: int) -> Attestation:
    row = attesting.named(act.organisation, number)
    require_own(act.caller, row)
    if row.withdrawn is not None:
        raise BadInput("attest.withdrawn", field="attestation", ref=attesting.ref(row))
    if row.signed is not None:
        raise BadInput("attest.is_signed", field="attestation", ref=attesting.ref(row))
    return row


def require_own(caller: Caller, row: Attestation) -> None:
    """Return where the attestation is the caller's; NotAllowed, naming whose it is, where not."""
    if row.account != caller.actor.account:
        raise NotAllowed("attest.not_yours", ref=attesting.ref(row), name=row.assessor.title)


__all__ = [
    "begin",
    "confirm",
    "prove",
    "publish",
    "require_own",
    "sign",
    "unpublish",
    "withdraw",
]
