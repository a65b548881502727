"""The main job by command, in processes of their own: the published inventories in, what holds out."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from cli.conftest import process
from harness.databases import FILE
from harness.published import first_register, inventory
from holdtrue.sqlite.driver import DRIVER

V2 = "2024_consolidated_ai_inventory_raw_v2.csv"
SECONDS = 40
"""Of processor time; the import has ten on a machine of its own, and tests share theirs."""
pytestmark = pytest.mark.slow


class Register:
    """One data folder that the tests of this file fill one after another."""

    def __init__(self, folder):
        self.folder = folder
        self.said = {}

    def run(self, *words, **environment):
        return process("--data", str(self.folder / "data"), *map(str, words), **environment)

    def json(self, *words):
        done = self.run(*words, "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)


def of_tier(folder, tier):
    """How many systems the register itself holds to be of a tier."""
    asked = (
        "SELECT count(*) FROM store_standing s JOIN store_record r ON r.id = s.scope_id"
        " WHERE r.kind = 'system' AND s.tier = ?"
    )
    with closing(DRIVER.connect(folder / FILE)) as database:
        return database.execute(asked, (tier,)).fetchone()[0]


@pytest.fixture(scope="module")
def register(tmp_path_factory, databases):
    made = Register(tmp_path_factory.mktemp("job"))
    made.said |= first_register(databases.shared, made.folder / "data")
    made.said["standing"] = made.json("status")
    made.said["of_high_tier"] = of_tier(made.folder / "data", "high")
    second = inventory(made.folder, V2)
    made.said["second"] = made.json("import", second, "--said-on", "2025-01-23")
    made.said["again"] = made.json("import", second, "--said-on", "2025-01-23")
    return made


COUNTS = ("added", "changed", "unchanged", "refused", "review")


def counts(document):
    return {name: document[name] for name in COUNTS}


def test_the_founding_says_how_its_owner_comes_in(register):
    founded = register.said["founded"]
    assert founded["organisation"] == "US federal government"
    assert founded["owner_sign_in"].startswith("http://localhost:8000/sign-in/")


def test_every_row_of_the_first_publication_is_accounted_for(register):
    found = register.said["first"]
    assert found["rows"] == 1757 == sum(counts(found).values())
    assert counts(found) == {"added": 1742, "changed": 0, "unchanged": 3, "refused": 0, "review": 12}
    assert register.said["seconds"] < SECONDS


def test_the_mapping_is_told_column_by_column_with_its_confidence(register):
    mapping = register.said["first"]["mapping"]
    assert mapping["2_use_case_name"]["field"] == "name"
    assert mapping["52_impact_assessment"]["field"] == "declaration.impact-assessment"
    assert all(0 <= told["confidence"] <= 1 for told in mapping.values())


def test_the_same_file_again_changes_nothing(register):
    found = register.said["again"]
    assert counts(found) == {"added": 0, "changed": 0, "unchanged": 2086, "refused": 0, "review": 47}
    assert found["effects"] == {}
    assert found["standing"] == []


def test_the_second_publication_finds_every_system_of_the_first(register):
    found = register.said["second"]
    assert found["rows"] == 2133 == sum(counts(found).values())
    assert found["added"] == 2083 - 1742
    assert found["review"] + found["refused"] + found["unchanged"] + found["changed"] == 2133 - 341
    assert found["added"] + found["changed"] + found["unchanged"] == 2083 + 3


def test_the_status_speaks_of_what_holds_beside_what_does_not(register):
    found = register.said["standing"]
    assert found["systems"] == found["systems_known"] == 1742
    assert register.said["of_high_tier"] == 227
    assert found["holding"] + found["not_holding"] > 40_000
    assert set(found["properties"]) == {
        "accountable",
        "governed",
        "secure",
        "sovereign",
        "supervised",
        "reproducible",
    }
    assert found["high_without_assessment"]["without"] == found["high_without_assessment"]["systems"] > 100
    units = {unit["title"]: unit for unit in found["units"]}
    assert units["Department of Veterans Affairs"]["systems"] == 228
    inventory_stands = next(p for p in found["practices"] if p["id"] == "system-inventory")
    assert (inventory_stands["level"], inventory_stands["until"]) == ("declared", "always")


def test_the_readable_report_names_the_same_figures(register):
    done = register.run("status")
    assert done.code == 0
    assert "systems in scope of 2,083 known" in done.out
    assert "have no complete impact assessment" in done.out
    assert "▰▱▱▱  system-inventory" in done.out
    assert done.err == ""


def test_nothing_was_altered_on_the_way(register):
    found = register.json("verify")
    assert found["ok"] is True
    assert found["entries"] > 7000
    assert register.json("check-standing")["ok"]
