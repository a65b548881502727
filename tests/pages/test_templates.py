"""What every page keeps to, whatever it shows."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import holdtrue.pages
from harness.each import for_each
from holdtrue.pages.language import speaking, t
from holdtrue.pages.shapes.glyph import Glyph, Segment
from pages import gallery
from pages.samples.frame import SUSPECT

FOLDER = Path(holdtrue.pages.__file__).parent / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
PAGES = sorted((*gallery.pages(), *gallery.checks(), "organisations", "glyphs"))
KEYS = {"Esc", "j", "k", "Enter"}
WITHOUT = (
    *("check_frame", "check_method", "check_result", "check_start", "check_step", "checks", "compare"),
    *("concern", "concerns", "document", "document_acknowledged", "document_languages", "document_preview"),
    *("document_templates", "door", "door_asked", "door_form", "door_frame", "door_policy", "door_poster"),
    *("door_receipt", "door_rules", "door_thread", "door_tools", "duplicates", "hand_over", "learners"),
    *("lesson", "lessons", "many", "mentions", "merge", "plain", "restore", "roles", "worklist"),
    *("worklist_team",),
)
"""Pages that have no sample: they are looked at with the demonstration, in tests/browser. No name is added here."""
SPOKEN = {"title", "aria-label", "placeholder", "alt"}


class Reader(HTMLParser):
    """Collects what a test asks about: tags, attributes, ids and headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, attribute: str) -> list[str]:
        return [given[attribute] or "" for _, given in self.tags if attribute in given]


@cache
def read(html: str) -> Reader:
    """A page, read once for all that is asked of it."""
    return Reader(html)


@for_each("name", PAGES)
def test_a_page_carries_no_inline_script_or_style(shown, name):
    for tag, given in read(shown[name]).tags:
        assert tag != "style"
        assert tag != "script" or given["src"].startswith("/static/")
        assert not [key for key in given if key == "style" or key.startswith("on")]


@for_each("name", PAGES)
def test_a_page_asks_no_other_host_for_anything(shown, name):
    for tag, given in read(shown[name]).tags:
        for key in ("src", "href", "action", "hx-get"):
            address = given.get(key)
            if tag == "a" and "noreferrer" in (given.get("rel") or ""):
                continue  # a person follows it, and takes nothing along
            assert address is None or address.startswith(("/", "#")), (tag, key, address)


@for_each("name", PAGES)
def test_what_people_wrote_is_shown_as_text(shown, name):
    assert SUSPECT not in shown[name]


def test_the_samples_do_carry_a_script_to_be_disarmed(shown):
    disarmed = SUSPECT.replace("<", "&lt;").replace(">", "&gt;")
    assert disarmed in shown["record"]
    assert disarmed in shown["inventory"]


@for_each("name", PAGES)
def test_ids_are_unique_and_what_points_at_one_finds_it(shown, name):
    page = read(shown[name])
    ids = Counter(page.named("id"))
    assert [key for key, n in ids.items() if n > 1] == []
    for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
        for pointed in page.named(attribute):
            assert set(pointed.split()) <= set(ids), (attribute, pointed)


@for_each("name", PAGES)
def test_a_page_has_one_heading_of_the_first_rank(shown, name):
    assert [tag for tag, _ in read(shown[name]).tags].count("h1") == 1


@for_each("name", PAGES)
def test_nothing_of_python_shows_through(shown, name):
    assert not re.search(r">\s*(None|True|False)\s*<|Undefined|object at 0x", shown[name])


@for_each("name", TEMPLATES)
def test_a_template_holds_no_words_of_its_own(name):
    source = (FOLDER / name).read_text("utf-8")
    plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
    spoken = [v for _, given in Reader(plain).tags for k, v in given.items() if k in SPOKEN and v]
    between = re.sub(r"<[^>]*>|&\w+;", "\n", plain)
    assert spoken == []
    assert set(re.findall(r"[^\W\d_]+", between)) <= KEYS


def test_every_page_has_a_sample():
    sampled = {template for _, template, _ in gallery.pages().values()} | {"organisations.html"}
    pages = {
        name for name in TEMPLATES if "/" not in name and "{% extends" in (FOLDER / name).read_text("utf-8")
    }
    assert pages - sampled == {f"{name}.html" for name in WITHOUT}


def test_another_language_is_spoken_everywhere(templates):
    with speaking("pseudo"):
        shown = gallery.rendered(templates)
    for name, html in shown.items():
        assert "⟦" in re.sub(r"<[^>]*>", " ", html), name


@for_each("name", [n for n in TEMPLATES if not n.startswith("parts/")])
def test_a_page_template_says_at_its_head_what_it_expects(name):
    assert (FOLDER / name).read_text("utf-8").startswith("{#-")


def test_the_starters_figures_stand_under_a_heading_of_their_own_and_each_step_names_its_part(shown):
    page = shown["starter"]
    ahead, figures = page.index(t("starter.ahead")), page.index(t("starter.figures"))
    assert ahead < page.index("Ends.") < figures < page.index(t("law.not_choice"))
    for part in ("AI policy", "Named people", "System inventory"):
        assert f'Go<span class="unseen"> {part}</span></a>' in page


def test_a_system_says_once_how_many_of_its_practices_hold(shown):
    _, _, view = gallery.pages()["record"]
    assert view.summary_words
    assert shown["record"].count(view.summary_words) == 1
    assert shown["record"].count(t("page.of", part=view.summary.part, whole=view.summary.whole)) == 1


def test_the_page_of_a_why_names_its_practice_in_the_trail_alone_and_the_drawer_itself(shown, templates):
    line = '<article class="why">\n<p class="soft small"><a'
    assert line not in shown["why"]
    assert line in gallery.drawer(templates)


def test_what_a_glyph_says_ends_in_one_full_stop():
    spoken = Glyph(
        "Policy", (Segment("declared", "missing", "missing: There is none."),), "", "missing"
    ).spoken
    assert spoken == "Policy. Declared: missing: There is none."
