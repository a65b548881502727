"""The report of an audit as PDF and Word: accessible, the same each time, and complete."""

from __future__ import annotations

import io

import docx
import pytest

from audits.test_working import SEED, begin, close, draw, note
from holdtrue.core.refusals import BadInput


def rendered(audited, form):
    from holdtrue.app.documents.audit_report import rendered as make

    return make(audited.ines, audited.audit.ref, form)


def words(content: bytes) -> str:
    read = docx.Document(io.BytesIO(content))
    cells = [c.text for t in read.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in read.paragraphs), *cells])


def test_the_report_says_how_the_sample_is_drawn_again_and_what_was_left_out(audited):
    begin(audited, covers=["9.2.1", "9.1", "A.6.2.6"])
    draw(audited, seed=SEED)
    draw(audited, reason="One system was sold.")
    note(audited, "9.2.1", "minor", "One audit has no report.")
    audited.house.add(
        "finding",
        type="minor",
        requirement="9.2.1",
        nature="No report of the spring audit.",
        audit=audited.audit.ref,
    )
    told = words(rendered(audited, "docx").content)
    assert "A draft: the audit is still open" in told
    close(audited, reported_to="The board")
    told = words(rendered(audited, "docx").content)
    for part in (
        SEED,
        "sha256sum",
        "One system was sold.",
        "One audit has no report.",
        "Minor nonconformity",
        "2 of 3 requirements were not looked at",
        "No report of the spring audit.",
        "Ines owned, wrote and signed nothing",
        "The board",
        "Digest of the framework",
        "1 Mar 2027, 09:00",
    ):
        assert part in told, part
    assert "ompliant" not in told
    from holdtrue.app.documents.audit_report import report
    from holdtrue.app.queries.audit_reported import reported
    from holdtrue.words import PSEUDO

    made = report(audited.ines, reported(audited.ines, audited.audit.ref), PSEUDO)
    said = f"{made.facts} {made.state} {made.signatures}"
    assert "1 ⟦Mar⟧ 2027" in said
    assert "1 Mar 2027" not in said


def test_the_pdf_is_accessible_and_the_same_each_time(audited):
    begin(audited, covers=["9.2.1"])
    draw(audited, seed=SEED)
    note(audited, "9.2.1", "holds")
    close(audited)
    first = rendered(audited, "pdf").content
    assert first.startswith(b"%PDF")
    assert b"pdfuaid" in first
    audited.house.hands.turn_to("2027-09-01")
    audited.put("system", title="Another", use="in_use")
    assert rendered(audited, "pdf").content == first


def test_another_form_is_refused_by_name(audited):
    begin(audited, covers=["9.2.1"])
    with pytest.raises(BadInput):
        rendered(audited, "odt")
