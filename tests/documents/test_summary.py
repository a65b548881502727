"""The first page on one page to print: what it says, on a single tagged sheet, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.house import House
from harness.pdf import pages, tagged, words
from holdtrue.app.documents.summary import gathered, summary_pdf
from holdtrue.app.queries.asking import status_asked
from holdtrue.core.refusals import NotAllowed
from holdtrue.reports.summary import Line, pdf

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def house(begun: Callable) -> House:
    return begun(House, "Northwind")


def test_it_says_what_the_first_page_says_on_one_tagged_sheet(house: House) -> None:
    house.assessed()
    house.hands.turn_to("2028-04-02")
    house.edit("SYS-1", intended_purpose="Sort callers")
    found, said = gathered(house.ada), status_asked(house.ada)
    made = summary_pdf(house.ada)
    told = words(made.content)
    total = said.holding + said.not_holding
    for sentence in (
        "Northwind",
        f"{said.holding} of {total} claims hold",
        f"AI Index {said.index.shown}",
        "on Standard",
        "as of the end of 2 Apr 2028",
        "where it stood on 31 Mar 2027",
        "The index over two years",
        *(p.title for p in said.figures.library.scheme.properties),
    ):
        assert sentence in told, sentence
    assert sum(part.count for part in found.parts) == total
    assert pages(made.content) == 1
    assert tagged(made.content)
    assert made.content == summary_pdf(house.ada).content
    assert made.name == "northwind-2028-04-02.pdf"


def test_long_titles_stay_on_the_sheet_and_an_empty_register_has_one_too(house: House) -> None:
    found = gathered(house.ada)
    long = Line(
        "A practice whose title takes most of a line",
        "SYS-0001",
        "Fell from operational to declared when " + "a long name " * 8,
        "14 Mar 2027",
    )
    full = replace(
        found,
        stopped=(long,) * 4,
        lapses=(long,) * 4,
        months=tuple((f"{n}", 40.0 + n, n == 3) for n in range(26)),
    )
    for one in (found, full):
        assert pages(pdf(one)) == 1


def test_an_employee_is_not_given_it(house: House) -> None:
    caller = house.ada
    member = replace(caller, actor=replace(caller.actor, role="member"))
    with pytest.raises(NotAllowed):
        gathered(member)
