from __future__ import annotations

import hashlib
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.ledger import notes
from holdtrue.ledger.export import Export, files
from holdtrue.ledger.exported import verify_folder
from holdtrue.ledger.folder import Manifest
from holdtrue.ledger.keys import Kind, SigningKey
from ledger.logs import KEY, ORIGIN, WITNESS, entry, export, log, opening, said, salt, uid

if TYPE_CHECKING:
    from holdtrue.ledger.report import Report

LOG = log(4)


@pytest.fixture(scope="module")
def binder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("binder")
    export(folder, LOG, sizes=[0, 2])
    return folder


@pytest.fixture
def copied(binder, tmp_path) -> Path:
    return Path(shutil.copytree(binder, tmp_path / "copied"))


def line_of(place: int) -> int:
    """The seq of the entry in whose line that byte of entries.jsonl lies."""
    return b"".join(data + b"\n" for data in LOG.entries)[:place].count(b"\n")


def verified_with_a_flip(folder: Path, path: str, place: int, change: int) -> Report:
    file = folder / path
    before = file.read_bytes()
    flipped = bytearray(before)
    flipped[place] ^= change
    file.write_bytes(flipped)
    try:
        return verify_folder(folder)
    finally:
        file.write_bytes(before)


def assert_names(report: Report, path: str, place: int) -> None:
    found = report.first_disagreement
    assert found is not None, f"{path} byte {place}: the flip was not found"
    if path == "entries.jsonl":
        assert found.seq == line_of(place), f"{path} byte {place}: named {found}"
    assert found.file == path, f"{path} byte {place}: named {found}"
    assert said(found)


def test_an_untouched_export_agrees(binder):
    report = verify_folder(
        binder,
        trusted=[KEY.verifying()],
        witnesses=[WITNESS.verifying(Kind.WITNESS)],
        kept=[("the notary's copy", LOG.checkpoint(3))],
    )
    assert report.ok, report.first_disagreement
    assert (report.origin, report.entries, report.root) == (ORIGIN, 4, LOG.frontier.root())
    assert (report.covered, report.signers) == (4, (ORIGIN, WITNESS.name))
    assert (report.bodies, report.absent_bodies, report.blobs, report.absent_blobs) == (6, 0, 2, 0)


def test_the_folder_is_laid_out_as_the_page_says(binder):
    page = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text("utf-8")
    for path in files(binder):
        named = path if "/" not in path else f"{path.split('/')[0]}/"
        assert f"`{named}" in page or path.startswith("reports/"), named
    assert (binder / "entries.jsonl").read_bytes() == b"".join(data + b"\n" for data in LOG.entries)
    assert (binder / "tile/0/000.p/4").read_bytes() == b"".join(LOG.leaves)
    body = (binder / "payloads" / opening(2).commitment).read_bytes()
    assert body == salt(2).hex().encode() + b'\n{"title":"Revision 2 of the baking policy"}'
    assert hashlib.sha256(bytes.fromhex(body[:64].decode()) + body[65:]).hexdigest() == opening(2).commitment


def test_a_flip_anywhere_in_a_file_of_each_sort_is_found_and_named(binder):
    draw = random.Random(2027)  # noqa: S311  # which bits to flip is no secret
    sorts = set()
    for path in sorted(files(binder)):
        sort = path.split("/")[0]
        every = 40 if sort in sorts | {"manifest", "entries.jsonl"} else 1
        sorts.add(sort)
        for place in range(draw.randrange(every), (binder / path).stat().st_size, every):
            assert_names(verified_with_a_flip(binder, path, place, 1 << draw.randrange(8)), path, place)
    assert verify_folder(binder).ok


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_change_of_any_byte_of_any_file_is_found_and_named(binder, data):
    path = data.draw(st.sampled_from(sorted(files(binder))))
    place = data.draw(st.integers(0, (binder / path).stat().st_size - 1))
    change = data.draw(st.integers(1, 255))
    assert_names(verified_with_a_flip(binder, path, place, change), path, place)


