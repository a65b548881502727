"""Cells in the many ways people write them, and what is refused rather than guessed."""

from __future__ import annotations

import pytest

from holdtrue.app.imports.cells import read_cell
from holdtrue.app.imports.dates import order_of, read_date
from holdtrue.app.imports.mapping import Column
from holdtrue.app.imports.proposal import propose
from holdtrue.app.imports.reading import read
from holdtrue.app.imports.rows import drafts
from holdtrue.app.imports.targets import targets
from holdtrue.app.imports.values import clean_text, read_list, read_number, read_yes_no, says_nothing
from holdtrue.words import say

COLUMN = Column(0, "x", "x")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-31", "2024-03-31"),
        ("2024/3/31", "2024-03-31"),
        ("20240331", "2024-03-31"),
        ("2024-03-31T10:15:00Z", "2024-03-31"),
        ("2024-03-31 00:00:00", "2024-03-31"),
        ("31.3.2024", "2024-03-31"),
        ("3.4.2024", "2024-04-03"),
        ("31/03/2024", "2024-03-31"),
        ("3/31/2024", "2024-03-31"),
        ("3/31/24", "2024-03-31"),
        ("4/4/2024", "2024-04-04"),
        ("31 Mar 2024", "2024-03-31"),
        ("31-Mar-2024", "2024-03-31"),
        ("31st March 2024", "2024-03-31"),
        ("March 31, 2024", "2024-03-31"),
        ("Sunday, March 31, 2024", "2024-03-31"),
        ("31. März 2024", "2024-03-31"),
        ("31 août 2024", "2024-08-31"),
        ("45382", "2024-03-31"),
    ],
)
def test_days_in_many_styles(text, day):
    read = read_date(text)
    assert (read.value, read.why, read.partial) == (day, None, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mar 2024", "2024-03-01"),
        ("March, 2024", "2024-03-01"),
        ("2024-03", "2024-03-01"),
        ("03/2024", "2024-03-01"),
        ("2024", "2024-01-01"),
        ("2022-11-16 (first formal action)", "2022-11-16"),
        ("7/15/1905", "2023-01-01"),
    ],
)
def test_a_month_a_year_or_a_remark_is_taken_and_its_text_kept(text, day):
    read = read_date(text)
    assert (read.value, read.partial) == (day, True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3/4/2024", "ambiguous"),
        ("2/30/2024", "impossible"),
        ("31.02.2024", "impossible"),
        ("2024-13-01", "impossible"),
        ("32/13/2024", "impossible"),
        ("24-Nov", "no_year"),
        ("1/1/0024", "far"),
        ("Ongoing", "unclear"),
        ("Q4FY25", "unclear"),
        ("10/12023", "unclear"),
        ("1", "unclear"),
        ("99999", "unclear"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused_with_a_sentence(text, why):
    read = read_date(text)
    assert read.value is None
    assert read.why
    assert read.why.id == f"imports.date.{why}"
    assert text in say(read.why)


@pytest.mark.parametrize("text", ["y" * 900_000, "(" * 900_000, "1/" * 450_000])
def test_a_cell_as_long_as_a_book_is_not_repeated_in_the_sentence(text):
    read = read_date(text)
    assert read.value is None
    assert len(say(read.why)) < 200


def test_the_order_of_day_and_month_is_proved_by_the_whole_column():
    assert order_of(["3/4/2024", "3/14/2024"]) == "month_first"
    assert order_of(["3/4/2024", "14/3/2024"]) == "day_first"
    assert order_of(["3/4/2024"]) == "unknown"
    assert order_of(["14/3/2024", "3/14/2024"]) == "mixed"
    assert read_date("3/4/2024", "month_first").value == "2024-03-04"
    assert read_date("3/4/2024", "day_first").value == "2024-04-03"
    assert read_date("3/4/2024", "mixed").value is None


@pytest.mark.parametrize(
    "text",
    ["Yes", "YES", " yes ", "Yes\u00a0", "y", "TRUE", "ja", "Oui", "Yes – by the owner", "yes, always"],
)
def test_yes_in_many_ways(text):
    assert read_yes_no(clean_text(text)) is True


@pytest.mark.parametrize(
    "text", ["No", "NO", "No\u00a0", "n", "False", "Nein", "non", "No. We review instead.", "None"]
)
def test_no_in_many_ways(text):
    assert read_yes_no(clean_text(text)) is False


@pytest.mark.parametrize("text", ["", "maybe", "Yesterday", "North", "N/A", "Unknown"])
def test_neither_yes_nor_no(text):
    assert read_yes_no(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u00a0",
        "N/A",
        "n/a.",
        "NA",
        "not applicable",
        "-",
        "—",
        "TBD",
        "unknown",
        "Not Applicable\u00a0",
    ],
)
def test_cells_that_say_nothing(text):
    assert says_nothing(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("0,5", 0.5),
        ("€ 1 200", 1200),
        ("12 %", 0.12),
        ("-3.5", -3.5),
        ("120.000 €", 120.0),
        ("1.234.567", 1234567),
        ("three", None),
        ("1-2", None),
        ("2024-01-01", None),
    ],
)
def test_numbers_of_either_style(text, number):
    assert read_number(text) == number


