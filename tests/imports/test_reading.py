"""Files of every encoding, delimiter and shape become the same table."""

from __future__ import annotations

import hashlib

import pytest

from holdtrue.app.imports.limits import Limits
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.table import Row, Table, Unread
from holdtrue.core.refusals import BadInput
from holdtrue.words import say

TEXT = "Name,Purpose,Cost\nScribe,“Notes” – café,1\nSift,Sorting,2\n"
CELLS = [("Scribe", "“Notes” – café", "1"), ("Sift", "Sorting", "2")]


def rows(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows() if isinstance(row, Row)]


def unread(table: Table) -> list[Unread]:
    return [row for row in table.rows() if isinstance(row, Unread)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_encoding_reads_the_same(encoding):
    table = read(TEXT.encode(encoding), name="tools.csv")
    assert rows(table) == CELLS
    assert [header.name for header in table.headers] == ["Name", "Purpose", "Cost"]


def test_a_fallback_encoding_says_why_it_was_chosen():
    table = read(TEXT.encode("cp1252"))
    assert table.encoding == "cp1252"
    assert "not UTF-8" in say(table.notes[0])


def test_latin_1_is_taken_where_windows_1252_has_no_such_letter():
    assert read(b"Name,Purpose\nA\x81B,caf\xe9\n").encoding == "latin-1"


def test_a_few_stray_bytes_do_not_spoil_good_utf_8():
    table = read(b"Name,Purpose\n" + "Café,naïve\n".encode() * 30 + b"Broken \xff,x\n")
    assert table.encoding == "utf-8"
    assert rows(table)[0] == ("Café", "naïve")
    assert table.notes[0].id == "imports.encoding.stray"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_found(delimiter):
    table = read(
        f"Name{delimiter}Purpose{delimiter}Cost\nA{delimiter}b, and c; so{delimiter}1\n".replace(
            "b, and c; so", '"b, and c; so"'
        ).encode()
    )
    assert table.delimiter == delimiter
    assert rows(table) == [("A", "b, and c; so", "1")]


def test_line_breaks_in_cells_and_mixed_line_ends_keep_their_lines():
    table = read(b'Name,Purpose\r\nA,"one\ntwo"\nB,"x\r\ny"\rC,z\r\n')
    found = [row for row in table.rows() if isinstance(row, Row)]
    assert [(row.line, row.cells[0]) for row in found] == [(2, "A"), (4, "B"), (6, "C")]
    assert found[0].cells[1] == "one\ntwo"


def test_a_title_above_the_header_is_stepped_over_and_said():
    table = read(b"Inventory of 2025,,\n,,\nName,Purpose,Owner\nA,b,c\nD,e,f\n")
    assert [header.name for header in table.headers] == ["Name", "Purpose", "Owner"]
    assert table.header_line == 3
    assert table.notes[0].id == "imports.header.line"


def test_a_file_without_header_names_columns_by_their_place():
    table = read(b"Scribe,ada@firm.example,2024-01-01,12\nSift,ben@firm.example,2024-02-01,3\n")
    assert [header.name for header in table.headers] == [
        "Column (1)",
        "Column (2)",
        "Column (3)",
        "Column (4)",
    ]
    assert len(rows(table)) == 2


def test_repeated_headers_are_told_apart_and_keep_their_question():
    table = read(b"Stage,If Other,Notice,If Other,\na,b,c,d,\n")
    assert [header.name for header in table.headers] == ["Stage", "If Other (2)", "Notice", "If Other (4)"]
    assert [header.context for header in table.headers] == ["", "Stage", "", "Notice"]


def test_ragged_rows_are_named_by_line_and_the_others_kept():
    table = read(b"A,B,C,D\n1,2,3,4\n1,2,3,4,5\n1,2,3\nx\n5,6,7,8,,\n")
    found = list(table.rows())
    assert [(row.line, type(row).__name__) for row in found] == [
        (2, "Row"),
        (3, "Unread"),
        (4, "Row"),
        (5, "Unread"),
        (6, "Row"),
    ]
    assert say(found[1].why).startswith("Line 3 has 5 cells where the header has 4.")
    assert found[2].notes[0].id == "imports.row.short"


def test_a_quote_that_never_ends_costs_its_own_line_only():
    table = read(b'Name,Purpose\nA,b\nB,"never closed\nC,d\nD,e\n')
    assert [cells[0] for cells in rows(table)] == ["A", "C", "D"]
    assert [(item.line, item.why.id) for item in unread(table)] == [(3, "imports.row.quote")]


def test_many_quotes_that_never_end_are_each_named():
    body = b"".join(b'R%d,"open\n' % n for n in range(75))
    table = read(b"Name,Purpose\n" + body + b"Z,z\n")
    assert [item.line for item in unread(table)] == list(range(2, 77))
    assert rows(table) == [("Z", "z")]


def test_quotes_inside_an_unquoted_cell_are_text():
    assert rows(read(b'Name,Purpose\n5" pipe,a "good" one\nB,"x ""y"" z"\n')) == [
        ('5" pipe', 'a "good" one'),
        ("B", 'x "y" z'),
    ]


def test_a_cell_of_two_megabytes_refuses_its_row_and_keeps_the_rest():
    table = read(b"Name,Purpose\nA,b\nB," + b"x" * 2_000_000 + b"\nC,d\n")
    assert [cells[0] for cells in rows(table)] == ["A", "C"]
    assert "Line 3: the cell under 'Purpose' holds 2.0 million" in say(unread(table)[0].why)


def test_a_cell_that_would_fill_the_memory_is_never_held_whole():
    small = Limits(cell=10_000)
    table = read(
        b'Name,Purpose\nA,b\nB,"' + b"x\n" * 100_000 + b'"\nC,d\nD,' + b"y" * 200_000 + b"\nE,f\n",
        limits=small,
    )
    names = [cells[0] for cells in rows(table)]
    assert names[0] == "A"
    assert names[-1] == "E"
    assert len(unread(table)) >= 2


def test_an_empty_file_says_so():
    for content in (b"", b"\n\n", b"\xef\xbb\xbf", b" , ,\n,,\n"):
        with pytest.raises(BadInput) as refused:
            read(content, name="none.csv")
        assert refused.value.code in ("imports.file.empty", "imports.file.no_rows")


def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(tmp_path):
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as stream:
        stream.truncate(1_000_000_000)
    with pytest.raises(BadInput) as refused:
        read(huge)
    assert say(refused.value.message) == (
        "The file 'huge.csv' is 1,000 MB; files up to 200 MB are read. Split it and import the parts."
    )


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0" + b"\x00" * 99, b"\x1f\x8b\x08", b"<html><p>"]
)
def test_what_is_no_table_is_named(content):
    with pytest.raises(BadInput) as refused:
        read(content, name="file.csv")
    assert refused.value.code == "imports.file.foreign"


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(BadInput) as refused:
        read(bytes(range(256)) * 20)
    assert refused.value.code == "imports.file.binary"


def test_the_digest_is_that_of_the_bytes_and_rows_can_be_read_twice(tmp_path):
    path = tmp_path / "tools.csv"
    path.write_text(TEXT, "utf-8")
    table = read(path)
    assert table.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert rows(table) == rows(table) == CELLS


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(BadInput, match=r"imports\.file\.missing"):
        read(tmp_path / "nowhere.csv")


def test_names_in_two_rows_are_read_from_the_second_with_the_group_where_one_stands_twice():
    table = read(b"System,,Owner,,Dates,\nName,Status,Name,Email,Start,End\nScribe,Live,Ed,ed@x.example,,\n")
    assert [h.name for h in table.headers] == ["System Name", "Status", "Owner Name", "Email", "Start", "End"]
    assert (table.header_line, len(rows(table))) == (2, 1)


def test_columns_without_a_name_make_no_groups_of_their_neighbours():
    table = read(b"Name,,Owner,,Unit,Use\nScribe,Live,Ed,a,Care,b\nSift,Live,Flo,c,Sales,d\n")
    assert (table.header_line, len(rows(table))) == (1, 2)
