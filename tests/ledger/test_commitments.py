from __future__ import annotations

from hashlib import sha256

import pytest

from holdtrue.ledger.commitments import Opening, commit, opens
from holdtrue.ledger.errors import MalformedError
from ledger.logs import said, salt


def test_a_commitment_is_the_hash_of_salt_and_canonical_bytes():
    document = {"reason": "The oven's model changed.", "by": None}
    body = b'{"by":null,"reason":"The oven\'s model changed."}'
    assert commit(document, salt=salt(1)) == sha256(salt(1) + body).hexdigest()
    assert Opening.of(document, salt=salt(1)) == Opening(salt(1), body)


def test_the_same_text_under_two_salts_cannot_be_told_to_be_the_same():
    assert commit("yes", salt=salt(1)) != commit("yes", salt=salt(2))


def test_only_its_own_opening_opens_a_commitment():
    commitment = commit("yes", salt=salt(1))
    assert opens(commitment, Opening.of("yes", salt=salt(1)))
    assert not opens(commitment, Opening.of("no", salt=salt(1)))
    assert not opens(commitment, Opening.of("yes", salt=salt(2)))
    assert not opens(commitment.upper(), Opening.of("yes", salt=salt(1)))


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(size):
    with pytest.raises(MalformedError) as refused:
        Opening(b"s" * size, b"body")
    assert f"32 bytes; this one has {size}" in said(refused.value)
