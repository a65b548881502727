"""The Merkle tree of RFC 6962 and 9162: hashing, the frontier of a growing log, proofs and their verification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from holdtrue.ledger.errors import MalformedError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of a log without entries."""
_SIZE_BYTES = 8

Leaves = Sequence[bytes] | Callable[[int], bytes]
"""Leaf hashes by index: a sequence, or a function that looks one up."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry's stored bytes; the leading 0x00 keeps a leaf from passing for an inner node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node, marked by the leading 0x01."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """All that must be kept to append to a log and state its root: one hash for each set bit of its size."""

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Start empty, or from a size and its perfect subtrees from left to right."""
        if size < 0 or len(hashes) != size.bit_count() or any(len(h) != HASH_SIZE for h in hashes):
            raise MalformedError("ledger.frontier.malformed", size=size, hashes=len(hashes))
        self._size = size
        self._hashes = list(hashes)

    @property
    def size(self) -> int:
        """How many entries the log holds; also the seq of the next one."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Take the next entry's leaf hash."""
        hashes = self._hashes
        full = self._size
        while full & 1:
            leaf = node_hash(hashes.pop(), leaf)
            full >>= 1
        hashes.append(leaf)
        self._size += 1

    def root(self) -> bytes:
        """Return the tree's root as it stands."""
        if not self._hashes:
            return EMPTY_ROOT
        *rest, root = self._hashes
        for left in reversed(rest):
            root = node_hash(left, root)
        return root

    def copy(self) -> Frontier:
        """Return a frontier that grows on its own."""
        return Frontier(self._size, self._hashes)

    def to_bytes(self) -> bytes:
        """Return the size in eight big-endian bytes, then the hashes."""
        return self._size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Read what `to_bytes` wrote; anything else is refused."""
        size = int.from_bytes(data[:_SIZE_BYTES], "big")
        hashes = tuple(data[i : i + HASH_SIZE] for i in range(_SIZE_BYTES, len(data), HASH_SIZE))
        if len(data) < _SIZE_BYTES:
            raise MalformedError("ledger.frontier.malformed", size=size, hashes=len(hashes))
        return cls(size, hashes)

    def __eq__(self, other: object) -> bool:
        """Two frontiers are equal when their logs are."""
        return isinstance(other, Frontier) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        """Refuse: a frontier grows."""
        raise TypeError


class Tree:
    """Roots and proofs of a log, from any source of perfect subtrees: `node(level, index)`, leaves at level 0."""

    __slots__ = ("_node",)

    def __init__(self, node: Callable[[int, int], bytes]) -> None:
        """Take the function that returns the hash over entries `[index * 2**level, (index + 1) * 2**level)`."""
        self._node = node

    @classmethod
    def of_leaves(cls, leaves: Leaves) -> Tree:
        """Return the tree over leaf hashes; a proof then reads them all, where tiles would need only a few."""
        leaf = leaves if callable(leaves) else leaves.__getitem__

        def node(level: int, index: int) -> bytes:
            row = [leaf(i) for i in range(index << level, (index + 1) << level)]
            while len(row) > 1:
                row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
            return row[0]

        return cls(node)

    def root(self, size: int) -> bytes:
        """Return the root the log had at that size."""
        return self._over(0, size) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the sibling hashes, leaf's first, that lead from entry `index` to the root at `size`."""
        if not 0 <= index < size:
            raise MalformedError("ledger.proof.outside", index=index, size=size)
        path: list[bytes] = []
        begin, end = 0, size
        while end - begin > 1:
            middle = begin + _split(end - begin)
            if index < middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(begin, middle))
                begin = middle
        return tuple(reversed(path))

    def consistency_proof(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the hashes showing that the log at size `new` begins with the log at size `old`."""
        if not 0 <= old <= new:
            raise MalformedError("ledger.proof.outside", index=old, size=new)
        if old in {0, new}:
            return ()
        path: list[bytes] = []
        begin, end, whole = 0, new, True
        while old != end:
            middle = begin + _split(end - begin)
            if old <= middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(begin, middle))
                begin, whole = middle, False
        if not whole:
            path.append(self._over(begin, end))
        return tuple(reversed(path))

    def _over(self, begin: int, end: int) -> bytes:
        """Return the root over entries `[begin, end)`; `begin` is a multiple of each power of two in the span."""
        count = end - begin
        if count.bit_count() == 1:
            level = count.bit_length() - 1
            return self._node(level, begin >> level)
        middle = begin + _split(count)
        return node_hash(self._over(begin, middle), self._over(middle, end))


def inclusion_proof(leaves: Leaves, index: int, *, size: int) -> tuple[bytes, ...]:
    """Return the proof that entry `index` is in the log at `size`, reading the leaf hashes given."""
    return Tree.of_leaves(leaves).inclusion_proof(index, size)


def consistency_proof(leaves: Leaves, old: int, *, new: int) -> tuple[bytes, ...]:
    """Return the proof that the log at size `new` extends the log at size `old`, reading the leaf hashes given."""
    return Tree.of_leaves(leaves).consistency_proof(old, new)


def verify_inclusion(leaf: bytes, index: int, *, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the proof leads from that leaf at that index to that root."""
    if not 0 <= index < size or any(len(h) != HASH_SIZE for h in (leaf, root, *proof)):
        return False
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            found = node_hash(found, sibling)
        node >>= 1
        last >>= 1
    return last == 0 and found == root


def verify_consistency(
    old: int, new: int, *, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the proof shows that the log with the new root begins with the log with the old root."""
    if not 0 <= old <= new or any(len(h) != HASH_SIZE for h in (old_root, new_root, *proof)):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof) if old.bit_count() > 1 else [old_root, *proof]
    return bool(path) and _folds(old, new, path=path, roots=(old_root, new_root))


def _folds(old: int, new: int, *, path: Sequence[bytes], roots: tuple[bytes, bytes]) -> bool:
    node, last = old - 1, new - 1
    while node & 1:
        node >>= 1
        last >>= 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            found_old = node_hash(sibling, found_old)
            found_new = node_hash(sibling, found_new)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            found_new = node_hash(found_new, sibling)
        node >>= 1
        last >>= 1
    return last == 0 and (found_old, found_new) == roots


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)
