"""Documents by command: started from a template, kept as a file, saved as PDF and Word, their links read."""

from __future__ import annotations


def test_a_document_is_started_and_saved(shell, tmp_path):
    templates = shell.json("document", "templates")
    assert templates[0]["id"] == "ai_policy"
    made = shell.json("document", "start", "ai-policy")
    assert (made["ref"], made["in_force"]) == ("POL-0001", 0)
    pdf, word = tmp_path / "policy.pdf", tmp_path / "policy.docx"
    saved = shell.json("document", "POL-1", "--pdf", pdf, "--word", word, "--revision", "1")
    assert [(one["format"], one["bytes"]) for one in saved] == [
        ("pdf", pdf.stat().st_size),
        ("docx", word.stat().st_size),
    ]
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_file_becomes_the_document_and_links_are_read(shell, tmp_path):
    shell.json("document", "start", "incidents")
    file = tmp_path / "incidents.pdf"
    file.write_bytes(b"%PDF-1.7\nwhat to do\n%%EOF\n")
    kept = shell.json("document", "PRC-1", "--file", file)
    assert kept["fields"]["file_name"] == "incidents.pdf"
    assert shell.json("document", "watch") == []
    shell.json("edit", "PRC-1", "link=https://intranet.example/incidents")
    assert [one["readable"] for one in shell.json("document", "watch")] == [False]


def test_what_cannot_be_done_is_said_in_a_sentence(shell, tmp_path):
    assert "There is no template" in shell("document", "start", "coffee").err
    assert "cannot be read" in shell("document", "POL-1", "--file", tmp_path / "none.pdf").err
    shell.json("document", "start", "ai_policy")
    assert "cannot be written" in shell("document", "POL-1", "--pdf", tmp_path / "none" / "x.pdf").err
