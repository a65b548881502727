from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.ledger.errors import MalformedError
from holdtrue.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from ledger.logs import said

REFERENCE_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(b"entry %d" % number) for number in range(300)]
TREE = Tree.of_leaves(LEAVES)
ROOTS = [TREE.root(size) for size in range(len(LEAVES) + 1)]


def grown(size: int) -> Frontier:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    return frontier


def test_the_roots_are_those_of_the_reference_log():
    frontier = Frontier()
    for entry, root in zip(REFERENCE_ENTRIES, REFERENCE_ROOTS, strict=True):
        frontier.append(leaf_hash(entry))
        assert frontier.root().hex() == root
        leaves = [leaf_hash(e) for e in REFERENCE_ENTRIES[: frontier.size]]
        assert Tree.of_leaves(leaves).root(frontier.size).hex() == root


def test_the_proofs_are_those_of_the_reference_log():
    leaves = [leaf_hash(entry) for entry in REFERENCE_ENTRIES]
    assert [h.hex() for h in inclusion_proof(leaves, 5, size=8)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [h.hex() for h in consistency_proof(leaves, 6, new=8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_a_log_without_entries_has_the_root_of_nothing():
    assert Frontier().root() == EMPTY_ROOT == sha256(b"").digest() == Tree.of_leaves([]).root(0)


def test_a_leaf_never_passes_for_an_inner_node():
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != ROOTS[2]


def test_the_frontier_agrees_with_the_whole_tree_at_every_size():
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES):
        assert frontier.size == size
        assert frontier.root() == ROOTS[size]
        frontier.append(leaf)


def test_a_frontier_survives_being_stored():
    for size in (0, 1, 2, 3, 255, 256, 300):
        stored = grown(size).to_bytes()
        assert len(stored) == 8 + 32 * size.bit_count()
        assert Frontier.from_bytes(stored) == grown(size)


def test_a_copied_frontier_grows_on_its_own():
    frontier = grown(5)
    copy = frontier.copy()
    copy.append(LEAVES[5])
    assert (frontier.root(), copy.root()) == (ROOTS[5], ROOTS[6])


@pytest.mark.parametrize(
    "damage", [b"", b"\x00" * 7, grown(3).to_bytes()[:-1], grown(3).to_bytes() + b"\x00"]
)
def test_a_damaged_frontier_is_refused(damage):
    with pytest.raises(MalformedError) as refused:
        Frontier.from_bytes(damage)
    assert "damaged" in said(refused.value)


def test_every_inclusion_in_small_logs_is_proven():
    for size in range(1, 40):
        for index in range(size):
            proof = TREE.inclusion_proof(index, size)
            assert verify_inclusion(LEAVES[index], index, size=size, proof=proof, root=ROOTS[size])


def test_every_extension_of_small_logs_is_proven():
    for new in range(40):
        for old in range(new + 1):
            proof = TREE.consistency_proof(old, new)
            assert verify_consistency(old, new, old_root=ROOTS[old], new_root=ROOTS[new], proof=proof)


def test_a_proof_reads_leaf_hashes_from_a_function_too():
    assert inclusion_proof(LEAVES.__getitem__, 77, size=300) == TREE.inclusion_proof(77, 300)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_a_place_outside_the_log_has_no_proof(index, size):
    with pytest.raises(MalformedError) as refused:
        TREE.inclusion_proof(index, size)
    assert "no such place" in said(refused.value)
    assert not verify_inclusion(LEAVES[0], index, size=size, proof=(), root=ROOTS[max(size, 0)])


def test_a_log_does_not_extend_a_larger_one():
    with pytest.raises(MalformedError):
        TREE.consistency_proof(5, 4)
    assert not verify_consistency(5, 4, old_root=ROOTS[5], new_root=ROOTS[4], proof=())


sizes = st.integers(1, len(LEAVES))


@st.composite
def damaged(draw, proof):
    """The proof with one bit flipped, one hash taken out or one put in."""
    proof = list(proof)
    how = draw(st.sampled_from(["flip", "drop", "add"] if proof else ["add"]))
    at = draw(st.integers(0, max(len(proof) - 1, 0)))
    if how == "flip":
        byte, bit = draw(st.integers(0, 31)), draw(st.integers(0, 7))
        changed = bytearray(proof[at])
        changed[byte] ^= 1 << bit
        proof[at] = bytes(changed)
    elif how == "drop":
        del proof[at]
    else:
        proof.insert(at, draw(st.sampled_from([EMPTY_ROOT, LEAVES[0], *proof])))
    return tuple(proof)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_only_the_right_proof_shows_inclusion(data):
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    proof = TREE.inclusion_proof(index, size)
    assert verify_inclusion(LEAVES[index], index, size=size, proof=proof, root=ROOTS[size])
    wrong = data.draw(damaged(proof))
    assert not verify_inclusion(LEAVES[index], index, size=size, proof=wrong, root=ROOTS[size])
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index) if size > 1 else st.just(1))
    assert not verify_inclusion(LEAVES[index], other, size=size, proof=proof, root=ROOTS[size])
    assert not verify_inclusion(LEAVES[index - 1], index, size=size, proof=proof, root=ROOTS[size])
    assert not verify_inclusion(LEAVES[index], index, size=size, proof=proof, root=ROOTS[size - 1])


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_only_the_right_proof_shows_extension(data):
    new = data.draw(sizes)
    old = data.draw(st.integers(0, new))
    proof = TREE.consistency_proof(old, new)
    roots = {"old_root": ROOTS[old], "new_root": ROOTS[new]}
    assert verify_consistency(old, new, **roots, proof=proof)
    assert not verify_consistency(old, new, **roots, proof=data.draw(damaged(proof)))
    if old:
        fork = [*LEAVES[: old - 1], leaf_hash(b"rewritten"), *LEAVES[old:new]]
        forked = Tree.of_leaves(fork)
        assert not verify_consistency(
            old, new, old_root=ROOTS[old], new_root=forked.root(new), proof=forked.consistency_proof(old, new)
        )