def test_an_altered_entry_is_named_with_its_record(copied):
    file = copied / "entries.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"revision":2,', b'"revision":7,'))
    found = verify_folder(copied).first_disagreement
    assert (found.code, found.seq, found.record) == ("ledger.verify.leaf", 2, uid(2002))


@pytest.mark.parametrize(
    "path", sorted({"key.pub", "manifest", "entries.jsonl", "tile/0/000.p/4", "checkpoints/2"})
)
def test_a_file_taken_away_is_named(copied, path):
    (copied / path).unlink()
    found = verify_folder(copied).first_disagreement
    assert (found.code, found.file) == ("ledger.verify.missing", path)
    assert path in said(found)


@pytest.mark.parametrize("path", ["note.txt", "payloads/more", "tile/0/000", "reports/more/a.pdf"])
def test_a_file_put_there_later_is_named(copied, path):
    (copied / path).parent.mkdir(exist_ok=True)
    (copied / path).write_bytes(b"more")
    found = verify_folder(copied).first_disagreement
    assert (found.code, found.file) == ("ledger.verify.unlisted", path)


def test_a_file_exchanged_for_a_link_is_named(copied):
    inside = copied / "reports" / "Übersicht 2027.txt"
    outside = copied.parent / "outside.txt"
    shutil.move(inside, outside)
    inside.symlink_to(outside)
    assert verify_folder(copied).first_disagreement.file == "reports/Übersicht 2027.txt"


@pytest.mark.parametrize("count", [1, 10])
def test_bytes_cut_from_or_added_to_any_file_are_found_and_named(copied, count):
    for path in files(copied):
        before = (copied / path).read_bytes()
        for after in (before[:-count], before + b"\n" * count):
            (copied / path).write_bytes(after)
            assert_names(verify_folder(copied), path, min(len(after), len(before)))
        (copied / path).write_bytes(before)


def resealed(folder: Path, *, key: SigningKey = KEY) -> Report:
    """What the operator, who has the key, can do: change files and seal anew."""
    Export(folder).seal(key)
    report = verify_folder(folder)
    assert not report.ok
    assert said(report.first_disagreement)
    return report


def test_a_new_seal_does_not_hide_an_altered_file(copied):
    for path in (
        f"payloads/{opening(1).commitment}",
        "tile/0/000.p/4",
        "checkpoints/2",
        next((copied / "blobs").iterdir()),
    ):
        file = copied / path
        before = file.read_bytes()
        file.write_bytes(before.replace(before[-2:-1], b"~"))
        found = resealed(copied).first_disagreement
        assert found.file == file.relative_to(copied).as_posix() or (path, found.seq) == ("tile/0/000.p/4", 3)
        file.write_bytes(before)


def test_a_new_seal_does_not_hide_what_the_log_does_not_speak_of(copied):
    Export(copied).put_opening(opening(99))
    found = resealed(copied).first_disagreement
    assert (found.code, found.file) == ("ledger.verify.stray", f"payloads/{opening(99).commitment}")


def test_a_new_seal_does_not_hide_a_second_set_of_tiles(copied):
    (copied / "tile/0/000.p/3").write_bytes(b"".join(LOG.leaves[:3]))
    assert resealed(copied).first_disagreement.code == "ledger.verify.stray"
    (copied / "tile/0/000.p/3").rename(copied / "tile/nonsense")
    assert resealed(copied).first_disagreement.file == "manifest"


def test_a_new_seal_does_not_hide_missing_tiles(copied):
    shutil.rmtree(copied / "tile")
    assert resealed(copied).first_disagreement.seq == 0


def test_a_new_seal_does_not_hide_a_wrong_upper_tile(tmp_path):
    export(tmp_path / "large", log(257))
    assert verify_folder(tmp_path / "large").ok
    file = tmp_path / "large" / "tile" / "1" / "000.p" / "1"
    file.write_bytes(b"x" * 32)
    found = resealed(tmp_path / "large").first_disagreement
    assert (found.code, found.file) == ("ledger.verify.tile", "tile/1/000.p/1")
    file.unlink()
    assert resealed(tmp_path / "large").first_disagreement.code == "ledger.verify.missing"


