"""An attestation of readiness: whoever gives it is independent, lowers and never raises, and anybody can check it."""

from __future__ import annotations

import hashlib
import json

import pytest

from holdtrue.core.refusals import BadInput, NotAllowed


def confirmed(vera, lower=()):
    """One of Vera's with every practice confirmed but those lowered."""
    from holdtrue.app.actions import attesting
    from holdtrue.app.queries import attesting as reading
    from holdtrue.core.scoring import LEVEL_WORDS

    row = attesting.begin(vera)
    lines = reading.working(vera.organisation, row, reading.today(vera)).lines
    given = {x.derived.practice: (LEVEL_WORDS[x.derived.level], "") for x in lines}
    given |= {name: (LEVEL_WORDS[level], "The records I asked for were not there.") for name, level in lower}
    return attesting.confirm(vera, row.number, given)


def reached(vera, least):
    """Practices that stand at some level or above."""
    from holdtrue.app.actions import attesting
    from holdtrue.app.queries import attesting as reading

    row = attesting.begin(vera)
    lines = reading.working(vera.organisation, row, reading.today(vera)).lines
    attesting.withdraw(vera, row.number, why="Begun to look.")
    return [x.derived for x in lines if x.derived.level >= least]


def content(organisation, digest):
    from holdtrue.store import blobs

    with blobs.open_file(organisation, digest) as file:
        return file.read()


def test_what_is_signed_is_never_above_the_register_and_anybody_can_check_it(vera):
    from holdtrue.app import proving
    from holdtrue.app.actions import attesting
    from holdtrue.ledger.errors import LedgerError
    from holdtrue.ledger.keys import VerifyingKey
    from holdtrue.ledger.proof import Receipt, verify_file

    organisation = vera.organisation
    lowered = reached(vera, 1)[0]
    row = confirmed(vera, [(lowered.practice, lowered.level - 1)])
    row = attesting.sign(vera, row.number, words="Read on site and from afar.", proof="password")
    body = content(organisation, row.statement)
    said = json.loads(body)
    assert said["index"] <= said["derived"]["index"]
    assert hashlib.sha256(body).hexdigest() == row.statement
    assert [x["practice"] for x in said["levels"] if x["attested"] != x["derived"]] == [lowered.practice]
    assert said["is_not"].startswith("This is not a certification")
    assert said["sample"]["seed"] == row.seed
    assert len(said["properties"]) == 6
    printed = content(organisation, row.document)
    assert printed.startswith(b"%PDF")
    key = VerifyingKey.from_text(proving.key_of(organisation))
    frame = {"keys": [key], "origin": key.name, "action": "attestation.attest"}
    for name, file in (("statement", body), ("document", printed)):
        receipt = Receipt.from_bytes(row.proofs[name].encode())
        assert verify_file(file, receipt, **frame).entry.actor == vera.actor.account
        with pytest.raises(LedgerError, match="other_file"):
            verify_file(file + b" ", receipt, **frame)
    with pytest.raises(LedgerError, match="other_file"):
        verify_file(printed, Receipt.from_bytes(row.proofs["statement"].encode()), **frame)
    assert proving.verify(organisation).ok


def test_a_file_somebody_attached_is_no_attestation(owner):
    import io

    from holdtrue.app import proving
    from holdtrue.app.actions import evidence
    from holdtrue.ledger.errors import LedgerError
    from holdtrue.ledger.keys import VerifyingKey
    from holdtrue.ledger.proof import Receipt, verify_file
    from holdtrue.store.models import Log

    made = json.dumps({"schema": "holdtrue-attestation/1", "index": 99}).encode()
    evidence.attach(owner, ["SYS-0001"], io.BytesIO(made), "attestation.json")
    proving.checkpoint(owner.organisation)
    last = Log.objects.get(organisation=owner.organisation).size - 1
    key = VerifyingKey.from_text(proving.key_of(owner.organisation))
    receipt = Receipt.from_bytes(proving.receipt_of(owner.organisation, last))
    with pytest.raises(LedgerError, match="other_action"):
        verify_file(made, receipt, keys=[key], origin=key.name, action="attestation.attest")


