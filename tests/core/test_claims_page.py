"""The page of forms and states says what the vocabulary says."""

from __future__ import annotations

from pathlib import Path

from holdtrue.words.claims_page import page

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_is_what_the_vocabulary_gives():
    assert (DOCS / "claims.md").read_text("utf-8") == page()
