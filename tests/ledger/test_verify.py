from __future__ import annotations

from dataclasses import replace

import pytest

from holdtrue.ledger.commitments import Opening
from holdtrue.ledger.entries import Evidence
from holdtrue.ledger.errors import MissingError
from holdtrue.ledger.merkle import Frontier, leaf_hash
from holdtrue.ledger.verify import verify
from ledger.logs import KEY, ORIGIN, WITNESS, Log, entry, log, opening, said, salt, uid

LOG = log(12)
BODIES = {each.commitment: each for each in LOG.openings()}
KEYS = (KEY.verifying(),)


def found(entries, **given):
    """Verify, expect a disagreement, and return it once it could be said."""
    report = verify(entries, origin=ORIGIN, keys=KEYS, **given)
    assert not report.ok
    assert said(report.first_disagreement)
    return report.first_disagreement


def rewritten(seq: int, **changes) -> Log:
    """The log with one entry changed and every hash after it made to fit."""
    other = replace(entry(seq), **changes).to_bytes()
    return Log((*LOG.entries[:seq], other, *LOG.entries[seq + 1 :]))


def test_an_untouched_log_agrees():
    report = verify(
        LOG.stored(),
        origin=ORIGIN,
        keys=KEYS,
        checkpoints=[
            ("row 1", LOG.checkpoint(12)),
            ("row 2", LOG.checkpoint(5)),
            ("row 0", LOG.checkpoint(0)),
        ],
        head=LOG.frontier,
        openings=BODIES.get,
        blobs=lambda digest: Evidence(digest, 35),
    )
    assert report.ok
    assert (report.entries, report.root, report.covered, report.signers) == (
        12,
        LOG.frontier.root(),
        12,
        (ORIGIN,),
    )
    assert (report.bodies, report.absent_bodies, report.blobs, report.absent_blobs) == (18, 0, 4, 0)


def test_a_log_without_entries_agrees():
    report = verify([], origin=ORIGIN, keys=KEYS, checkpoints=[("first", LOG.checkpoint(0))], head=Frontier())
    assert report.ok
    assert report.entries == 0


def test_erased_bodies_are_counted_and_prove_nothing_wrong():
    report = verify(LOG.stored(), origin=ORIGIN, keys=KEYS, openings=lambda _: None, blobs=lambda _: None)
    assert report.ok
    assert (report.bodies, report.absent_bodies, report.blobs, report.absent_blobs) == (0, 18, 0, 4)


def test_an_altered_entry_is_named_by_seq_and_record():
    stored = LOG.stored()
    seq, data, leaf = stored[4]
    stored[4] = (seq, data.replace(b"policy.revise", b"policy.review"), leaf)
    disagreement = found(stored)
    assert (disagreement.code, disagreement.seq, disagreement.record) == ("ledger.verify.leaf", 4, uid(2004))


def test_an_altered_leaf_hash_is_named_by_seq():
    stored = LOG.stored()
    stored[4] = (*stored[4][:2], stored[5][2])
    assert (found(stored).seq, found(stored).record) == (4, uid(2004))


def test_an_altered_entry_whose_hashes_were_made_to_fit_is_caught_by_a_checkpoint():
    disagreement = found(
        rewritten(6, revision=99).stored(),
        checkpoints=[("kept in March", LOG.checkpoint(5)), ("kept in April", LOG.checkpoint(9))],
    )
    assert (disagreement.code, disagreement.file) == ("ledger.verify.checkpoint", "kept in April")
    assert (disagreement.params["since"], disagreement.params["size"]) == (5, 9)


def test_a_log_written_anew_with_the_key_is_caught_only_by_a_checkpoint_kept_outside():
    forged = rewritten(6, actor=uid(666))
    inside = [("row 1", forged.checkpoint())]
    assert verify(forged.stored(), origin=ORIGIN, keys=KEYS, checkpoints=inside, head=forged.frontier).ok
    assert (
        found(forged.stored(), checkpoints=[*inside, ("the notary's copy", LOG.checkpoint())]).file
        == "the notary's copy"
    )


@pytest.mark.parametrize(
    ("change", "code", "seq"),
    [
        (lambda s: s[:4] + s[5:], "ledger.verify.gap", 4),
        (lambda s: [*s[:4], s[5], s[4], *s[6:]], "ledger.verify.gap", 4),
        (lambda s: [*s[:5], *s[4:]], "ledger.verify.gap", 5),
        (lambda s: s[1:], "ledger.verify.gap", 0),
        (lambda s: [*s[:4], (4, *s[5][1:]), *s[5:]], "ledger.verify.other_place", 4),
        (lambda s: [*s[:4], (4, b"{}", leaf_hash(b"{}")), *s[5:]], "ledger.entry.schema", 4),
        (lambda s: s[:-1], "ledger.verify.cut", None),
    ],
)
def test_a_log_cut_swapped_doubled_or_filled_is_named(change, code, seq):
    disagreement = found(change(LOG.stored()), checkpoints=[("row 1", LOG.checkpoint())])
    assert (disagreement.code, disagreement.seq) == (code, seq)


def test_an_entry_of_another_log_is_named():
    stranger = entry(4, log="holdtrue.example/brewery").to_bytes()
    stored = [*LOG.stored()[:4], (4, stranger, leaf_hash(stranger))]
    assert (found(stored).code, found(stored).seq) == ("ledger.verify.other_place", 4)


def test_a_stored_head_that_does_not_agree_is_named():
    assert found(LOG.stored()[:11], head=LOG.frontier).code == "ledger.verify.head_size"
    assert found(LOG.stored(), head=rewritten(6, revision=9).frontier).code == "ledger.verify.head_root"


def test_a_checkpoint_that_does_not_open_is_named():
    forged = LOG.checkpoint().replace(b"\n12\n", b"\n11\n")
    for note in (forged, LOG.checkpoint(key=WITNESS), b"nothing"):
        assert found(LOG.stored(), checkpoints=[("good", LOG.checkpoint()), ("bad", note)]).file == "bad"


def test_an_altered_body_is_named_by_seq_and_record():
    altered = BODIES | {opening(4).commitment: Opening.of({"title": "another"}, salt=salt(4))}
    disagreement = found(LOG.stored(), openings=altered.get)
    assert (disagreement.code, disagreement.seq, disagreement.record) == ("ledger.verify.body", 4, uid(2004))


def test_an_altered_reason_is_named_by_seq_and_record():
    altered = BODIES | {opening(505).commitment: opening(507)}
    assert found(LOG.stored(), openings=altered.get).seq == 5


def test_a_swapped_or_shortened_file_is_named_by_seq_and_record():
    for measured in (lambda _: Evidence("ab" * 32, 35), lambda digest: Evidence(digest, 34)):
        disagreement = found(LOG.stored(), blobs=measured)
        assert (disagreement.code, disagreement.seq, disagreement.record) == (
            "ledger.verify.blob",
            0,
            uid(2000),
        )


def test_a_file_that_should_be_there_is_named_by_seq_and_record():
    def lost(digest: str) -> None:
        raise MissingError("ledger.verify.missing", file=f"blobs/{digest}")

    disagreement = found(LOG.stored(), blobs=lost)
    assert (disagreement.seq, disagreement.record, disagreement.code) == (
        0,
        uid(2000),
        "ledger.verify.missing",
    )
    assert disagreement.file is not None
    assert disagreement.file.startswith("blobs/")
