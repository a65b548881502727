from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.ledger.errors import LedgerError, MalformedError, UnprovenError
from holdtrue.ledger.keys import Kind
from holdtrue.ledger.merkle import EMPTY_ROOT
from holdtrue.ledger.notes import cosign
from holdtrue.ledger.proof import Receipt, receipt, verify_receipt
from ledger.logs import KEY, ORIGIN, WITNESS, entry, log, said

LOG = log(11)
KEYS = (KEY.verifying(), WITNESS.verifying(Kind.WITNESS))
SEEN = cosign(LOG.checkpoint(), WITNESS, at=1_804_000_000)
RECEIPT = receipt(LOG.entries[6], tree=LOG.tree, checkpoint=SEEN)


def test_every_entry_of_a_log_has_a_receipt_that_stands_alone():
    for seq, data in enumerate(LOG.entries):
        carried = receipt(data, tree=LOG.tree, checkpoint=SEEN).to_bytes()
        proven = verify_receipt(Receipt.from_bytes(carried), keys=KEYS, origin=ORIGIN)
        assert proven.entry == entry(seq)
        assert proven.signed.checkpoint.size == 11
        assert proven.signed.signers == KEYS


def test_a_receipt_is_laid_out_as_the_specification_says():
    head, checkpoint = RECEIPT.to_bytes().split(b"\n\n", 1)
    heading, extra, index, *path = head.decode().split("\n")
    assert (heading, index) == ("c2sp.org/tlog-proof@v1", "index 6")
    assert base64.b64decode(extra.removeprefix("extra ")) == LOG.entries[6]
    assert tuple(base64.b64decode(row) for row in path) == LOG.tree.inclusion_proof(6, 11)
    assert checkpoint == SEEN


def test_a_log_of_one_entry_needs_no_path():
    alone = log(1)
    carried = receipt(alone.entries[0], tree=alone.tree, checkpoint=alone.checkpoint()).to_bytes()
    assert verify_receipt(Receipt.from_bytes(carried), keys=KEYS, origin=ORIGIN).entry.seq == 0


def test_an_entry_the_checkpoint_does_not_cover_has_no_receipt():
    with pytest.raises(MalformedError):
        receipt(LOG.entries[6], tree=LOG.tree, checkpoint=LOG.checkpoint(6))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(RECEIPT.to_bytes()) - 1), st.integers(1, 255))
def test_a_receipt_with_any_byte_changed_does_not_stand(place, change):
    data = bytearray(RECEIPT.to_bytes())
    data[place] ^= change
    with suppress(LedgerError):
        proven = verify_receipt(Receipt.from_bytes(bytes(data)), keys=KEYS, origin=ORIGIN)
        # Only a signer's name or key id may change: its line is then a stranger's and no longer counts.
        assert proven.entry == entry(6)
        assert proven.signed.signers == KEYS[:1]
        assert place > RECEIPT.to_bytes().index(WITNESS.name[:3].encode()) - 6


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"entry": LOG.entries[5]}, "ledger.receipt.other_place"),
        ({"entry": entry(6, log="holdtrue.example/brewery").to_bytes()}, "ledger.receipt.other_place"),
        ({"index": 5}, "ledger.receipt.other_place"),
        ({"path": RECEIPT.path[:-1]}, "ledger.receipt.not_included"),
        ({"path": (*RECEIPT.path, EMPTY_ROOT)}, "ledger.receipt.not_included"),
        ({"checkpoint": LOG.checkpoint(10)}, "ledger.receipt.not_included"),
        ({"checkpoint": LOG.checkpoint(key=WITNESS)}, "ledger.note.unsigned"),
    ],
)
def test_a_receipt_put_together_from_others_does_not_stand(change, code):
    with pytest.raises(UnprovenError) as refused:
        verify_receipt(replace(RECEIPT, **change), keys=KEYS, origin=ORIGIN)
    assert refused.value.code == code
    assert said(refused.value)


@pytest.mark.parametrize("data", [b"", b"c2sp.org/tlog-proof@v1\n", b"\xff\n\n\n\n", RECEIPT.to_bytes()[1:]])
def test_what_is_not_a_receipt_is_refused(data):
    with pytest.raises(MalformedError) as refused:
        Receipt.from_bytes(data)
    assert said(refused.value) == "This is no receipt."
