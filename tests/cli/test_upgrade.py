"""A data folder of an older version is brought up to date by the next command and stands as this version has it."""

from __future__ import annotations

import os
import subprocess
import sys

from cli.conftest import ROOT, process


def back_to(folder, migration):
    """Leave the folder with the tables of an earlier version."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "store", migration],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT / "src"),
            "HOLDTRUE_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "holdtrue.settings.live",
        },
        capture_output=True,
        check=True,
    )


def test_a_folder_of_the_first_version_is_brought_up_to_date_and_stands_as_its_facts_say(tmp_path):
    folder = tmp_path / "register"
    here = ("--data", str(folder))
    process(*here, "init", "--name", "Older", "--owner", "ada@example.org")
    process(*here, "add", "system", "name=Scribe", "use=in_use")
    before = process(*here, "worklist", "--all", "--json").json
    back_to(folder, "0001")

    after = process(*here, "worklist", "--all", "--json")
    checked = process(*here, "check-standing", "--json")

    assert after.json == before
    assert before["to_sort"] == 1
    assert checked.code == 0
    assert checked.json["ok"]
