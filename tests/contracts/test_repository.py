"""What the repository may hold: no addresses in locks, no unfinished work, no waiver without its reason."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from contracts.sources import PACKAGE, ROOT, checks, modules, short, tracked, tree

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
HERE = short(ROOT / "tests" / "contracts" / "test_repository.py")
# Put together here, so that this file does not hold what it forbids.
HOSTS = re.compile(
    "|".join(("py" + r"pi\.o", "python" + "hosted", r"registry\." + "npmjs", r"deb\." + "debian"))
)
MACHINE = re.compile("|".join((r"(?<![\w}])/" + "work/", "/" + r"root/\.", "/" + "tmp/PLAN")))
UNFINISHED = re.compile(
    "|".join(
        (
            r"\bTO" + "DO\b",
            "FIX" + "ME",
            r"raise NotImplemented" + "Error",
            r"pytest\." + "skip",
            r"mark\." + "(skip|xfail)",
            r"\bmock" + r"\.(patch|Mock|Magic)",
            r"(from|import) unittest\." + "mock",
        )
    )
)
WAIVED = re.compile(r"#\s*(?:noqa: [A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type: ignore\[[a-z, -]+\])(?P<reason>.*)$")
BARE = re.compile(r"#\s*(?:noqa(?!:)|type: ignore(?!\[))")
TEXT = {".py", ".toml", ".txt", ".md", ".yaml", ".yml", ".html", ".css", ".js", ".json", ".cfg", ""}


def readable():
    for path in tracked():
        if path.suffix in TEXT and ".min." not in path.name:
            try:
                yield path, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


@pytest.mark.parametrize("lock", LOCKS, ids=short)
def test_a_lock_carries_no_address_and_a_hash_for_everything(lock):
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(
        r"^\s*(-i|--index-url|--extra-index-url|--find-links|--trusted-host|-f)\b", text, re.MULTILINE
    )
    names = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, re.MULTILINE)
    assert names
    assert len(names) == len(re.findall(r"^[a-z0-9][^\n]*\\\n\s+--hash=sha256:", text, re.MULTILINE))


def test_nothing_names_a_package_host_or_the_machine_it_was_written_on():
    found = [short(path) for path, text in readable() if HOSTS.search(text) or MACHINE.search(text)]
    assert not found


def test_nothing_is_left_unfinished_or_switched_off():
    found = [short(path) for path, text in readable() if path.suffix == ".py" and UNFINISHED.search(text)]
    assert not found


def test_every_waiver_has_its_reason_beside_it():
    bare = []
    for path in (*modules(), *checks()):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            waived = WAIVED.search(line)
            if short(path) != HERE and (
                BARE.search(line) or (waived and len(waived["reason"].strip(" #")) < 8)
            ):
                bare.append(f"{short(path)}:{number}")
    assert not bare


def test_every_direct_dependency_is_pinned_and_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert all("==" in line for line in wanted)
    names = {re.split(r"[\[=]", line)[0] for line in wanted}
    assert names == set(re.findall(r"^\| `([a-z0-9-]+)` \|", said, re.MULTILINE))


def test_every_setting_has_its_line_in_the_docs():
    used = {
        node.value
        for folder in ("settings", "server", "cli")
        for path in (PACKAGE / folder).rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"HOLDTRUE_[A-Z_]+", node.value)
    }
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    said = set(re.findall(r"^\| `(HOLDTRUE_[A-Z_]+)` \|", page, re.MULTILINE))
    named = {
        name.removesuffix("_FILE") for name in used - INTERNAL
    }  # a secret's name with _FILE is the same setting
    assert named == said


INTERNAL = {
    "HOLDTRUE_FOLDER",  # Django settings we add, not read from the environment
    "HOLDTRUE_WORKER",  # told by the service to its own job worker
}


CLOCK = re.compile(r"\b(datetime|timezone|dt)\.(now|utcnow|today)\(|\bdate\.today\(|\btime\.time\(")
ASKS_THE_CLOCK = {
    "src/holdtrue/app/clock.py": "the one module that asks it",
    "src/holdtrue/accounts/views.py": "the door lies below the app and hands the moment on",
    "src/holdtrue/accounts/models/user.py": "allauth makes users without saying when",
}


def test_one_module_asks_the_clock():
    asking = {short(path) for path in modules() if CLOCK.search(path.read_text("utf-8"))}
    assert asking <= set(ASKS_THE_CLOCK)


def test_every_interface_is_kept_from_the_store():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    kept = next(
        contract["source_modules"] for contract in contracts if contract["name"].startswith("Only the store")
    )
    there = {
        f"holdtrue.{name}"
        for name in ("pages", "api", "cli", "mcp")
        if (PACKAGE / name / "__init__.py").exists()
    }
    assert there == set(kept)


def test_no_statement_takes_its_limit_as_a_parameter():
    """SQLite would prepare it anew each time; `statements.at_most` writes it into the text."""
    assert [short(path) for path in modules() if "LIMIT %s" in path.read_text()] == []
