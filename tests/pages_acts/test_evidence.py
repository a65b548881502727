"""Attaching files, reading them, measuring."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pages_acts.filling import Browser


@pytest.fixture
def screener(people):
    from holdtrue.app.actions import records

    return records.add(people.owner, "system", {"name": "Screener"})


def evidence(people):
    from holdtrue.store.models import Record

    return list(Record.rows.of(people.organisation.pk).filter(kind="evidence").order_by("id"))


def fields(record):
    from holdtrue.store import reading

    record.refresh_from_db()
    return reading.body(record)["fields"]


def attached(people, ada, screener, **answers):
    page = ada.open(f"r/{screener.ref}/attach/?tag=fairness-test-report")
    file = SimpleUploadedFile("fairness.csv", b"group,rate\nA,0.61\nB,0.58\n", "text/csv")
    return ada.send(page, file=file, **answers)


def test_a_file_is_attached_read_and_shown(people, ada, screener):
    done = attached(people, ada, screener)
    assert "fairness.csv is attached as EVI-0001" in done.text
    page = ada.open("r/EVI-0001/read/")
    assert "A,0.61" in page.text
    assert "self-read" in page.text
    read = ada.send(page, result="in_order")
    assert "EVI-0001 is read as in order." in read.text
    held = fields(evidence(people)[0])
    assert (held["result"], held["self_read"], held["tag"]) == ("in_order", True, "fairness-test-report")


def test_not_in_order_says_why_and_opens_a_finding(people, ada, screener):
    from holdtrue.store.models import Record

    attached(people, ada, screener)
    page = ada.open("r/EVI-0001/read/")
    assert ada.send(page, result="not_in_order", why="").status == 422
    ada.send(page, result="not_in_order", why="Group B is half as likely")
    assert Record.rows.of(people.organisation.pk).filter(kind="finding").count() == 1


def test_without_a_file_it_says_so_and_keeps_the_rest(ada, screener):
    page = ada.open(f"r/{screener.ref}/attach/")
    again = ada.send(page, holding="file", collected_on="2026-02-03")
    assert again.status == 422
    assert "Choose a file to attach." in again.text
    assert 'value="2026-02-03"' in again.html


def test_a_file_made_tomorrow_is_refused_beside_its_day(ada, screener, people):
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).date().isoformat()
    again = attached(people, ada, screener, collected_on=tomorrow)
    assert again.status == 422
    assert "lies in the future" in again.text
    assert not evidence(people)


def test_a_file_too_large_is_told_and_not_kept(people, ada, screener, monkeypatch):
    from holdtrue.server import uploads

    monkeypatch.setattr(uploads, "LARGEST", 1_000)
    page = ada.open(f"r/{screener.ref}/attach/")
    again = ada.send(page, file=SimpleUploadedFile("big.bin", b"x" * 200_000))
    assert again.status == 422
    assert "big.bin is larger than" in again.text
    assert not evidence(people)


def test_the_page_of_a_file_that_is_no_text_shows_none(people, ada, screener):
    page = ada.open(f"r/{screener.ref}/attach/")
    ada.send(page, file=SimpleUploadedFile("scan.pdf", b"%PDF-1.7\x00\x01", "application/pdf"))
    assert "Open scan.pdf" in ada.open("r/EVI-0001/read/").text


def test_a_value_is_recorded_once_a_day(people, ada):
    from holdtrue.app.actions import records

    records.add(people.owner, "indicator", {"tag": "error-rate", "target": "0 to 0.1"})
    page = ada.open("r/IND-0001/measure/")
    assert "IND-0001: 0.07" in ada.send(page, value="0.07").text
    again = ada.send(page, value="0.09")
    assert again.status == 422
    assert "already has another value" in again.text
    assert "is not a figure" in ada.send(page, value="a lot").text


def test_an_employee_attaches_nothing_to_a_system(people, screener):
    assert Browser(people, "member").open(f"r/{screener.ref}/attach/").status == 403
