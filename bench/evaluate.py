"""Prints the CPU milliseconds that deriving one system costs by tier and facts; EVALUATE.md has the figures.

Run: python bench/evaluate.py. Timed are the register, the sorting of the system and its evaluation, without witnesses.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from firm import ORG, TODAY, catalog, common, system

from holdtrue.core.claims.distinct import Distinct
from holdtrue.core.claims.held import Held
from holdtrue.core.practices import library
from holdtrue.core.register import Elsewhere, Register
from holdtrue.core.standing import derive_system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from holdtrue.core.claims.base import Claim, Read
    from holdtrue.core.facts import Fact
    from holdtrue.core.verdicts import Verdict

CHUNK = 100
"""Systems in one register, as the store derives them."""
MIX = {"unsorted": 5, "minimal": 55, "limited": 25, "high": 15}
"""Of a hundred systems, ten pieces of evidence each."""
ONE_TAG: frozenset[Read] = frozenset({("evidence", "test-report")})


_SPIN = 0.45
"""CPU milliseconds of ten thousand squares on the machine that figures are told for."""


def cpu(work: Callable[[], object], seconds: float = 1.0) -> float:
    """Return the CPU milliseconds of the quickest of several runs, by the pace at which the machine squares."""
    work()
    gc.collect()
    best, pace, spent = float("inf"), float("inf"), 0.0
    while spent < seconds:
        start = time.process_time()
        work()
        done = time.process_time()
        [n * n for n in range(10_000)]
        best, pace, spent = (
            min(best, done - start),
            min(pace, time.process_time() - done),
            spent + done - start,
        )
    return best / pace * _SPIN


def answers(facts: Iterable[Fact], uids: Sequence[str]) -> Elsewhere:
    """Return what a store keeps with dated events, so that no past day is looked at."""
    known: dict[tuple[str, str], Verdict] = {}
    wanted: set[tuple[Claim, str, str]] = set()

    def note(claim: Claim, event: Fact) -> None:
        wanted.add((claim, event.uid, ""))

    first = Register(facts, organization=ORG, day=TODAY, telling=False, elsewhere=Elsewhere(kept=note))
    for uid in uids:
        scope = first.system_scope(uid)
        wanted.clear()
        derive_system(library().of_system, scope)
        for claim, event, _ in wanted:
            fact = first.get(event)
            assert fact is not None
            if isinstance(claim, Held):
                known[claim.id, event] = claim.at_event(scope, fact, fact.day or 0)
            elif isinstance(claim, Distinct):
                known[claim.id, event] = claim.at_event(scope, fact)
    return Elsewhere(kept=lambda claim, event: known.get((claim.id, event.uid)))


def one(tier: str, evidences: int, *, full: bool) -> tuple[int, int, float, float, float]:
    """Return facts, practices that apply, and milliseconds: all of it, one tag, one of a hundred in a register."""
    facts = [*common(), *system(tier, 0, evidences, full=full)]
    practices = library().of_system
    elsewhere = answers(facts, [f"{tier}0"])

    def scope(bag: Sequence[Fact] = facts) -> Register:
        return Register(bag, organization=ORG, day=TODAY, telling=False, elsewhere=elsewhere)

    stands = derive_system(practices, scope().system_scope(f"{tier}0"))
    whole = cpu(lambda: derive_system(practices, scope().system_scope(f"{tier}0")))
    tag = cpu(lambda: derive_system(practices, scope().system_scope(f"{tier}0"), only=ONE_TAG))
    together = chunk([(tier, n) for n in range(CHUNK)], evidences, full=full)
    return len(facts), sum(s is not None for s in stands.values()), whole, tag, together


def chunk(named: Sequence[tuple[str, int]], evidences: int, *, full: bool) -> float:
    """Return the milliseconds of one of many systems derived from one register, catalog items included."""
    facts = [*common(), *catalog()]
    for tier, number in named:
        facts += system(tier, number, evidences, full=full)
    uids = [f"{tier}{number}" for tier, number in named]
    elsewhere = answers(facts, uids)
    practices = library().of_system

    def work() -> None:
        register = Register(facts, organization=ORG, day=TODAY, telling=False, elsewhere=elsewhere)
        for uid in uids:
            derive_system(practices, register.system_scope(uid))

    return cpu(work, 2.0) / len(uids)


def main() -> None:
    """Print the table."""
    print(f"{'scope':<22}{'facts':>6}{'asked':>6}{'all ms':>8}{'one tag':>9}{'of 100':>8}")
    for tier, evidences, full in (
        ("high", 22, True),
        ("limited", 22, True),
        ("minimal", 22, True),
        ("minimal", 10, False),
        ("unsorted", 10, False),
    ):
        count, asked, whole, tag, together = one(tier, evidences, full=full)
        print(
            f"{tier + (' with papers' if full else ''):<22}{count:>6}{asked:>6}{whole:>8.2f}{tag:>9.2f}{together:>8.2f}"
        )
    named = [(tier, n) for tier, share in MIX.items() for n in range(share)]
    mixed = sum(chunk(named, 10, full=full) for full in (True, False)) / 2
    print(f"a realistic mix, 10 pieces of evidence each, half with all papers: {mixed:.2f} ms a system")


if __name__ == "__main__":
    main()
