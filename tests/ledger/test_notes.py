from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.ledger import notes
from holdtrue.ledger.errors import LedgerError, MalformedError, UnprovenError
from holdtrue.ledger.keys import Kind, SigningKey, VerifyingKey, read_keys
from holdtrue.ledger.notes import Note, Signature, cosign, open_note, sign
from ledger.logs import KEY, ORIGIN, WITNESS, said

TEXT = b"The oven was cleaned.\n\nTwice.\n"
NOTE = sign(TEXT, KEY)
STRANGER = SigningKey("stranger.example", b"s" * 32)
NAMESAKE = SigningKey(ORIGIN, b"n" * 32)


def test_a_note_is_text_blank_line_and_signature():
    text, line = NOTE.decode().rsplit("\n\n", 1)
    assert text + "\n" == TEXT.decode()
    assert line.startswith(f"— {ORIGIN} ")
    assert line.endswith("=\n")
    assert Note.from_bytes(NOTE).to_bytes() == NOTE


def test_a_note_opens_for_who_knows_the_key():
    opened = open_note(NOTE, [STRANGER.verifying(), KEY.verifying()])
    assert (opened.text, opened.signers, opened.unknown) == (TEXT, (KEY.verifying(),), ())


def test_signatures_of_unknown_keys_are_passed_over():
    both = sign(TEXT, STRANGER, KEY, NAMESAKE)
    opened = open_note(both, [KEY.verifying()])
    assert [line.name for line in opened.unknown] == ["stranger.example", ORIGIN]
    sixteen = sign(TEXT, *(SigningKey(f"k{n}", bytes([n]) * 32) for n in range(16)), KEY)
    assert open_note(sixteen, [KEY.verifying()]).signers == (KEY.verifying(),)


def test_a_note_nobody_known_signed_is_refused():
    with pytest.raises(UnprovenError) as refused:
        open_note(sign(TEXT, STRANGER, NAMESAKE), [KEY.verifying()])
    assert refused.value.code == "ledger.note.unsigned"
    assert ORIGIN in said(refused.value)


def test_a_known_key_that_fails_condemns_the_note_whoever_else_signed():
    forged = Note(TEXT, (Signature(ORIGIN, KEY.verifying().key_id, STRANGER.signature(TEXT)),))
    line = Note.from_bytes(sign(TEXT, WITNESS)).signatures
    both = Note(TEXT, (*line, *forged.signatures))
    with pytest.raises(UnprovenError) as refused:
        open_note(both.to_bytes(), [KEY.verifying(), WITNESS.verifying()])
    assert refused.value.code == "ledger.note.bad_signature"
    assert ORIGIN in said(refused.value)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
def test_a_note_with_any_byte_changed_does_not_open(place, change):
    data = bytearray(NOTE)
    data[place] ^= change
    with pytest.raises(LedgerError) as refused:
        open_note(bytes(data), [KEY.verifying()])
    assert said(refused.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"text\n", b"text\n\n", b"\n\n" + NOTE.rpartition(b"\n\n")[2], NOTE[:-1], NOTE + b"\n", NOTE + b"more\n",
     NOTE.replace(b"oven", b"ov\ten"), NOTE.replace(b"oven", b"ov\xffn"), NOTE.replace(b"\xe2\x80\x94", b"-"),
     NOTE.replace(b"\n", b"\r\n"), b"text\n\n\xe2\x80\x94 name AAAA\n", b"text\n\n\xe2\x80\x94 na+me AAAAAAAA\n"],
)  # fmt: skip
def test_what_is_not_a_note_is_refused(data):
    with pytest.raises(MalformedError) as refused:
        open_note(data, [KEY.verifying()])
    assert said(refused.value) == "This is no signed note."


def test_a_note_with_hundreds_of_signatures_is_refused_unread():
    data = NOTE + NOTE.rpartition(b"\n\n")[2] * notes.MOST_SIGNATURES
    with pytest.raises(MalformedError) as refused:
        open_note(data, [KEY.verifying()])
    assert "100" in said(refused.value)


@pytest.mark.parametrize("text", [b"", b"no line feed", b"a tab\t\n", b"\xff\n", b"\n"])
def test_a_text_that_no_note_can_carry_is_not_signed(text):
    with pytest.raises(MalformedError):
        sign(text, KEY)


def test_a_witness_signs_with_its_time():
    seen = cosign(NOTE, WITNESS, at=1_804_000_000)
    known = WITNESS.verifying(Kind.WITNESS)
    assert open_note(seen, [KEY.verifying(), known]).signers == (KEY.verifying(), known)
    assert open_note(seen, [KEY.verifying()]).unknown[0].signature[:8] == (1_804_000_000).to_bytes(8, "big")
    line = Note.from_bytes(seen).signatures[1]
    later = Signature(line.name, line.key_id, (1_804_000_001).to_bytes(8, "big") + line.signature[8:])
    with pytest.raises(UnprovenError):
        open_note(Note(TEXT, (later,)).to_bytes(), [known])


def test_a_key_id_is_that_of_the_specification():
    key = SigningKey.from_text(
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    )
    assert key.verifying().to_text() == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert key.verifying().key_id.hex() == "c74f20a3"


def test_keys_survive_being_written_down():
    assert SigningKey.from_text(KEY.to_text()) == KEY
    for kind in Kind:
        assert VerifyingKey.from_text(KEY.verifying(kind).to_text()) == KEY.verifying(kind)
    both = f"{KEY.verifying().to_text()}\n{NAMESAKE.verifying().to_text()}\n"
    assert read_keys(both.encode()) == (KEY.verifying(), NAMESAKE.verifying())


def test_a_secret_is_not_shown_by_accident():
    assert KEY.seed.hex() not in repr(KEY)
    assert repr(KEY.seed) not in repr(KEY)


def test_a_new_key_takes_its_randomness_from_the_caller():
    asked = []

    def randomness(count: int) -> bytes:
        asked.append(count)
        return b"r" * count

    assert SigningKey.generate(ORIGIN, randomness=randomness) == SigningKey(ORIGIN, b"r" * 32)
    assert asked == [32]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_key_line_with_any_byte_changed_is_refused(data):
    for text, read in (
        (KEY.verifying().to_text() + "\n", read_keys),
        (KEY.to_text(), lambda changed: SigningKey.from_text(changed.decode("latin-1"))),
    ):
        line = bytearray(text.encode())
        line[data.draw(st.integers(0, len(line) - 1))] ^= data.draw(st.integers(1, 255))
        with pytest.raises(MalformedError) as refused:
            read(bytes(line))
        assert "no key" in said(refused.value)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nfeed", "no\u00a0break"])
def test_a_name_that_cannot_stand_in_a_line_is_refused(name):
    with pytest.raises(MalformedError):
        SigningKey(name, b"k" * 32)
    with pytest.raises(MalformedError):
        VerifyingKey(name, b"k" * 32)
