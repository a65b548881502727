"""A statement somebody keeps as a spreadsheet, brought in by the importer like any file."""

from __future__ import annotations

import io

import openpyxl
import pytest

TITLES = ("Ref.", "Control title", "Applicable? (Y/N)", "Justification for inclusion / exclusion", "Owner")
ROWS = (
    ("A.2.2", "AI policy", "Yes", "Staff must know", "Ada"),
    ("A.5.2", "Impact assessment process", "Applicable", "People are touched", ""),
    ("A.10.4 ", "Customers", "Not applicable", "No customers", ""),
    ("A.10.3", "Suppliers", "No", "", ""),
    ("A.99", "Invented", "Yes", "Because", ""),
)


@pytest.fixture(params=["csv", "xlsx"])
def file(request, tmp_path):
    path = tmp_path / f"soa.{request.param}"
    if request.param == "csv":
        lines = [";".join(f'"{cell}"' for cell in row) for row in (TITLES, *ROWS)]
        path.write_text("\n".join(lines), "utf-8")
    else:
        book = openpyxl.Workbook()
        for row in (TITLES, *ROWS):
            book.worksheets[0].append(row)
        kept = io.BytesIO()
        book.save(kept)
        path.write_bytes(kept.getvalue())
    return path


def test_columns_are_known_lines_fall_into_place_and_groundless_rows_are_refused(people, file):
    from holdtrue.app import intake
    from holdtrue.app.actions.applying import Decided, decide
    from holdtrue.app.queries.applying import statement_asked

    decide(people.owner, [Decided("A.2.2", included=True, reason="Decided here before")])
    report = intake.execute(intake.plan(people.owner, file, kind="applicability"))
    lines = {x.control.id: x for x in statement_asked(people.owner).lines if x.included is not None}
    assert {n: (x.included, x.reason) for n, x in lines.items()} == {
        "A.2.2": (True, "Decided here before"),
        "A.5.2": (True, "People are touched"),
        "A.10.4": (False, "No customers"),
    }
    assert {n: report.counts[n] for n in ("added", "changed", "refused")} == {
        "added": 2,
        "changed": 1,
        "refused": 2,
    }
