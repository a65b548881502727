from __future__ import annotations

import pytest

from holdtrue.ledger.errors import MalformedError
from holdtrue.ledger.merkle import Frontier, Tree, leaf_hash, verify_consistency, verify_inclusion
from holdtrue.ledger.tiles import Place, Tile, TileWriter, bundle, places, tree_of_tiles, unbundled
from ledger.logs import said

SIZE = 70_000
LEAVES = [leaf_hash(b"%d" % number) for number in range(SIZE)]


@pytest.fixture(scope="module")
def tiles() -> dict[str, bytes]:
    writer = TileWriter()
    cut: list[Tile] = []
    for leaf in LEAVES:
        cut.extend(writer.append(leaf))
    cut.extend(writer.partial())
    return {tile.place.to_path(): tile.data for tile in cut}


def test_a_tree_of_70_000_is_cut_as_the_specification_counts(tiles):
    assert set(tiles) == {place.to_path() for place in places(SIZE)}
    full = [path for path in tiles if path.startswith("tile/0/") and ".p/" not in path]
    assert len(full) == 273
    rest = {"tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}
    assert set(tiles) - set(full) == rest
    assert all(len(tiles[path]) == 8192 for path in full)


def test_a_tree_of_256_is_one_full_tile_and_its_root():
    assert [place.to_path() for place in places(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(places(0)) == []


def test_proofs_from_tiles_lead_to_the_root_over_the_leaves(tiles):
    read: list[str] = []

    def of(place: Place) -> bytes:
        read.append(place.to_path())
        return tiles[place.to_path()]

    tree, root = tree_of_tiles(SIZE, of), Tree.of_leaves(LEAVES).root(SIZE)
    assert tree.root(SIZE) == root
    for index in (0, 255, 65_535, 65_536, SIZE - 1):
        read.clear()
        proof = tree.inclusion_proof(index, SIZE)
        assert verify_inclusion(LEAVES[index], index, size=SIZE, proof=proof, root=root)
        assert len(set(read)) <= 6
    for old in (1, 256, 300, 1_000):
        old_root = Tree.of_leaves(LEAVES).root(old)
        assert tree.root(old) == old_root
        proof = tree.consistency_proof(old, SIZE)
        assert verify_consistency(old, SIZE, old_root=old_root, new_root=root, proof=proof)


def test_a_writer_goes_on_growing_after_its_unfinished_tiles_were_read():
    writer, frontier = TileWriter(), Frontier()
    for leaf in LEAVES[:300]:
        list(writer.append(leaf))
        frontier.append(leaf)
        parts = {tile.place for tile in writer.partial()}
        assert parts == {place for place in places(frontier.size) if place.width < 256}


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (Place(0, 1_234_067), "tile/0/x001/x234/067"),
        (Place(0, 0, 8), "tile/0/000.p/8"),
        (Place(63, 999), "tile/63/999"),
        (Place(None, 1_000, 255), "tile/entries/x001/000.p/255"),
    ],
)
def test_a_tile_has_the_path_of_the_specification(place, path):
    assert place.to_path() == path
    assert Place.from_path(path) == place


@pytest.mark.parametrize(
    "path",
    [
        "tile/64/000",
        "tile/00/000",
        "tile/0/0",
        "tile/0/001/000",
        "tile/0/x000/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/08",
        "tile/0/../000",
        "tile/0/000\n",
        "/tile/0/000",
    ],
)
def test_another_spelling_of_a_tile_s_path_is_refused(path):
    with pytest.raises(MalformedError) as refused:
        Place.from_path(path)
    assert "tile's path" in said(refused.value)


def test_a_tile_cut_short_is_refused(tiles):
    short = tree_of_tiles(SIZE, lambda place: tiles[place.to_path()][:-1])
    with pytest.raises(MalformedError) as refused:
        short.root(SIZE)
    assert "not of its length" in said(refused.value)


def test_entries_survive_being_bundled():
    entries = (b"", b"a", b"b" * 65_535)
    assert bundle(entries)[:3] == b"\x00\x00\x00"
    assert unbundled(bundle(entries)) == entries
    with pytest.raises(MalformedError):
        bundle([b"c" * 65_536])
    for cut in (1, 3, len(bundle(entries)) - 1):
        with pytest.raises(MalformedError) as refused:
            unbundled(bundle(entries)[:cut])
        assert said(refused.value)
