"""The page of indicators: begun with one click, measured, corrected, taken from a file, followed up."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

MOST = 12


@pytest.fixture
def figure(people):
    from holdtrue.app.actions import records

    records.add(people.owner, "system", {"name": "Screener"})
    given = {
        "tag": "minutes-to-stop",
        "title": "Minutes to stop",
        "target": "5",
        "direction": "down",
        "system": "SYS-1",
        "frequency": "1 month",
    }
    return records.add(people.owner, "indicator", given)


def questions(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200, address
    return sum(
        1
        for one in seen
        if not one["sql"].startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET "))
    )


def test_a_figure_is_begun_measured_corrected_and_followed(people, figure):
    base, ref = f"/o/{people.slug}/", figure.ref
    client = people.client("owner")
    told = client.post(f"{base}figures/begin/", {"tag": "recorded-late"}, follow=True).content.decode()
    assert "Share of facts recorded late" in told
    assert "Begin" in told
    assert client.get(f"{base}figures/begin/").status_code == 405
    sent = {"value": "9,5", "on": "2026-01-31", "count": ""}
    assert client.post(f"{base}r/{ref}/measure/", sent).status_code == 302
    again = client.post(f"{base}r/{ref}/measure/", {**sent, "value": "8"})
    assert again.status_code == 422
    assert "correct it and say why" in again.content.decode()
    ahead = client.post(f"{base}r/{ref}/measure/", {**sent, "on": "2099-01-01"})
    assert "lies in the future" in ahead.content.decode()
    page = client.get(f"{base}r/{ref}/").content.decode()
    assert "<svg" in page
    assert "9.5" in page
    assert "Explain and act" in page
    done = client.post(f"{base}r/{ref}/follow/", {"way": "finding", "why": "The button was moved."})
    assert done.status_code == 302
    assert "The button was moved." in client.get(f"{base}r/{ref}/").content.decode()
    fixed = client.post(
        f"{base}r/{ref}/measure/?correct=2026-01-31", {**sent, "value": "4", "why": "Wrong line"}
    )
    assert fixed.status_code == 302
    page = client.get(f"{base}r/{ref}/").content.decode()
    assert "corrected since" in page
    assert questions(client, f"{base}figures/") <= MOST
    assert questions(client, f"{base}figures/?system=SYS-1") <= MOST


def test_what_counts_itself_cannot_be_typed_on_its_page(people, figure):
    from holdtrue.app.actions import following

    made = following.begin(people.owner, "days-to-mend")
    client = people.client("owner")
    address = f"/o/{people.slug}/r/{made.ref}/measure/"
    assert client.get(address).status_code == 422
    assert "Record a value" not in client.get(f"/o/{people.slug}/r/{made.ref}/").content.decode()


def test_a_file_tells_what_became_of_each_row(people, figure):
    file = SimpleUploadedFile(
        "values.csv", b"indicator,on,value\nIND-1,2026-01-31,4\nIND-1,soon,4\n", "text/csv"
    )
    told = people.client("owner").post(f"/o/{people.slug}/figures/file/", {"file": file}).content.decode()
    assert "2 rows: 1 added, 0 unchanged, 1 refused." in told
    assert "Line 3:" in told
    assert people.client("member").get(f"/o/{people.slug}/figures/file/").status_code == 403
    assert people.client("member").get(f"/o/{people.slug}/figures/").status_code == 403
    assert people.client("outsider").get(f"/o/{people.slug}/figures/").status_code == 404


def test_a_share_written_as_a_percentage_is_refused_beside_its_field_and_stays_as_typed(people):
    from holdtrue.app.actions import records

    given = {"tag": "output-quality", "title": "Right answers", "unit": "share", "target": "0.9"}
    one = records.add(people.owner, "indicator", given)
    at = f"/o/{people.slug}/r/{one.ref}/measure/"
    refused = people.client("owner").post(at, {"value": "97", "on": "2026-01-31", "count": ""})
    assert refused.status_code == 422
    assert "Write 0.97 for 97 of 100." in refused.content.decode()
    assert 'value="97"' in refused.content.decode()
