"""The page of the command line is written from the commands, and names what they print."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from typer.main import get_command

from holdtrue.cli.commands import application
from holdtrue.cli.later import FORMS
from holdtrue.cli.manual import KEYS, page

PROMISED = (
    *(
        "init",
        "sign-in-link",
        "attest",
        "verify-attestation",
        "certification",
        "incident",
        "concerns",
        "confidentiality",
        "library",
        "up",
        "profile",
        "import",
        "status",
        "why",
        "forecast",
        "plan",
        "whatif",
        "kinds",
        "practices",
    ),
    *(
        "frameworks",
        "coverage",
        "requirements",
        "list",
        "show",
        "history",
        "add",
        "edit",
        "link",
        "retire",
        "duplicates",
        "merge",
        "comments",
        "comment",
        "answered",
        "mentions",
        "compare",
        "restore-revision",
        "measure",
        "indicators",
        "sign",
        "refuse",
        "withdraw",
        "ask-signature",
        "sign-rule",
        "asked-signatures",
    ),
    *(
        "attach",
        "collect",
        "gate",
        "ask-stage",
        "decide-stage",
        "gate-mode",
        "deploy",
        "open-early",
        "check",
        "roadmap",
        "review",
        "calendar",
        "cases",
        "verify",
        "check-standing",
        "binder",
        "export",
    ),
    *("backup", "restore", "mcp"),
    *("access", "members", "invite", "end-member", "organisations", "delete-organisation", "demo", "pack"),
    *(
        "document",
        "staff",
        "completions",
        "rules",
        "classify",
        "applicability",
        "audit",
        "decide",
        "import-review",
        "worklist",
        "snooze",
        "notices",
        "door",
        "hand-over",
        "correct",
        "erase",
        "away",
    ),
    *("ask-ruling", "give-ruling", "rulings", "export-list", "update", "edit-many", "undo"),
    *("loop", "mending", "plan-effect", "verify-effect", "not-effective", "reopen-finding"),
    "index",
    "report",
)


def test_the_page_is_what_the_commands_give():
    written = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
    assert written.read_text("utf-8") == page(), "write it anew: python -m holdtrue.cli.manual"


def test_every_promised_command_is_there():
    group: Any = get_command(application())
    assert set(group.commands) == set(PROMISED)
    assert set(KEYS) == set(PROMISED) - set(FORMS)


def test_the_keys_on_the_page_are_those_printed(shell, tmp_path):
    shell.json("add", "system", "name=Triage")
    shell.json("add", "policy", "topic=ai", "title=Our rules")
    shell.json("add", "indicator", "tag=unlisted-systems-found")
    file = tmp_path / "more.csv"
    file.write_text("name,intended purpose\nSorter,Sorts letters\n", "utf-8")
    printed = {
        "sign-in-link": shell.json("sign-in-link"),
        "import": shell.json("import", file),
        "status": shell.json("status"),
        "index": shell.json("index", "--trend"),
        "why": shell.json("why", "organisation", "ai-policy"),
        "list": shell.json("list", "system")[0],
        "show": shell.json("show", "SYS-1"),
        "history": shell.json("history", "SYS-1")[0],
        "sign": shell.json("sign", "POL-1", "--as", "approved", "--good-for", "12 months"),
        "attach": shell.json("attach", "SYS-1", file),
        "measure": shell.json("measure", "IND-1", "0.1", "--on", "2026-01-05"),
        "cases": shell.json("cases"),
        "verify": shell.json("verify"),
        "check-standing": shell.json("check-standing"),
        "kinds": shell.json("kinds")[0],
        "practices": shell.json("practices")[0],
        "frameworks": shell.json("frameworks")[0],
        "coverage": shell.json("coverage", "iso42001"),
        "requirements": shell.json("requirements", "law25", "--failing"),
    }
    for command, document in printed.items():
        assert promised(command) <= set(document), command


def promised(command):
    """The keys at the top of a command's document, as the page names them."""
    text = KEYS[command].partition("; ")[0]
    text = text[2:-2] if text.startswith("[{") else text
    while re.search(r"[\[({][^\[\](){}]*[\])}]", text):
        text = re.sub(r"\s*[\[({][^\[\](){}]*[\])}]", "", text)
    names = {name.strip() for name in text.split(",")}
    return {name for name in names if name and " " not in name}