def test_a_new_seal_does_not_hide_entries_no_checkpoint_covers(copied):
    (copied / "checkpoints" / "4").unlink()
    found = resealed(copied).first_disagreement
    assert (found.code, found.seq) == ("ledger.verify.unsigned_tail", 2)


def test_an_export_written_anew_is_caught_by_a_checkpoint_kept_elsewhere(tmp_path):
    forged = log(3)
    export(tmp_path / "cut", forged)
    assert verify_folder(tmp_path / "cut").ok
    report = verify_folder(tmp_path / "cut", kept=[("printed in March", LOG.checkpoint())])
    assert (report.first_disagreement.code, report.first_disagreement.file) == (
        "ledger.verify.cut",
        "printed in March",
    )


def test_an_export_under_another_key_is_caught_by_whoever_knows_the_key(tmp_path):
    impostor = SigningKey(ORIGIN, b"i" * 32)
    export(tmp_path / "forged", LOG, key=impostor)
    assert verify_folder(tmp_path / "forged").ok
    found = verify_folder(tmp_path / "forged", trusted=[KEY.verifying()]).first_disagreement
    assert (found.code, found.file) == ("ledger.verify.other_key", "key.pub")
    assert said(found)


def test_checkpoints_of_a_former_key_still_count(tmp_path):
    out = Export(tmp_path)
    out.put_entries(LOG.entries)
    new = SigningKey(ORIGIN, b"2" * 32)
    out.put_checkpoint(LOG.checkpoint(2))
    out.put_checkpoint(LOG.checkpoint(4, key=new))
    out.seal(new, former=[KEY.verifying()])
    report = verify_folder(tmp_path)
    assert report.ok
    assert (report.absent_bodies, report.absent_blobs) == (6, 2)


def test_an_empty_log_can_be_exported(tmp_path):
    export(tmp_path / "empty", log(0))
    assert verify_folder(tmp_path / "empty").ok


@pytest.mark.parametrize(
    "rows",
    [
        ["ab" * 32 + " 1 ../outside"],
        ["ab" * 32 + " 1 /etc/hostname"],
        ["ab" * 32 + " 1 a\\b"],
        ["ab" * 32 + " 1 b", "ab" * 32 + " 1 a"],
        ["ab" * 32 + " 1 a", "ab" * 32 + " 1 a"],
        ["AB" * 32 + " 1 a"],
        ["ab" * 32 + " 01 a"],
        [""],
    ],
)
def test_a_manifest_that_leads_elsewhere_or_has_another_spelling_is_refused_though_signed(copied, rows):
    text = "".join(f"{line}\n" for line in ("holdtrue-export/v1", ORIGIN, *rows))
    (copied / "manifest").write_bytes(notes.sign(text.encode(), KEY))
    assert verify_folder(copied).first_disagreement.file == "manifest"


def test_a_stranger_s_line_under_the_manifest_is_refused(copied):
    stranger = SigningKey("stranger.example", b"s" * 32)
    text = notes.Note.from_bytes((copied / "manifest").read_bytes()).text
    (copied / "manifest").write_bytes(notes.sign(text, KEY, stranger))
    assert verify_folder(copied).first_disagreement.file == "manifest"
    assert Manifest.from_text(text).origin == ORIGIN


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert verify_folder(tmp_path / "nowhere").first_disagreement.file == "key.pub"


def test_an_entry_without_end_does_not_fill_the_memory(copied):
    (copied / "entries.jsonl").write_bytes(entry(0).to_bytes() + b"\n" + b"x" * 3_000_000)
    found = verify_folder(copied).first_disagreement
    assert (found.code, found.seq) == ("ledger.verify.line", 1)
