from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from holdtrue.ledger import durable
from holdtrue.ledger.checkpoint import Checkpoint, Signer, open_checkpoint
from holdtrue.ledger.errors import LedgerError, MalformedError, NotAnExtensionError, UnprovenError
from holdtrue.ledger.keys import Kind, SigningKey
from holdtrue.ledger.merkle import Tree, leaf_hash
from holdtrue.ledger.notes import cosign, sign
from ledger.logs import KEY, ORIGIN, WITNESS, log, said

if TYPE_CHECKING:
    from pathlib import Path

LOG = log(12)
ZEROS = f"{43 * 'A'}="
REWRITTEN = Tree.of_leaves([*LOG.leaves[:3], leaf_hash(b"rewritten"), *LOG.leaves[4:]])


def begun(folder: Path) -> Signer:
    signer = Signer(KEY, file=folder / "last-signed")
    signer.begin()
    return signer


def sign_at(signer: Signer, size: int, *, tree: Tree = LOG.tree) -> bytes:
    return signer.sign(size, tree.root(size), consistency=tree.consistency_proof)


def test_a_checkpoint_is_origin_size_and_root():
    assert Checkpoint(ORIGIN, 0, b"\0" * 32).to_text() == (f"holdtrue.example/bakery\n0\n{ZEROS}\n".encode())
    opened = open_checkpoint(LOG.checkpoint(5), [KEY.verifying()], origin=ORIGIN)
    assert opened.checkpoint == Checkpoint(ORIGIN, 5, LOG.tree.root(5))


def test_lines_after_the_third_are_passed_over():
    text = Checkpoint(ORIGIN, 5, LOG.tree.root(5)).to_text() + b"extension\n"
    assert Checkpoint.from_text(text).size == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n5\n",
        f"log\n05\n{ZEROS}\n",
        f"log\n+5\n{ZEROS}\n",
        "log\n5\nAAAA\n",
        f"\n5\n{ZEROS}\n",
        f"log\n5\n{ZEROS[:-2]}B=\n",
        f"log\n5\n{ZEROS}\n\n",
        f"log\n5\n{ZEROS}",
        f"\udcff\n5\n{ZEROS}\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text):
    with pytest.raises(MalformedError) as refused:
        Checkpoint.from_text(text.encode(errors="surrogateescape"))
    assert said(refused.value) == "This is no checkpoint."


def test_a_checkpoint_that_could_not_be_read_is_not_written():
    for wrong in (Checkpoint("", 0, b"r" * 32), Checkpoint("a\nb", 0, b"r" * 32), Checkpoint("a", 0, b"r")):
        with pytest.raises(MalformedError):
            wrong.to_text()


def test_another_log_s_checkpoint_is_refused():
    other = SigningKey("holdtrue.example/brewery", b"b" * 32)
    note = LOG.checkpoint(key=other)
    with pytest.raises(UnprovenError) as refused:
        open_checkpoint(note, [KEY.verifying(), other.verifying()], origin=ORIGIN)
    assert "brewery" in said(refused.value)


def test_a_witness_alone_does_not_make_a_checkpoint():
    stranger = SigningKey(ORIGIN, b"x" * 32)
    note = cosign(sign(Checkpoint(ORIGIN, 5, b"r" * 32).to_text(), stranger), WITNESS, at=1)
    with pytest.raises(UnprovenError) as refused:
        open_checkpoint(note, [KEY.verifying(), WITNESS.verifying(Kind.WITNESS)], origin=ORIGIN)
    assert said(refused.value)


def test_a_signer_signs_what_extends_the_last(tmp_path):
    signer = begun(tmp_path)
    for size in (0, 1, 5, 5, 12):
        note = sign_at(signer, size)
        assert note == LOG.checkpoint(size)
        assert signer.last() == Checkpoint(ORIGIN, size, LOG.tree.root(size))
    assert sign_at(Signer(KEY, file=tmp_path / "last-signed"), 12) == LOG.checkpoint(12)


def test_a_signer_refuses_a_log_restored_from_an_older_copy_and_names_both_heads(tmp_path):
    signer = begun(tmp_path)
    sign_at(signer, 12)
    with pytest.raises(NotAnExtensionError) as refused:
        sign_at(signer, 7)
    assert refused.value.code == "ledger.signer.smaller"
    sentence = said(refused.value)
    for named in ("7 entries", LOG.tree.root(7).hex(), "were 12", LOG.tree.root(12).hex()):
        assert named in sentence
    assert signer.last().size == 12


