"""The page on the federal audit is true: its commands run as they stand there, and its figures are what they give."""

from __future__ import annotations

import io
import shlex
import shutil
from pathlib import Path

import docx

from cli.conftest import Shell
from harness.published import first_register

PAGE = Path(__file__).resolve().parents[2] / "docs" / "federal-audit.md"
BEGINNING = ("init", "import")
"""Acts that were done once for the whole run: the register is taken over as they left it."""


def commands() -> list[list[str]]:
    lines = PAGE.read_text("utf-8").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("holdtrue ")]


def sizes() -> dict[str, list[int]]:
    """Class → in use, drawn, asked for, as the table on the page says."""
    rows = [
        line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line[:2] == "| "
    ]
    return {name: [int(n) for n in rest] for name, *rest in rows if rest[0].isdecimal()}


def test_the_commands_of_the_page_run_and_give_its_figures(databases, tmp_path, capsys):
    from django.test.utils import override_settings

    from holdtrue.settings import DataFolder

    first_register(databases.shared, tmp_path / "made")
    folder = DataFolder(tmp_path / "data").prepare()
    with override_settings(HOLDTRUE_FOLDER=folder), databases.fresh("sqlite", folder.path):
        shutil.copyfile(tmp_path / "made" / folder.database.name, folder.database)
        shell, said = Shell(folder.path, capsys), {}
        for words in commands():
            if words[0] not in BEGINNING:
                given = [str(tmp_path / word) if word.startswith("audit.") else word for word in words]
                said[" ".join(words[:2])] = shell.json(*given)

    drawn = said["audit draw"]["strata"]
    assert {s["class"]: [s["population"], len(s["drawn"]), s["least"]] for s in drawn} == sizes()
    assert (tmp_path / "audit.pdf").read_bytes().startswith(b"%PDF")
    told = docx.Document(io.BytesIO((tmp_path / "audit.docx").read_bytes()))
    cells = {c.text for t in told.tables for line in t.rows for c in line.cells}
    assert sum(1 for text in cells if text.startswith("SYS-")) == sum(n for _, n, _ in sizes().values())
    words = "\n".join(p.text for p in told.paragraphs) + "\n".join(cells)
    assert "FND-0001" in words
    assert "Every requirement the audit covers was looked at." in words
