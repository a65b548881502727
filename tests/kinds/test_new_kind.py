"""The recipe holds: a class, its words and a line in the registry make a kind; everything else follows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import holdtrue

KIND = '''"""Kinds of what was agreed: contracts."""

from __future__ import annotations

from holdtrue.core.kinds.field import Choice, Date, Link, LongText, Text, field
from holdtrue.core.kinds.kind import Kind


class Contract(Kind):
    id = "contract"
    prefix = "CTR"
    title_field = "title"
    owner_field = "owner"
    phase = "plan"

    title: Text = field(required=True, material=True)
    subject: LongText = field(material=True)
    criticality: Choice = field(choices="criticality", filterable=True)
    ends_on: Date = field(filterable=True)
    supplier: Link = field(target="supplier", filterable=True)
    owner: Link = field(target="person", filterable=True)
'''
WORDS = """# The words of contracts.
kind.contract.title: "Contract"
kind.contract.plural: "Contracts"
kind.contract.help: "What was agreed with somebody about your AI."
kind.contract.field.title.label: "What is it called?"
kind.contract.field.title.help: "The name people use."
kind.contract.field.title.example: "Hosting agreement 2026"
kind.contract.field.subject.label: "What was agreed?"
kind.contract.field.criticality.label: "How much hangs on it?"
kind.contract.field.ends_on.label: "Until when?"
kind.contract.field.supplier.label: "With whom?"
kind.contract.field.owner.label: "Who answers for it?"
"""
PAGES = """
import json, sys
from holdtrue.settings import start
start(__import__("pathlib").Path(sys.argv[1]))
from django.test import Client
from django.test.utils import setup_test_environment
from holdtrue.accounts.models import User
setup_test_environment()
client = Client()
client.force_login(User.objects.get())
base = "/o/north/"
from holdtrue.api.schemas import components
told = {path: client.get(base + path).content.decode() for path in sys.argv[2:]}
print(json.dumps({"pages": told, "schemas": sorted(components())}))
"""


COMMANDS = """
import contextlib, io, json, sys
from holdtrue.cli.commands import run
told = []
for words in json.loads(sys.argv[2]):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run(["--data", sys.argv[1], "--json", *words])
    assert code == 0, words
    told.append(json.loads(printed.getvalue()))
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the package with three files touched, and a folder of data made with it."""
    base = tmp_path_factory.mktemp("kind")
    shutil.copytree(Path(holdtrue.__file__).parent, base / "src" / "holdtrue")
    package = base / "src" / "holdtrue"
    (package / "core/kinds/contracts.py").write_text(KIND, "utf-8")
    (package / "data/words/en/kinds_contracts.yaml").write_text(WORDS, "utf-8")
    registry = package / "core/kinds/registry.py"
    lines = registry.read_text("utf-8")
    lines = lines.replace(
        "from holdtrue.core.kinds.context",
        "from holdtrue.core.kinds.contracts import Contract\nfrom holdtrue.core.kinds.context",
        1,
    )
    registry.write_text(lines.replace("*(Organization,", "*(Contract, Organization,", 1), "utf-8")
    return base


def asked(house, *words):
    """What the interpreter prints with the copied package."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HOLDTRUE_", "DJANGO_"))}
    environment = {**kept, "PYTHONPATH": str(house / "src"), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=house, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


@pytest.mark.slow
def test_three_files_make_a_kind_and_everything_else_follows(house):
    file = house / "contracts.csv"
    file.write_text("What is it called?,What was agreed?\nMaintenance,Twice a year\n", "utf-8")
    contract = ("title=Hosting", "criticality=high", "supplier=SUP-1")
    lines = (
        ("init", "--name", "North", "--owner", "ada@example.org"),
        ("add", "supplier", "name=Acme"),
        ("add", "contract", *contract),
        ("import", str(file), "--kind", "contract"),
        ("list", "contract", "--where", "criticality=high"),
        ("list", "contract", "--find", "twice"),
        ("kinds",),
        ("check-standing",),
    )
    told = json.loads(asked(house, "-c", COMMANDS, str(house / "data"), json.dumps(lines)))
    _, _, made, taken, high, twice, kinds, checked = told
    assert made["ref"] == "CTR-0001"
    assert made["links"]["supplier"] == ["SUP-0001"]
    assert taken["added"] == 1
    assert [row["ref"] for row in high] == ["CTR-0001"]
    assert [row["ref"] for row in twice] == ["CTR-0002"]
    assert any(row["id"] == "contract" for row in kinds)
    assert checked["ok"]
    pages = ("contracts/", "contracts/add/", "r/CTR-0001/", "r/CTR-0001/edit/", "search/?q=hosting", "plan/")
    told = json.loads(asked(house, "-c", PAGES, str(house / "data"), *pages))
    assert {"ContractFields", "ContractLinks", "NewContract"} <= set(told["schemas"])
    page = told["pages"]
    assert "Hosting" in page["contracts/"]
    assert "How much hangs on it?" in page["contracts/add/"]
    assert "Hosting agreement 2026" in page["contracts/add/"]
    assert "Acme" in page["r/CTR-0001/"]
    assert 'value="Hosting"' in page["r/CTR-0001/edit/"]
    assert "CTR-0001" in page["search/?q=hosting"]
    assert "Contracts" in page["plan/"]
    asked(house, "-m", "holdtrue.words.reference", str(house / "docs"))
    assert "Hosting agreement 2026" in (house / "docs/kinds/contract.md").read_text("utf-8")
