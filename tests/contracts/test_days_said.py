"""Days within sentences read as people write them: 22 Nov 2026; only columns of a terminal keep the written form."""

from __future__ import annotations

import string
from collections.abc import Mapping

import pytest

from holdtrue.words import catalog, text

ISO, SAID = "2026-11-22", "22 Nov 2026"
QUOTED = ("value", "text", "title", "name", "slug", "version")
COLUMNS = {
    "cli.audit.planned",
    "cli.audit.proposed",
    "cli.report.lapse",
    "cli.report.lapse_systems",
    "cli.indicators.value",
    "cli.indicators.corrected",
}
"""Lines of a terminal that begin with a day, one below the other."""
TYPED = {"completions.row.day"}
"""What a cell of a file says, as it is written there."""


def blanks():
    """Every (message, blank, what the blank asks)."""
    for key, entry in catalog._entries("en").items():
        for form in entry.values() if isinstance(entry, Mapping) else (entry,):
            for _, name, spec, _ in string.Formatter().parse(form):
                if name is not None:
                    yield key, name, spec or ""


def test_only_columns_of_a_terminal_keep_a_day_as_it_is_stored():
    assert {key for key, _, spec in blanks() if spec == "iso"} == COLUMNS | TYPED


def test_every_other_blank_says_a_day_as_people_write_it():
    for key, name, spec in blanks():
        if spec != "iso" and (spec == "day" or name not in QUOTED):
            given = f"{{{name}:{spec}}}" if spec else f"{{{name}}}"
            assert given.format_map({name: catalog._said(name, ISO, "en")}) == SAID, (key, name)


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-11-22T09:00", "CHG-2026-11-22"])
def test_what_is_no_day_stays_as_it_is(typed):
    assert text("incident.closed_already", ref="INC-1", day=typed) == f"INC-1 was closed on {typed}."


def test_what_somebody_wrote_is_quoted_as_written_and_a_day_of_ours_beside_it_is_said():
    said = text("correct.until", value="2027-01-01", day=ISO)
    assert "'2027-01-01'" in said
    assert SAID in said
    assert SAID in text("measure.twice", ref="IND-1", value=ISO)
