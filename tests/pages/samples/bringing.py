"""The steps of an import."""

from __future__ import annotations

from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.imports import (
    ChangedRecord,
    Doubt,
    MappedColumn,
    MappingView,
    PreviewView,
    ProgressView,
    RefusedRow,
    ReportView,
    ReviewView,
    UploadView,
)
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.people_files import PeopleFileView
from holdtrue.pages.shapes.record import Change
from holdtrue.pages.shapes.table import Cell, Choice, Column, Row, Table
from pages.samples.forms import single
from pages.samples.frame import SUSPECT, O
from pages.samples.lists import inventory_table

REFUSED = (
    RefusedRow(
        214,
        "The line has 41 cells where the header has 67. Check for an unclosed quote before it.",
        "Automated loan…",
    ),
    RefusedRow(902, "“32 Jan 2024” is not a day.", "32 Jan 2024"),
)


COUNTS = (("added", 1689), ("changed", 12), ("unchanged", 3), ("refused", 2), ("review", 51))


def people_file() -> PeopleFileView:
    """Return a staff file with joiners, leavers and rows that cannot be taken."""
    who = Table("One person joins", (Column("Who", wide=True),), (Row((Cell(SUSPECT),)),))
    told = (("Joiners", 1, ""), ("Unchanged", 4, ""), ("Refused", 2, "wrong"))
    settings = single("Columns", "Read it so", Field("column-0", "Employee ID", "text", "key"))
    apply = single("Leavers", "Take it in", Field("leave", "Mark them?", "text", "no"))
    return PeopleFileView(
        "What it would do.", 7, told, apply, settings, (who,), REFUSED, 3, ("Known by e-mail.",)
    )


def mapping() -> MappingView:
    """Return a mapping with each confidence."""
    fields = (
        ("name", "Name"),
        ("intended_purpose", "Intended purpose"),
        ("unit", "Unit"),
        ("use", "In use"),
        ("registered_on", "Since"),
    )
    given = (
        (
            "Use Case Name",
            ("Automated Trend Detection", "Voice of the Veteran"),
            "name",
            "sure",
            "The header says so, and every value differs.",
        ),
        (
            "What is the intended purpose and expected benefits of the AI?",
            ("To find trends in survey comments before they become complaints, so that…",),
            "intended_purpose",
            "likely",
            "Long texts under a header about purpose.",
        ),
        (
            "Stage of Development",
            ("Operation and Maintenance", "Initiated"),
            "use",
            "guess",
            "Nine values; five of them are stages.",
        ),
        ("HISP name", ("Social Security Administration",), "", "none", ""),
    )
    columns = tuple(
        MappedColumn(
            a,
            n,
            b,
            tuple(Choice(v, x, v == c) for v, x in fields),
            d,
            e,
            "Two columns go to this field; choose one." if d == "guess" else "",
        )
        for n, (a, b, c, d, e) in enumerate(given)
    )
    return MappingView(
        O + "/import/RUN-0004/mapping",
        "2024_inventory.csv",
        (Choice("system", "a system", chosen=True), Choice("supplier", "a supplier")),
        "2024_inventory.csv: comma separated, UTF-8, header in line 1, 1,757 rows, 67 columns.",
        columns,
        "2024-12-16",
        "Rows are told apart by agency, bureau and name.",
        O + "/import",
        O + "/import/4/drop/",
        O + "/import/4/mapping/",
    )


def imports() -> dict[str, tuple[str, object]]:
    """Return name → (template, view) of every step."""
    return {
        "import_upload": (
            "import_upload.html",
            UploadView(
                single("", "Read the file", Field("file", "Which file?", "file", required=True), files=True),
                inventory_table(),
            ),
        ),
        "import_mapping": ("import_mapping.html", mapping()),
        "people_file": ("people_file.html", people_file()),
        "import_preview": (
            "import_preview.html",
            PreviewView(
                O + "/x",
                O + "/y",
                "2024_inventory.csv",
                1757,
                COUNTS,
                inventory_table(),
                REFUSED,
                4,
                ("3 rows repeat an earlier line exactly; they are counted as unchanged.",),
                O + "/import/4/drop/",
                REFUSED,
                2,
                REFUSED,
                241,
                (ChangedRecord(12, Link("Rota planner", O + "/r/SYS-0001/"), "Intended purpose, Colour"),),
                9,
            ),
        ),
        "import_progress": (
            "import_progress.html",
            ProgressView(
                "Bringing in 2024_inventory.csv",
                1000,
                1757,
                "Writing systems; standing follows each 500 rows.",
                O + "/x",
                O,
                Act("Stop here", O + "/stop"),
            ),
        ),
        "import_report": (
            "import_report.html",
            ReportView(
                "1,689 systems added",
                "2024_inventory.csv, by Ines Tremblay, today at 9:12",
                1757,
                COUNTS,
                (
                    "9,412 declarations were written; 8 practices begin to hold as declared.",
                    "AI Index 3 → 11.",
                ),
                REFUSED,
                Link("Review 51 rows", O + "/r"),
                Link("See the systems", O + "/s"),
                Act("Undo this import", O + "/u", destructive=True),
                changed=(ChangedRecord(83, Link("Entity Resolution", O + "/s/1"), "Outputs, Use"),),
                changed_more=11,
                conflicts=(RefusedRow(90, "The source now says 'ended'.", "Use"),),
                unread=(RefusedRow(474, "'Ongoing' is no date.", "20_date_implemented"), *REFUSED[1:]),
                unread_more=249,
            ),
        ),
        "import_review": (
            "import_review.html",
            ReviewView(
                O + "/x",
                (
                    Doubt(
                        118,
                        "Same agency and bureau, nearly the same name as",
                        Link("SYS-0031 Branch opening forecast", O + "/SYS-0031"),
                        (Change("Name", "Branch opening forecast", "Branch Openings Forecast (v2)"),),
                        "Branch Openings Forecast (v2)",
                    ),
                    Doubt(119, "The key repeats line 7.", Link("SYS-0007", O + "/SYS-0007"), (), SUSPECT),
                ),
                "1–2 of 51",
            ),
        ),
    }