def test_a_level_is_lowered_with_a_reason_and_never_raised(vera):
    from holdtrue.app.actions import attesting

    some = reached(vera, 1)[0]
    low = next(iter(x for x in reached(vera, 0) if x.level < 4))
    row = attesting.begin(vera)
    for given, code in (
        ({low.practice: ("measured", "They try hard.")}, "attest.raised"),
        ({some.practice: ("absent", " ")}, "attest.reason"),
        ({some.practice: ("excellent", "")}, "attest.level"),
        ({"no-such-practice": ("absent", "")}, "attest.not_counted"),
    ):
        with pytest.raises(BadInput) as refused:
            attesting.confirm(vera, row.number, given)
        assert refused.value.code == code
    with pytest.raises(BadInput) as refused:
        attesting.sign(vera, row.number)
    assert refused.value.code == "attest.left"
    with pytest.raises(BadInput) as refused:
        attesting.sign(vera, row.number, months=13)
    assert refused.value.code == "attest.months"
    with pytest.raises(BadInput) as refused:
        attesting.begin(vera)
    assert refused.value.code == "attest.open"


def test_whoever_is_part_of_it_does_not_attest(owner, vera):
    from holdtrue.app.actions import attesting, records
    from holdtrue.app.actions.assessor import require_independent

    with pytest.raises(NotAllowed):
        attesting.begin(owner)
    with pytest.raises(NotAllowed) as refused:
        require_independent(owner)
    assert refused.value.code == "attest.inside"
    me = records.find(vera, vera.actor.person).ref
    records.edit(owner, "SYS-0001", {"owner": me})
    with pytest.raises(NotAllowed) as refused:
        attesting.begin(vera)
    assert refused.value.code == "attest.owns"
    assert "SYS-0001" in str(refused.value.message.params["refs"])
    records.edit(owner, me, {"employment": "contractor"})
    with pytest.raises(NotAllowed) as refused:
        attesting.begin(vera)
    assert refused.value.code == "attest.employed"


def test_it_falls_with_its_floor_and_does_not_rise_again(owner, vera):
    from holdtrue.app.actions import attesting, records
    from holdtrue.app.queries import attesting as reading
    from holdtrue.store.models import Record

    row = attesting.sign(vera, confirmed(vera).number, proof="password")
    today = reading.today(vera)
    assert reading.state(row, today) is reading.State.STANDS
    assert row.until <= today + 366
    for found in Record.rows.of(owner.organisation.pk).filter(kind="declaration"):
        records.retire(owner, found.ref, why="Said in error.")
    row = reading.named(owner.organisation, row.number)
    assert reading.state(row, today) is reading.State.FALLEN
    assert reading.ended(row, today) == today
    below = reading.fall_of(row)
    assert below is not None
    assert below.found < below.at_least


def test_left_alone_it_falls_on_the_very_day_the_index_does(vera):
    from holdtrue.app.derive.attested import first_below
    from holdtrue.app.queries import attesting as reading
    from holdtrue.app.queries import figures
    from holdtrue.app.queries.status import status
    from holdtrue.core.attesting import Floor, below

    today = reading.today(vera)
    now = status(figures.stored(vera.organisation, today)).index
    floor = Floor(now.band.id, now.shown, {})
    day, told = first_below(vera.organisation, floor, today, until=today + 365)
    assert day is not None
    assert today < day < today + 365
    then = {d: status(figures.stored(vera.organisation, d)) for d in (day - 1, day)}
    scheme = then[day].figures.library.scheme
    assert below(scheme, floor, then[day - 1].index) is None
    found = below(scheme, floor, then[day].index)
    assert found is not None
    assert told == {"part": "index", "at_least": floor.index, "found": found.found}
    assert first_below(vera.organisation, floor, today, until=day) == (None, {})


def test_it_is_its_assessors_alone_and_is_withdrawn_with_a_reason(owner, vera):
    from holdtrue.app.actions import attesting
    from holdtrue.app.queries import attesting as reading

    row = confirmed(vera)
    with pytest.raises(BadInput) as refused:
        attesting.publish(owner, row.number)
    assert refused.value.code == "attest.not_signed"
    row = attesting.sign(vera, row.number, proof="password")
    with pytest.raises(NotAllowed):
        attesting.publish(vera, row.number)
    with pytest.raises(BadInput) as refused:
        attesting.confirm(vera, row.number, {})
    assert refused.value.code == "attest.is_signed"
    with pytest.raises(BadInput) as refused:
        attesting.withdraw(vera, row.number, why="")
    assert refused.value.code == "attest.withdraw_why"
    row = attesting.withdraw(vera, row.number, why="I was told less than there is.")
    assert reading.state(row, reading.today(vera)) is reading.State.WITHDRAWN
