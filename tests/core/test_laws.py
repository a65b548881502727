"""The laws of the calculus, tried on registers drawn at random."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from core.cast import ORG, TODAY
from core.random_register import SYSTEM, draw, drawn
from holdtrue.core.claims.base import Flag, ListPool, Row, at_least_of
from holdtrue.core.claims.fitting import asking, fitting
from holdtrue.core.claims.parse import parse_claim
from holdtrue.core.claims.quantified import Quantified
from holdtrue.core.days import ALWAYS, NEVER
from holdtrue.core.matching import asked, matches
from holdtrue.core.packing import pack, unpack
from holdtrue.core.practices import library
from holdtrue.core.register import Elsewhere, Register
from holdtrue.core.rungs import Ends, Mode, Rung
from holdtrue.core.standing import (
    _ends,
    derive_organization,
    derive_system,
    organization_parts,
    prepare,
    reads_of,
    shared_parts,
    verdicts_in,
)
from holdtrue.core.verdicts import Bearing, State, Verdict, at_least, share_count

if TYPE_CHECKING:
    from holdtrue.core.claims.base import Claim
    from holdtrue.core.facts import Fact

LIBRARY = library()
quick = settings(max_examples=25, deadline=None)
brief = settings(max_examples=12, deadline=None)

days = st.one_of(st.just(NEVER), st.just(ALWAYS), st.integers(TODAY - 50, TODAY + 50))
failing = st.sampled_from([s for s in State if s is not State.HOLDS])
verdicts = st.builds(
    Verdict, until=days, best=days, cause=failing, bearing=st.sampled_from(Bearing), opens=st.just(NEVER)
)
seeds = st.integers(0, 10**9)


def register(facts: list[Fact], day: int = TODAY, *, telling: bool = False) -> Register:
    return Register(facts, organization=ORG, day=day, telling=telling)


@quick
@given(st.lists(verdicts, min_size=1, max_size=7))
def test_the_more_parts_must_hold_the_sooner_it_ends(parts):
    spans = [at_least(k, parts, TODAY) for k in range(1, len(parts) + 1)]
    assert all(a.until >= b.until and a.best >= b.best for a, b in pairwise(spans))
    assert spans[0].until == max(p.until for p in parts)
    assert spans[-1].until == min(p.until for p in parts)


@quick
@given(st.lists(verdicts, min_size=1, max_size=7), st.data())
def test_it_holds_on_a_day_exactly_when_enough_parts_do(parts, data):
    k = data.draw(st.integers(1, len(parts)))
    whole = at_least(k, parts, TODAY)
    for day in range(TODAY - 51, TODAY + 52, 3):
        assert whole.holds(day) == (sum(p.holds(day) for p in parts) >= k)
        hopeful = sum(day < p.best for p in parts) >= k
        assert (whole.state(day) is State.UNKNOWN) == (
            not whole.holds(day) and hopeful
        ) or whole.cause is State.UNKNOWN


@quick
@given(st.lists(verdicts, min_size=1, max_size=5), st.integers(0, 4), days)
def test_a_part_that_lasts_longer_never_makes_the_whole_worse(parts, at, later):
    at %= len(parts)
    better = [*parts]
    better[at] = Verdict(max(parts[at].until, later), best=max(parts[at].best, later), cause=parts[at].cause)
    for k in range(1, len(parts) + 1):
        assert at_least(k, better, TODAY).until >= at_least(k, parts, TODAY).until


@quick
@given(st.integers(1, 400), st.sampled_from(["0.55", "0.9", "0.95", "0.1", "1", "0.333"]))
def test_a_share_is_counted_exactly(n, share):
    k = share_count(Fraction(share), n)
    assert Fraction(k, n) >= Fraction(share)
    assert k == 1 or Fraction(k - 1, n) < Fraction(share)


@quick
@given(st.lists(verdicts, min_size=1, max_size=7), st.data())
def test_rows_combine_as_verdicts_do(parts, data):
    k = data.draw(st.integers(1, len(parts)))
    rows = [Row(f"m{n}", v.until, v.best, v.cause, v.bearing, number=n) for n, v in enumerate(parts)]
    claim = parse_claim({"each": "system", "holds": {"record": "system"}})
    told = register([], telling=True).organization_scope()
    quiet = register([]).organization_scope()
    first = at_least_of(claim, ListPool(rows), k, told)
    assert first == at_least_of(claim, ListPool(rows), k, quiet)
    whole = at_least(k, parts, TODAY)
    assert (first.until, first.best, first.state(TODAY)) == (whole.until, whole.best, whole.state(TODAY))
    assert ListPool(rows).held(TODAY) == sum(v.holds(TODAY) for v in parts)
    assert ListPool(rows).count(Flag.MEMBER) == len(parts)


values = st.sampled_from([None, "", "a", "b", True, False, 0, 1, [], ["a"], ["b", "c"], 2.5])
wanted = st.sampled_from(["a", "b", True, False, ["a", "c"], [True], 1, 0, ["b"]])
wheres = st.dictionaries(st.sampled_from("xyz"), wanted, max_size=3)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("xyz"), values, max_size=3), wheres, wheres)
def test_conditions_made_ready_answer_as_they_are_written(fields, where, other):
    assert fitting(where)(fields) is matches(fields, where)
    facts = {**where, "any": [other, where], "organization.x": "a"}
    assert asking(facts)(fields, {"x": "a"}) is asked(fields, {"x": "a"}, facts)


@brief
@given(seeds)
def test_a_verdict_read_on_a_later_day_is_the_one_evaluated_on_it(seed):
    facts = draw(drawn(seed))
    now, later = register(facts), register(facts, TODAY + 130)
    for practice in LIBRARY.practices:
        scopes = (
            r.system_scope(SYSTEM) if practice.per_system else r.organization_scope() for r in (now, later)
        )
        first, second = (verdicts_in(practice, scope) for scope in scopes)
        assert (first is None) == (second is None)
        for stored, fresh in zip(first or (), second or (), strict=True):
            assert (stored.until, stored.best) == (fresh.until, fresh.best)
            for day in (TODAY + 130, TODAY + 200, TODAY + 700):
                assert stored.holds(day) == fresh.holds(day)


@brief
@given(seeds)
def test_what_is_stored_gives_the_verdict_evaluated_in_memory(seed):
    facts = draw(drawn(seed))
    found = register(facts)
    system, organization = found.system_scope(SYSTEM), found.organization_scope()
    derived = unpack(pack(derive_system(LIBRARY.practices, system)))
    assert list(derived) == [p.id for p in LIBRARY.of_system]
    for practice in LIBRARY.of_system:
        whole, stands = verdicts_in(practice, system), derived[practice.id]
        assert (whole is None) == (stands is None)
        if whole is None or stands is None:
            continue
        for rung, verdict, part in zip(stands.rungs, whole, shared_parts(practice), strict=True):
            cap = part.evaluate(organization) if part is not None else None
            assert rung.verdict(cap, TODAY) == verdict
            assert rung.until(cap.until if cap is not None and rung.capped else ALWAYS) == verdict.until


@brief
@given(seeds)
def test_telling_why_changes_no_verdict(seed):
    facts = draw(drawn(seed))
    quiet, told = register(facts), register(facts, telling=True)
    assert derive_system(LIBRARY.practices, quiet.system_scope(SYSTEM)) == derive_system(
        LIBRARY.practices, told.system_scope(SYSTEM)
    )
    assert derive_organization(LIBRARY.practices, quiet.organization_scope()) == derive_organization(
        LIBRARY.practices, told.organization_scope()
    )


@brief
@given(seeds)
def test_rows_kept_apart_give_the_verdicts_evaluated_in_memory(seed):
    facts = draw(drawn(seed))
    plain = register(facts)
    scope = plain.organization_scope()
    parts = organization_parts(LIBRARY.practices)
    kept = {part_id: ListPool(part.gather(scope)) for part_id, part in parts.items()}
    stored = Register(
        facts,
        organization=ORG,
        day=TODAY,
        telling=False,
        elsewhere=Elsewhere(pool=lambda part: kept.get(part.id)),
    )
    assert derive_organization(LIBRARY.practices, stored.organization_scope()) == derive_organization(
        LIBRARY.practices, scope
    )


@brief
@given(seeds)
def test_asking_only_the_practices_that_read_a_change_gives_the_whole(seed):
    rng = drawn(seed)
    facts = draw(rng)
    others = draw(rng)
    before = derive_system(LIBRARY.practices, register(facts).system_scope(SYSTEM))
    swapped = rng.choice([f for f in others if f.uid not in (SYSTEM, ORG)])
    after = [f for f in facts if f.uid != swapped.uid] + [swapped]
    old = next((f for f in facts if f.uid == swapped.uid), swapped)
    scope = register(after).system_scope(SYSTEM)
    partial = derive_system(LIBRARY.practices, scope, only=reads_of(old) | reads_of(swapped))
    assert before | partial == derive_system(LIBRARY.practices, scope)


@quick
@given(verdicts, verdicts, verdicts)
def test_a_part_that_moves_a_level_between_its_ends_moves_it_exactly(local, other, cap):
    part = Verdict(cap.until, best=cap.best, cause=cap.cause, bearing=cap.bearing)
    low = at_least(2, [at_least(1, [local, Verdict(NEVER)], TODAY), other], TODAY)
    high = at_least(
        2, [at_least(1, [local, Verdict(ALWAYS, bearing=Bearing.NOT_ASKED)], TODAY), other], TODAY
    )
    whole = at_least(2, [at_least(1, [local, part], TODAY), other], TODAY)
    stored = Ends(high, low, Mode.BETWEEN).rung()
    assert (stored.verdict(part, TODAY).until, stored.verdict(part, TODAY).best) == (whole.until, whole.best)
    assert stored.verdict(part, TODAY).holds(TODAY) == whole.holds(TODAY)
    assert isinstance(stored, Rung)


def test_a_practice_is_made_ready_once():
    practice = LIBRARY.practices[0]
    assert prepare(practice) is prepare(practice)


@brief
@given(seeds)
def test_a_claim_made_ready_gives_the_verdict_it_is_evaluated_to(seed):
    scope = register(draw(drawn(seed))).system_scope(SYSTEM)
    for practice in LIBRARY.of_system:
        for claim in practice.claims:
            for part in _all_of(claim):
                assert part.quick(scope) == part.evaluate(scope), part.source
        derived = prepare(practice).derive
        assert [derive(scope) for derive in derived] == [
            ends.rung() for ends in (_ends(level, scope) for level in prepare(practice).levels)
        ]


@brief
@given(seeds)
def test_a_member_asked_from_the_scope_around_it_answers_as_from_its_own(seed):
    scope = register(draw(drawn(seed))).system_scope(SYSTEM)
    inner = [
        part.claim
        for practice in LIBRARY.of_system
        for claim in practice.claims
        for part in _all_of(claim)
        if isinstance(part, Quantified)
    ]
    for kind in ("risk", "component", "change", "control", "classification", "supplier", "action"):
        for claim in inner:
            alone = claim.alone(kind)
            for member in scope.of(kind):
                assert alone(scope, member) == claim.evaluate(scope.member(member)), (kind, claim.source)


def _all_of(claim: Claim) -> list[Claim]:
    """The claim and those it is made of that are asked in the same scope."""
    return [claim, *(part for child in claim.children() for part in _all_of(child))]
