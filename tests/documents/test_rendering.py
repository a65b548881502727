"""PDF and Word of any revision: what they say, that they are reachable by ear, and that they are the same each time."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from harness.pdf import fonts, tagged, words
from holdtrue.app.actions import sign
from holdtrue.app.actions.documents.languages import say_in
from holdtrue.app.documents.rendering import rendered
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound

TEXT = """We use AI where it **helps**.

### Not first

1. One
2. Two

| Tool | Allowed |
| --- | --- |
| Writer | yes |

<script>alert(1)</script> and [here](javascript:alert(1)) and [there](https://example.org/rules)"""


@pytest.fixture
def policy(house):
    house.add("policy", topic="ai", title="AI policy", text=TEXT, permitted_uses="- Drafting", owner="PER-1")
    sign.sign(house.console, "POL-1", "approved", good_for="12 months")
    house.edit("POL-1", text="Another text.")
    return house


def test_a_pdf_says_what_the_revision_said_and_who_signed_it(policy):
    made = rendered(policy.ada, "POL-1", "pdf", number=1)
    told = words(made.content)
    digest = policy.revision("POL-1", 1).digest
    assert made.name == "POL-0001-revision-1.pdf"
    for said in (
        *("Northwind", "AI policy", "POL-0001", "Revision 1", "We use AI where it helps.", "Writer"),
        *("Allowed uses", "Drafting", "Ada Novak", "approved it", "1 Mar 2027, 09:00 (UTC)", "Page 1 of 1"),
        *("In force since 1 Mar 2027", "good until 1 Mar 2028", digest[:16], "<script>alert(1)</script>"),
    ):
        assert said in told, said
    assert "Another text." not in told


def test_a_draft_says_that_it_is_one_and_that_nobody_signed(policy):
    told = words(rendered(policy.ada, "POL-1", "pdf").content)
    assert "A draft: nothing of it is in force until it is signed" in told
    assert "Nobody has signed this revision." in told
    assert "Another text." in told


def test_the_same_revision_is_the_same_pdf_byte_for_byte(policy):
    first = rendered(policy.ada, "POL-1", "pdf", number=1).content
    policy.hands.turn_to("2027-06-01")
    sign.sign(policy.console, "POL-1", "approved")
    assert rendered(policy.ada, "POL-1", "pdf", number=1).content == first


def test_a_pdf_is_tagged_and_names_its_standard_and_language(policy):
    content = rendered(policy.ada, "POL-1", "pdf", number=1).content
    assert b"pdfuaid" in content
    assert tagged(content)
    assert b"/Lang" in content
    assert b"javascript" not in content.replace(b"(javascript:alert(1))", b"")
    used = fonts(content)
    assert used
    assert all(font.embedded and font.subset and font.readable for font in used), used


def test_a_word_file_says_the_same(policy):
    made = rendered(policy.ada, "POL-1", "docx", number=1)
    document = docx.Document(io.BytesIO(made.content))
    told = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "We use AI where it helps." in told
    assert "there (https://example.org/rules)" in told
    assert {"Writer", "Ada Novak", "approved it"} <= set(cells)
    assert "POL-0001 · Revision 1" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.title == "AI policy"
    assert not [
        name for name in zipfile.ZipFile(io.BytesIO(made.content)).namelist() if "vba" in name.lower()
    ]


def test_every_language_stands_in_it_with_its_own_name(policy):
    say_in(policy.ada, "POL-1", "fr", "Nous utilisons l’IA là où elle aide.")
    told = words(rendered(policy.ada, "POL-1", "pdf").content)
    assert "Français" in told
    assert "Nous utilisons l’IA là où elle aide." in told


def test_a_record_of_any_kind_can_be_printed(house):
    house.system("Triage bot", intended_purpose="Sort calls by urgency")
    told = words(rendered(house.ada, "SYS-1", "pdf").content)
    assert "Sort calls by urgency" in told


def test_what_is_not_there_or_not_yours_is_refused(policy):
    with pytest.raises(NotFound):
        rendered(policy.ada, "POL-1", "pdf", number=9)
    with pytest.raises(BadInput):
        rendered(policy.ada, "POL-1", "odt")
    member = policy.member("Theo", "member")
    policy.add("risk", title="A risk", event="It errs")
    with pytest.raises(NotAllowed):
        rendered(member, "RSK-1", "pdf")
