"""Markdown as people write it here: nothing of it can act in a browser, and it never fails."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holdtrue.reports.blocks import Block, Run, plain, stepped
from holdtrue.reports.markdown import parse, safe


def runs(text):
    return parse(text)[0].runs


def test_raw_html_stands_as_the_words_it_was_typed_with():
    assert plain(parse("<b onclick=x>bold</b>\n\n<script>alert(1)</script>")) == (
        "<b onclick=x>bold</b>\n<script>alert(1)</script>"
    )


def test_a_link_is_followed_only_where_that_is_safe():
    assert runs("[law](https://example.org/a)")[0] == Run("law", href="https://example.org/a")
    for href in (
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "file:///etc/passwd",
    ):
        assert not safe(href)
        assert not any(run.href for run in runs(f"[x]({href})"))
    assert safe("/o/north/r/POL-0001/")
    assert safe("mailto:ai@example.org")


def test_a_picture_is_not_fetched_from_anywhere():
    assert not any("img" in run.text for run in runs("![tracking](https://evil.example/p.png)"))


def test_lists_tables_and_marks_are_read():
    blocks = parse("1. one\n2. **two**\n\n   - deep\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |")
    assert [b.kind for b in blocks] == ["numbers", "table"]
    assert blocks[0].items[1][0].runs == (Run("two", strong=True),)
    assert blocks[0].items[1][1].kind == "bullets"
    assert blocks[1].rows[1][1] == (Run("2", struck=True),)


def test_headings_go_down_one_step_at_a_time_however_they_were_typed():
    given = tuple(Block("heading", (Run(str(n)),), level=n) for n in (3, 6, 6, 3, 1))
    assert [b.level for b in stepped(given, under=1)] == [2, 3, 3, 2, 2]


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    parse(text)
