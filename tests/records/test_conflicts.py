"""Two people editing one record: the second gets both versions, chooses field by field, and loses nothing typed."""

from __future__ import annotations

import pytest


def body(record):
    from holdtrue.store import reading

    record.refresh_from_db()
    return reading.body(record)


@pytest.fixture
def refused(people, ada, screener):
    """Ada's edit after Max changed the purpose and the users."""
    from holdtrue.app.actions import records

    page = ada.open(f"r/{screener.ref}/edit/")
    records.edit(
        people.caller("manager"),
        screener.ref,
        {"intended_purpose": "Ranks job applications by model", "users": "Recruiters"},
    )
    return ada.send(
        page,
        name="Screener",
        intended_purpose="Ranks applications by hand",
        stop_method="Pull the plug",
        why="The board decided",
    )


def test_the_second_gets_both_versions_and_what_they_typed(refused):
    assert refused.status == 409
    assert "Max changed this while you were writing" in refused.text
    assert "Whose version of “Intended purpose” should stand?" in refused.text
    assert "Max also changed one field you did not touch; it stays" in refused.text
    assert "model</del>" in refused.html
    for typed in ("Ranks applications by hand", "Pull the plug", "The board decided"):
        assert typed in refused.html


def test_mine_stands_where_i_chose_it_and_theirs_stays_where_i_touched_nothing(ada, screener, refused):
    done = ada.send(refused, holding="intended_purpose")
    assert "was saved" in done.text
    fields = body(screener)["fields"]
    assert fields["intended_purpose"] == "Ranks applications by hand"
    assert fields["users"] == "Recruiters"
    assert fields["stop_method"] == "Pull the plug"
    assert "The board decided" in ada.open(f"r/{screener.ref}/history/").text


def test_theirs_stands_where_i_chose_it_and_the_rest_of_mine_is_saved(ada, screener, refused):
    ada.send(refused, **{"keep.intended_purpose": "theirs"})
    fields = body(screener)["fields"]
    assert fields["intended_purpose"] == "Ranks job applications by model"
    assert fields["stop_method"] == "Pull the plug"


def test_a_third_who_was_quicker_still_is_shown_the_same_way(people, ada, screener, refused):
    from holdtrue.app.actions import records

    records.edit(people.caller("manager"), screener.ref, {"stop_method": "Call Max"})
    again = ada.send(refused, **{"keep.intended_purpose": "theirs"})
    assert again.status == 409
    assert "Whose version of “" in again.text
    assert "Pull the plug" in again.html
    assert "Call Max" in again.text


def test_retiring_what_moved_on_is_refused_with_a_sentence(people, ada, screener):
    from holdtrue.app.actions import records

    page = ada.open(f"r/{screener.ref}/retire/")
    records.edit(people.caller("manager"), screener.ref, {"users": "Recruiters"})
    again = ada.send(page, why="Switched off")
    assert again.status == 409
    assert "Switched off" in again.html
    screener.refresh_from_db()
    assert screener.retired_day is None
    ada.send(again, why="Switched off")
    screener.refresh_from_db()
    assert screener.retired_day is not None
