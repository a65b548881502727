"""A data folder of an older version is brought up to date by the next command and stands as this version has it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing

from cli.conftest import ROOT, clean, process
from harness.databases import FILE
from holdtrue.sqlite.driver import DRIVER
from holdtrue.words import text

DERIVING = text("server.deriving", organisation="Older")
TABLES = (
    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND name NOT IN ('django_migrations', 'store_search')"
)


def as_the_first_version_had_it(folder):
    """Leave the folder with the tables of the first version and, in them, what it would have held."""
    now = folder / FILE
    begun = folder.with_name("first")
    begun.mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "accounts", "0001"],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT / "src"),
            "HOLDTRUE_DATA": str(begun),
            "DJANGO_SETTINGS_MODULE": "holdtrue.settings.live",
        },
        capture_output=True,
        check=True,
    )
    with closing(DRIVER.connect(begun / FILE)) as first:
        carry_over(first, now)
    (begun / FILE).replace(now)


def carry_over(first, now):
    """Copy what both have tables and columns for, the search index by the tables it keeps."""
    first.execute("ATTACH ? AS now", (str(now),))
    for (table,) in first.execute(TABLES).fetchall():
        names = ", ".join(f'"{row[1]}"' for row in first.execute(f"PRAGMA main.table_info({table})"))
        first.execute(f"DELETE FROM main.{table}")
        first.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM now.{table}")
    first.commit()


def killed_while_it_derives(*words):
    """Start a command and kill it once it says that it derives; return what it had said."""
    with subprocess.Popen(
        [sys.executable, "-m", "holdtrue", *words],
        env=clean(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        said = []
        for line in started.stderr:
            said.append(line)
            if DERIVING in line:
                started.kill()
                break
    return said


def derived_as_a_whole(folder):
    """Whether it is noted that all was derived since."""
    with closing(DRIVER.connect(folder / FILE)) as database:
        notes = {
            name for (name,) in database.execute("SELECT name FROM django_migrations WHERE app = 'derived'")
        }
    assert "0001_initial" in notes, "from what it began"
    return len(notes) > 1


def test_a_folder_of_the_first_version_is_brought_up_to_date_and_stands_as_its_facts_say(tmp_path):
    folder = tmp_path / "register"
    here = ("--data", str(folder))
    process(*here, "init", "--name", "Older", "--owner", "ada@example.org")
    process(*here, "add", "system", "name=Scribe", "use=in_use")
    before = process(*here, "worklist", "--all", "--json").json
    as_the_first_version_had_it(folder)

    said = killed_while_it_derives(*here, "status")
    assert any("tables" in line for line in said)
    assert DERIVING in said[-1]
    left = derived_as_a_whole(folder)
    after = process(*here, "worklist", "--all", "--json")
    assert after.code == 0, after.err
    assert (DERIVING in after.err) is not left
    assert derived_as_a_whole(folder)
    checked = process(*here, "check-standing", "--json")
    assert DERIVING not in checked.err

    assert after.json == before
    assert before["to_sort"] == 1
    assert checked.code == 0
    assert checked.json["ok"]
