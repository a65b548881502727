"""Tiles (C2SP tlog-tiles): the tree and its entries as immutable files that need no server to be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.ledger.errors import MalformedError
from holdtrue.ledger.merkle import HASH_SIZE, Tree, node_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""How many hashes a full tile holds."""
_TILE = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)
_LENGTH_SIZE = 2
_GROUP = 1000


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a tile stands: its level (None for a bundle of entries), its index in the level, how many it holds."""

    level: int | None
    index: int
    width: int = WIDTH

    def to_path(self) -> str:
        """Return the path under the log's prefix, `tile/0/x001/x234/067.p/8`."""
        groups = [f"{self.index % _GROUP:03d}"]
        rest = self.index // _GROUP
        while rest:
            groups.append(f"x{rest % _GROUP:03d}")
            rest //= _GROUP
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{'/'.join(reversed(groups))}{part}"

    @classmethod
    def from_path(cls, path: str) -> Place:
        """Read what `to_path` wrote."""
        match = _TILE.fullmatch(path)
        if match is not None:
            level = None if match[1] == "entries" else int(match[1])
            place = cls(level, int(re.sub(r"[x/]", "", match[2])), int(match[3] or WIDTH))
            if place.to_path() == path:
                return place
        raise MalformedError("ledger.tile.path", path=path)


@dataclass(frozen=True, slots=True)
class Tile:
    """Consecutive hashes of one level, each over a whole tile of the level below, or leaf hashes at level 0."""

    place: Place
    data: bytes


class TileWriter:
    """Cuts a growing log into tiles, holding no more than one unfinished tile a level."""

    __slots__ = ("_levels",)

    def __init__(self) -> None:
        """Start with an empty log."""
        self._levels: list[tuple[int, list[bytes]]] = []

    def append(self, leaf: bytes) -> Iterator[Tile]:
        """Take the next leaf hash and give the tiles it fills, lowest first."""
        level, carried = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append((0, []))
            index, hashes = self._levels[level]
            hashes.append(carried)
            if len(hashes) < WIDTH:
                return
            yield Tile(Place(level, index), b"".join(hashes))
            self._levels[level] = (index + 1, [])
            carried = _folded(hashes)
            level += 1

    def partial(self) -> Iterator[Tile]:
        """Give the unfinished tile of each level that has one; the writer may go on growing."""
        for level, (index, hashes) in enumerate(self._levels):
            if hashes:
                yield Tile(Place(level, index, len(hashes)), b"".join(hashes))


def places(size: int) -> Iterator[Place]:
    """Give every tile of the tree at that size, level by level."""
    level, count = 0, size
    while count:
        for index in range(count // WIDTH):
            yield Place(level, index)
        if count % WIDTH:
            yield Place(level, count // WIDTH, count % WIDTH)
        level, count = level + 1, count // WIDTH


def tree_of_tiles(size: int, read: Callable[[Place], bytes]) -> Tree:
    """Return the tree at that size over its tiles; a proof reads only the tiles it needs, never the entries."""

    def node(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        first = index << height
        tile_index, offset = divmod(first, WIDTH)
        width = min(WIDTH, (size >> (HEIGHT * tile_level)) - tile_index * WIDTH)
        place = Place(tile_level, tile_index, width)
        data = read(place)
        if len(data) != width * HASH_SIZE:
            raise MalformedError("ledger.tile.length", path=place.to_path())
        begin, end = offset * HASH_SIZE, (offset + (1 << height)) * HASH_SIZE
        return _folded([data[i : i + HASH_SIZE] for i in range(begin, end, HASH_SIZE)])

    return Tree(node)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return entries as one bundle: the bytes of each behind its length."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) >= 1 << (8 * _LENGTH_SIZE):
            raise MalformedError("ledger.entry.too_long", size=len(entry), most=(1 << (8 * _LENGTH_SIZE)) - 1)
        parts += (len(entry).to_bytes(_LENGTH_SIZE, "big"), entry)
    return b"".join(parts)


def unbundled(data: bytes) -> tuple[bytes, ...]:
    """Return the entries of a bundle."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        begin = at + _LENGTH_SIZE
        at = begin + int.from_bytes(data[at:begin], "big")
        entries.append(data[begin:at])
    if at != len(data):
        raise MalformedError("ledger.tile.bundle")
    return tuple(entries)


def _folded(hashes: list[bytes]) -> bytes:
    """Return the root over a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