@pytest.mark.parametrize("size", [5, 12])
def test_a_signer_refuses_a_rewritten_log_and_names_both_heads(tmp_path, size):
    signer = begun(tmp_path)
    sign_at(signer, 5)
    with pytest.raises(NotAnExtensionError) as refused:
        sign_at(signer, size, tree=REWRITTEN)
    assert refused.value.code == "ledger.signer.inconsistent"
    assert LOG.tree.root(5).hex() in said(refused.value)
    assert REWRITTEN.root(size).hex() in said(refused.value)
    assert sign_at(signer, 12) == LOG.checkpoint(12)


def test_a_log_is_begun_once(tmp_path):
    signer = begun(tmp_path)
    sign_at(signer, 5)
    with pytest.raises(NotAnExtensionError) as refused:
        signer.begin()
    assert "was begun before" in said(refused.value)
    assert signer.last().size == 5


def test_a_signer_whose_memory_is_lost_does_not_start_anew(tmp_path):
    signer = begun(tmp_path)
    (tmp_path / "last-signed").unlink()
    with pytest.raises(NotAnExtensionError) as refused:
        sign_at(signer, 5)
    assert "last-signed" in said(refused.value)


def test_a_signer_does_not_believe_an_altered_memory(tmp_path):
    signer = begun(tmp_path)
    sign_at(signer, 5)
    file = tmp_path / "last-signed"
    file.write_bytes(file.read_bytes().replace(b"\n5\n", b"\n4\n"))
    with pytest.raises(UnprovenError):
        sign_at(signer, 12)
    file.write_bytes(b"")
    with pytest.raises(MalformedError):
        sign_at(signer, 12)


def test_a_changed_key_goes_on_where_the_former_one_stopped(tmp_path):
    sign_at(begun(tmp_path), 5)
    new = SigningKey(ORIGIN, b"2" * 32)
    with pytest.raises(UnprovenError):
        sign_at(Signer(new, file=tmp_path / "last-signed"), 12)
    signer = Signer(new, file=tmp_path / "last-signed", former=(KEY.verifying(),))
    assert sign_at(signer, 12) == LOG.checkpoint(12, key=new)
    assert signer.last().size == 12


def test_a_restored_log_is_adopted_openly_and_the_statement_given_up_is_kept(tmp_path):
    signer = begun(tmp_path)
    given_up = sign_at(signer, 12)
    assert signer.adopt(7, LOG.tree.root(7)) == Checkpoint(ORIGIN, 12, LOG.tree.root(12))
    assert [f.read_bytes() for f in tmp_path.glob("last-signed.given-up-12-*")] == [given_up]
    assert signer.last().size == 7


class PulledPlugError(Exception):
    pass


@pytest.mark.parametrize("stored", [False, True])
def test_a_failing_disk_leaves_one_statement_whether_or_not_it_was_stored(tmp_path, stored):
    sign_at(begun(tmp_path), 5)

    def failing(file: Path, data: bytes) -> None:
        if stored:
            durable.replace(file, data)
        raise PulledPlugError

    with pytest.raises(PulledPlugError):
        sign_at(Signer(KEY, file=tmp_path / "last-signed", replace=failing), 9)
    signer = Signer(KEY, file=tmp_path / "last-signed")
    assert signer.last().size == (9 if stored else 5)
    assert sign_at(signer, 9) == LOG.checkpoint(9)


def test_replacing_a_file_leaves_nothing_beside_it_even_when_it_fails(tmp_path):
    file = tmp_path / "kept"
    durable.replace(file, b"old")
    with pytest.raises(TypeError):
        durable.replace(file, "no bytes")  # type: ignore[arg-type]  # the fault
    assert [f.name for f in tmp_path.iterdir()] == ["kept"]
    assert file.read_bytes() == b"old"


def test_two_signers_at_once_never_contradict_each_other(tmp_path):
    begun(tmp_path)
    outcomes: list[bytes | LedgerError] = []

    def race(tree: Tree) -> None:
        for size in range(4, 12):
            try:
                outcomes.append(sign_at(Signer(KEY, file=tmp_path / "last-signed"), size, tree=tree))
            except LedgerError as refused:
                outcomes.append(refused)

    threads = [threading.Thread(target=race, args=(tree,)) for tree in (LOG.tree, REWRITTEN) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    signed = {
        Checkpoint.from_text(note.rpartition(b"\n\n")[0] + b"\n")
        for note in outcomes
        if isinstance(note, bytes)
    }
    assert signed
    assert any(isinstance(outcome, NotAnExtensionError) for outcome in outcomes)
    assert any(all(c.root == tree.root(c.size) for c in signed) for tree in (LOG.tree, REWRITTEN))
