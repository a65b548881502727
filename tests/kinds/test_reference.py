"""The reference pages say what the declarations say; `python -m holdtrue.words.reference docs` writes them anew."""

from __future__ import annotations

from pathlib import Path

from harness.each import for_each
from holdtrue.core.glossary import TERMS
from holdtrue.core.kinds import KINDS
from holdtrue.core.practices import library
from holdtrue.words import say
from holdtrue.words.reference import pages, write

DOCS = Path(__file__).resolve().parents[2] / "docs"


@for_each("path", pages())
def test_a_page_is_what_the_declarations_give(path):
    assert (DOCS / path).read_text("utf-8") == pages()[path]


def test_no_page_outlives_its_kind_or_practice():
    assert {f.name for f in (DOCS / "kinds").iterdir()} == {"index.md", *(f"{kind}.md" for kind in KINDS)}
    practices = {"index.md", *(f"{practice.id}.md" for practice in library().practices)}
    assert {f.name for f in (DOCS / "practices").iterdir()} == practices


def test_writing_gives_the_same_pages(tmp_path):
    write(tmp_path)
    assert {str(f.relative_to(tmp_path)): f.read_text("utf-8") for f in tmp_path.rglob("*.md")} == dict(
        pages()
    )


def test_every_term_is_explained_in_other_words():
    for term in TERMS:
        assert say(term.word)
        assert say(term.means).endswith(".")
