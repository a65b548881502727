"""The pages people open most ask the database a fixed number of questions, on a real register."""

from __future__ import annotations

import pytest

from harness.prepared import prepared_anew
from harness.published import inventory

FEDERAL = "2024_consolidated_ai_inventory_raw.csv"
ROWS = 300
"""Enough for pages to be long and for lists to go on; more differ in nothing but time, which bench/ measures."""
AT_MOST = 10
OF_SYSTEM = 6
SIGNED = 7
"""What a page that tells of a signature asks."""
INVENTORY = (
    *(
        "",
        "?tier=high",
        "?tier=unsorted&use=in_use",
        "?state=missing",
        "?q=traveler",
        "?unit=UNT-0002",
        "?after=SYS-0040",
    ),
    "?unit=UNT-0001&tier=high&use=in_use&use=trial&state=missing&owner=PER-0001&q=a&after=SYS-0001",
)
HOUSEKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


def asked(client, address):
    """The questions one page asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200, address
    return [one["sql"] for one in seen if not one["sql"].startswith(HOUSEKEEPING)]


@pytest.mark.slow
def test_home_inventory_and_system_pages_ask_at_most_ten_questions(people, tmp_path):
    from holdtrue.app import intake
    from holdtrue.app.actions import sign

    intake.execute(intake.plan(people.owner, inventory(tmp_path, FEDERAL, ROWS)))
    client, base = people.client("owner"), f"/o/{people.slug}/"
    asked(client, base)
    pages = (
        base,
        *(f"{base}systems/{query}" for query in INVENTORY),
        *(f"{base}r/SYS-{n:04}/" for n in (2, 50, 250)),
    )
    counts = {page: len(asked(client, page)) for page in pages}
    assert max(counts.values()) <= AT_MOST, counts
    assert max(n for page, n in counts.items() if "/r/" in page) <= OF_SYSTEM, counts
    assert not prepared_anew(
        lambda: [asked(client, page) for page in (base, f"{base}systems/", f"{base}r/SYS-0002/")]
    )
    sign.sign(people.owner, "SYS-0002", "approved", good_for="12 months")
    assert len(asked(client, f"{base}r/SYS-0002/")) <= SIGNED
