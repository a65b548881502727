"""Records linked with one are shown with how they stand by themselves."""

from __future__ import annotations


def test_linked_records_show_their_standing(people, ada):
    from holdtrue.app.actions import records

    one = records.add(people.owner, "supplier", {"name": "Acme"})
    for title, due, done in (
        ("Ask for terms", "2024-01-31", ""),
        ("Sign terms", "2031-01-31", ""),
        ("Call", "2024-01-31", "2024-01-30"),
    ):
        given = {"title": title, "due": due, "done_on": done, "addresses": one.ref}
        records.add(people.owner, "action", {k: v for k, v in given.items() if v})
    text = ada.open(f"r/{one.ref}/").text
    assert "overdue since 31 Jan 2024" in text
    assert "due 31 Jan 2031" in text
    assert "closed on 30 Jan 2024" in text