def test_lists_are_parted_at_semicolons_bars_lines_or_as_json():
    assert read_list('["a", "b; c"]') == ("a", "b; c")
    assert read_list("a; b|c\nd;") == ("a", "b", "c", "d")
    assert read_list('["broken"') == ('["broken"',)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("use", "In Production", "in_use"),
        ("use", "in production: less than 6 months", "in_use"),
        ("use", "Planned (not in production)", "planned"),
        ("use", "Buiten gebruik", "ended"),
        ("autonomy", "Human-in-the-loop", "decides_with_review"),
        ("hosting", "SaaS", "service"),
        ("our_role", "Deployer; Provider", ["deployer", "provider"]),
        ("jurisdictions", "Germany, US", ["EU", "US"]),
        ("personal_data", "Yes – names only", True),
        ("data_categories", "names; addresses", ["names", "addresses"]),
        ("declaration.impact-assessment", "Planned or in-progress.", "planned"),
        ("declaration.impact-assessment", "N/A", "not_applicable"),
        ("classification.eu_ai_act", "High-risk", "high_risk"),
    ],
)
def test_wordings_become_the_values_of_the_field(field, text, value):
    assert read_cell(text, targets("system")[field], COLUMN).value == value


def test_an_unknown_wording_is_left_unset_with_a_sentence():
    reading = read_cell("Sleeping", targets("system")["use"], COLUMN)
    assert reading.value is None
    assert reading.why
    assert (
        say(reading.why)
        == "'Sleeping' is none of the answers we know here; it was left unset and kept as it stands."
    )


def test_a_blank_answer_declares_nothing_and_not_applicable_does():
    target = targets("system")["declaration.tell-people"]
    assert read_cell("perhaps", target, COLUMN).value is None
    assert read_cell("n/a", target, COLUMN).value == "not_applicable"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 months", "12 months"),
        ("1 Year", "12 months"),
        ("2 weeks", "14 days"),
        ("Quarterly", "3 months"),
        ("n/a", None),
        ("0 months", None),
        ("99999 years", None),
        ("9" * 5_000 + " days", None),
    ],
)
def test_how_often_is_read_as_a_period_of_some_length_or_not_at_all(text, value):
    reading = read_cell(text, targets("indicator")["frequency"], COLUMN)
    assert reading.value == value
    assert (reading.why is None) == (value is not None or text == "n/a")


@pytest.mark.parametrize(
    ("text", "answer"), [("✓", True), ("☑", True), ("✗", False), ("Sì", True), ("não", False)]
)
def test_ticks_and_answers_of_other_languages_are_yes_and_no(text, answer):
    declared = read_cell(text, targets("system")["declaration.fairness-evaluation"], COLUMN)
    assert read_yes_no(text) is answer
    assert declared.value == ("yes" if answer else "no")


@pytest.mark.parametrize("text", ["À définir", "k.A.", "noch offen", "por definir", "TBA", "non applicabile"])
def test_nobody_knows_is_said_in_many_languages(text):
    assert says_nothing(text)


def test_nobody_is_no_supplier_and_no_person():
    table = read(
        b"Name,Vendor,Owner\nScribe,None,Keiner\nSift,In-house (data team),unassigned\nLens,Acme,Ann Lee\n"
        b"Bot,Internal Audit Ltd,Bo Li\n"
    )
    found = list(drafts(table, propose(table, "system")))
    assert [[link.text for link in d.links] for d in found] == [[], [], ["Ann Lee"], ["Bo Li"]]
    assert [[e.supplier for e in d.effects] for d in found] == [[], [], ["Acme"], ["Internal Audit Ltd"]]
    assert found[1].fields["developed_by"] == "In-house (data team)"
