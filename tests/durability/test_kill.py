"""Killed at any moment, the embedded database keeps every acknowledged change, and everything still agrees."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from durability.changes import SPLIT
from durability.witness import Changes, begun, disagreements, lost
from harness.house import Hands, House

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

ROUNDS = 100
LOOK_EVERY = 20


@pytest.fixture
def place(databases, tmp_path) -> Iterator[Path]:
    from django.test.utils import override_settings

    from holdtrue.settings import DataFolder

    folder = DataFolder(tmp_path / "data").prepare()
    with override_settings(HOLDTRUE_FOLDER=folder), databases.fresh("sqlite", folder.path):
        yield folder.path


def house():
    made = House("Northwind", hands=Hands(dt.datetime.now(dt.UTC)))
    begun(made)
    connection.close()
    return made


def sound():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchall() == [("ok",)]


def test_no_kill_loses_an_acknowledged_change_or_leaves_anything_in_disagreement(place):
    northwind = house()
    with Changes(place) as changes:
        for _ in range(ROUNDS):
            changes.round()
            if changes.rounds % LOOK_EVERY == 0:
                assert lost(northwind, changes.acked) == []
                assert disagreements(northwind) == []
                connection.close()
    assert changes.failed == []
    assert sound()
    assert (lost(northwind, changes.acked), disagreements(northwind)) == ([], [])
    assert len(changes.acked) > ROUNDS / 2, "too few changes were acknowledged for the kills to mean anything"
    print(f"{changes.rounds} rounds, {len(changes.acked)} acknowledged, {northwind.entries()} entries")


def test_the_control_that_commits_record_and_entry_apart_is_caught(place):
    northwind = house()
    found: list[str] = []
    with Changes(place, how=SPLIT) as changes:
        while not found and changes.rounds < ROUNDS:
            changes.round()
            found = disagreements(northwind)
            connection.close()
    assert found, f"{changes.rounds} kills between record and entry went unnoticed"
    print(f"caught after {changes.rounds} rounds: {found[0]}")
