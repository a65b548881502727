from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.ledger.canonical import canonical
from holdtrue.ledger.entries import LARGEST_ENTRY, Entry, Evidence, instant
from holdtrue.ledger.errors import LedgerError, MalformedError
from ledger.logs import ORIGIN, entry, said, uid

BARE = Entry(
    log=ORIGIN, seq=0, at="2027-03-14T09:26:53.589793Z", action="log.begin", action_id=uid(9), actor=None
)


def test_an_entry_is_read_back_as_it_was_written():
    for seq in range(7):
        assert Entry.from_bytes(entry(seq).to_bytes()) == entry(seq)
    assert Entry.from_bytes(BARE.to_bytes()) == BARE


def test_the_bytes_of_schema_1_never_change():
    assert BARE.to_bytes() == (
        b'{"action":"log.begin","action_id":"00000000-0000-7000-8000-000000000009","actor":null,'
        b'"at":"2027-03-14T09:26:53.589793Z","contents":null,"evidence":null,"log":"holdtrue.example/bakery",'
        b'"reason":null,"record":null,"revision":null,"schema":1,"seq":0}'
    )


def test_what_is_absent_is_said_to_be():
    assert all(
        json.loads(BARE.to_bytes())[name] is None for name in ("actor", "contents", "evidence", "reason")
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("log", ""), ("log", "a log"), ("log", "x" * 201), ("log", 'a"b'), ("log", "bakery\n"),
        ("seq", -1), ("seq", 2**53), ("seq", True), ("seq", "0"), ("seq", 1.5),
        ("at", "2027-03-14T09:26:53Z"),
        ("at", "2027-02-30T09:26:53.589793Z"), ("at", "2027-03-14T09:26:53.589793+00:00"),
        ("at", None), ("action", "Policy.Revise"), ("action", "policy revise"), ("action", ""),
        ("action_id", uid(9).upper().replace("0", "A")), ("action_id", None), ("actor", "amelie@bakery.example"),
        ("record", "SYS-0012"), ("revision", -1), ("revision", 2**53), ("revision", "1"), ("contents", "ab" * 31),
        ("contents", "AB" * 32), ("reason", "because"), ("evidence", Evidence("ab" * 32, -1)),
        ("evidence", Evidence("photo", 1)),
    ],
)  # fmt: skip
def test_a_field_that_is_not_of_its_shape_is_named(field, value):
    with pytest.raises(MalformedError) as refused:
        replace(entry(3), **{field: value}).to_bytes()
    if refused.value.code == "ledger.entry.field":
        assert refused.value.params["field"] == field
        assert f"'{field}'" in said(refused.value)
    else:
        assert refused.value.params["place"] == f"/{field}"


def test_a_revision_belongs_to_a_record():
    with pytest.raises(MalformedError) as refused:
        replace(entry(3), record=None).to_bytes()
    assert refused.value.params["field"] == "revision"


def test_no_field_can_carry_free_text():
    text = "Amélie Roy was ill in March"
    for name in json.loads(entry(3).to_bytes()).keys() - {"schema"}:
        with pytest.raises(MalformedError):
            replace(entry(3), **{name: Evidence(text, 1) if name == "evidence" else text}).to_bytes()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d | {"schema": 2}, "ledger.entry.schema"),
        (lambda d: d | {"name": "Amélie"}, "ledger.entry.field"),
        (lambda d: {k: v for k, v in d.items() if k != "reason"}, "ledger.entry.field"),
        (lambda d: d | {"evidence": {"digest": "ab" * 32}}, "ledger.entry.field"),
        (lambda d: [d], "ledger.entry.unreadable"),
    ],
)
def test_another_shape_is_not_read(change, code):
    with pytest.raises(MalformedError) as refused:
        Entry.from_bytes(canonical(change(json.loads(entry(3).to_bytes()))))
    assert refused.value.code == code
    assert said(refused.value)


def test_another_spelling_of_the_same_entry_is_not_read():
    spaced = json.dumps(json.loads(entry(3).to_bytes()), sort_keys=True).encode()
    for data in (
        spaced,
        entry(3).to_bytes() + b"\n",
        b"\xef\xbb\xbf" + entry(3).to_bytes(),
        b"",
        b"[" * 60_000,
    ):
        with pytest.raises(MalformedError) as refused:
            Entry.from_bytes(data)
        assert said(refused.value)


def test_an_entry_longer_than_a_bundle_can_hold_is_not_read():
    with pytest.raises(MalformedError) as refused:
        Entry.from_bytes(b" " * (LARGEST_ENTRY + 1))
    assert refused.value.code == "ledger.entry.too_long"
    assert "65,535" in said(refused.value)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_is_another_entry_or_none(place, change):
    data = bytearray(entry(3).to_bytes())
    data[place % len(data)] ^= change
    with suppress(LedgerError):
        assert Entry.from_bytes(bytes(data)) != entry(3)


def test_an_instant_is_spelled_in_utc_with_microseconds():
    there = dt.datetime(2027, 3, 14, 5, 26, 53, tzinfo=ZoneInfo("America/Montreal"))
    assert instant(there) == "2027-03-14T09:26:53.000000Z"
    with pytest.raises(MalformedError):
        instant(there.replace(tzinfo=None))
