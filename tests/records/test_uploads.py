"""Files nobody can trust: each is made here as an attacker would, and refused with a sentence, nothing kept."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

import pytest
from docx import Document
from openpyxl import Workbook

from holdtrue.core.refusals import BadInput

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {extra} >>\nendobj\n%%EOF\n"
PAGE = b"<!doctype html><html><body><h1>Report</h1><p>All good</p></body></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>'


def pdf(extra: bytes = b"") -> bytes:
    return PDF.replace(b"{extra}", extra)


def packed(*members: tuple[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return kept.getvalue()


def with_member(document: bytes, name: str, content: bytes) -> bytes:
    kept = io.BytesIO(document)
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr(name, content)
    return kept.getvalue()


def letter() -> bytes:
    kept = io.BytesIO()
    document = Document()
    document.add_paragraph("The rules we keep")
    document.save(kept)
    return kept.getvalue()


def sheet() -> bytes:
    kept, book = io.BytesIO(), Workbook()
    book.active.append(["a", 1])
    book.save(kept)
    return kept.getvalue()


def nested(times: int) -> bytes:
    inner = packed(("a.txt", b"a"))
    for _ in range(times):
        inner = packed(("inner.zip", inner))
    return inner


def locked() -> bytes:
    """A zip whose member says that it is encrypted."""
    content = bytearray(packed(("a.txt", b"secret")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


def packed_script() -> bytes:
    stream = zlib.compress(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>")
    return pdf() + b"4 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + stream + b"\nendstream\n"


def bomb_sheet() -> bytes:
    kept = io.BytesIO(sheet())
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(64 * 1024 * 1024))
    return kept.getvalue()


FAR = (
    b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://x/a.dotm"'
    b' TargetMode="External"/></Relationships>'
)
GOOD = {
    "letter.docx": letter,
    "sheet.xlsx": sheet,
    "paper.pdf": pdf,
    "opens on a page.pdf": lambda: pdf(b"/OpenAction [3 0 R /XYZ null null 0]"),
    "words in a picture.pdf": lambda: (
        pdf() + b"3 0 obj << /Length 40 >>\nstream\n \x8f/JS /JavaScript \x90\nendstream\n"
    ),
    "page.html": lambda: PAGE,
    "drawing.svg": lambda: DRAWING,
    "table.csv": lambda: b"name,what\nScribe,<script>alert(1)</script>\n",
    "in utf sixteen.txt": lambda: "MZ für alle".encode("utf-16"),
    "many.zip": lambda: packed(*((f"{n}.txt", b"x") for n in range(1_000))),
    "weights.bin": lambda: bytes(range(256)) * 40,
    "no ending": lambda: b"Plain words",
    "log.gz": lambda: gzip.compress(b"line\n" * 1_000),
}
BAD = {
    "wrong.pdf": (lambda: PAGE, "wrong_type"),
    "wrong.png": (pdf, "wrong_type"),
    "wrong.docx": (lambda: packed(("a.txt", b"x")), "wrong_type"),
    "wrong.txt": (sheet, "wrong_type"),
    "wrong.odt": (lambda: packed(("mimetype", b"text/plain")), "wrong_type"),
    "tool.exe": (lambda: b"MZ\x90\x00\x03\x00" + bytes(200), "runs"),
    "tool.dat": (lambda: b"\x7fELF\x02\x01\x01" + bytes(200), "runs"),
    "letter.docm": (letter, "runs"),
    "run.js": (lambda: b"alert(1)", "runs"),
    "script.html": (lambda: PAGE.replace(b"<p>", b"<script>alert(1)</script><p>"), "active_page"),
    "handler.html": (lambda: PAGE.replace(b"<p>", b'<p onclick = "x()">'), "active_page"),
    "handler.svg": (lambda: DRAWING.replace(b"<circle", b"<circle onload='x()'"), "active_page"),
    "script.svg": (lambda: DRAWING.replace(b"<circle", b"<svg:script>1</svg:script><circle"), "active_page"),
    "no ending but a page": (lambda: PAGE.replace(b"<p>", b"<SCRIPT src=//x></SCRIPT>"), "active_page"),
    "sixteen.html": (lambda: "<html><script>1</script>".encode("utf-16"), "active_page"),
    "laughs.xml": (lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>', "active_page"),
    "script.pdf": (lambda: pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active_pdf"),
    "spelt.pdf": (lambda: pdf(b"/Names << /J#61vaScript 4 0 R >>"), "active_pdf"),
    "launch.pdf": (lambda: pdf(b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"), "active_pdf"),
    "packed.pdf": (packed_script, "active_pdf"),
    "macros.docx": (lambda: with_member(letter(), "word/vbaProject.bin", b"x"), "macros"),
    "macros.xlsx": (lambda: with_member(sheet(), "xl/macrosheets/sheet1.xml", b"x"), "macros"),
    "macros.doc": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"),
        "macros",
    ),
    "far.docx": (lambda: with_member(letter(), "word/_rels/settings.xml.rels", FAR), "far_template"),
    "locked.zip": (locked, "password"),
    "locked.docx": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "bomb.zip": (lambda: packed(("zeros", bytes(64 * 1024 * 1024))), "unfolds"),
    "bomb.xlsx": (bomb_sheet, "unfolds"),
    "bomb.gz": (lambda: gzip.compress(bytes(64 * 1024 * 1024)), "unfolds"),
    "ten thousand.zip": (lambda: packed(*((f"{n}.txt", b"x") for n in range(10_000))), "many_members"),
    "deep.zip": (lambda: nested(4), "nested"),
    "out.zip": (lambda: packed(("../../etc/passwd", b"x")), "leads_out"),
    "program.zip": (lambda: packed(("readme.txt", b"x"), ("setup.exe", b"MZ")), "runs_inside"),
    "inner.zip": (lambda: packed(("a.docx", with_member(letter(), "word/vbaProject.bin", b"x"))), "macros"),
    "cut.zip": (lambda: packed(("a.txt", b"x" * 500))[:-40], "damaged"),
    "empty.pdf": (lambda: b"", "empty"),
}


@pytest.fixture(scope="module")
def kept_files(application, databases, tmp_path_factory):
    """One organisation for all the files of this module."""
    from django.test import override_settings

    from harness.cast import cast
    from holdtrue.settings import DataFolder

    folder = DataFolder(tmp_path_factory.mktemp("uploads") / "data").prepare()
    with override_settings(HOLDTRUE_FOLDER=folder), databases.fresh("sqlite", folder.path):
        from holdtrue.app.actions import records

        people = cast()
        records.add(people.owner, "system", {"name": "Screener"})
        yield people, folder


def stored(folder):
    return [path for path in folder.path.rglob("*") if path.is_file() and "blobs" in path.parts]


def send(people, name, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = f"/o/{people.slug}/r/SYS-0001/attach/"
    client = people.client("owner")
    return client.post(
        address, {"file": SimpleUploadedFile(name, content), "title": "As I typed it", "tag": ""}
    )


@pytest.mark.parametrize("name", GOOD)
def test_what_people_really_keep_is_taken(kept_files, name):
    people, _ = kept_files
    assert send(people, name, GOOD[name]()).status_code == 302


@pytest.mark.parametrize("name", BAD)
def test_what_nobody_should_keep_is_refused_and_nothing_is_lost(kept_files, name):
    people, folder = kept_files
    make, why = BAD[name]
    from holdtrue.app.actions import evidence

    before = stored(folder)
    content = make()
    with pytest.raises(BadInput, match=f"file.{why}"):
        evidence.attach(people.owner, ["SYS-0001"], io.BytesIO(content), name)
    answer = send(people, name, content)
    assert answer.status_code == 422
    assert b"As I typed it" in answer.content
    assert stored(folder) == before


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "a\u202egpj.txt",
        "x" * 400 + ".txt",
        "...hidden",
        "C:\\temp\\a.txt",
        "nul\x00l.txt",
        '"><script>.txt',
        "\u200b",
    ],
)
def test_a_weird_name_is_kept_as_a_plain_one_and_sent_as_an_attachment(kept_files, name):
    from holdtrue.app.actions import evidence
    from holdtrue.store.inspecting import named

    people, _ = kept_files
    made = evidence.attach(people.owner, ["SYS-0001"], io.BytesIO(f"words {name!r}".encode()), name)
    plain = named(name)
    assert made.title == (plain if len(plain) <= 120 else made.title)
    assert len(plain) <= 200
    assert not set(plain) & set("\x00\u202e\u200b/\\")
    sent = people.client("owner").get(f"/o/{people.slug}/r/{made.ref}/file/")
    assert sent.status_code == 200
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert b"".join(sent.streaming_content).startswith(b"words")
    sent.close()


def test_ten_thousand_files_in_one_request_are_refused_with_a_sentence(kept_files):
    from django.core.files.uploadedfile import SimpleUploadedFile

    people, folder = kept_files
    before = stored(folder)
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(10_000)]
    for who, address in (
        ("owner", f"/o/{people.slug}/r/SYS-0001/attach/"),
        ("owner", f"/api/v1/o/{people.slug}/records/SYS-0001/evidence"),
    ):
        answer = people.client(who).post(address, {"file": files})
        assert answer.status_code in (400, 413, 422)
        assert b"sent" in answer.content or b"send" in answer.content
        for file in files:
            file.seek(0)
    assert stored(folder) == before


def test_the_api_refuses_the_same_files_with_the_same_sentence(kept_files):
    from django.core.files.uploadedfile import SimpleUploadedFile

    people, _ = kept_files
    client = people.client("owner")
    answer = client.post(
        f"/api/v1/o/{people.slug}/records/SYS-0001/evidence",
        {"file": SimpleUploadedFile("a.pdf", BAD["script.pdf"][0]())},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "file.active_pdf"
    assert answer.json()["field"] == "file"
