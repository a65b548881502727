"""Whatever an action is named, the log says in words what it did, and no such words lie unused."""

from __future__ import annotations

import ast
import re
from functools import cache

from contracts.sources import PACKAGE, catalog, modules, short, tree
from holdtrue.words.entries import done

WORDS = re.compile(r"page\.history\.(?:here|action)\.(\w+)")
STEPS = ("correct", "trace", "compare")
"""Of a finding, which are handed to the one place that writes them."""
RELATIONS = ("owner", "overseer")
NEVER_LOGGED = {"*.whatif"}
ACTIONS = PACKAGE / "app" / "actions"
FALLBACK = {"other", "name_person"}


def named(node: ast.expr, module: ast.Module) -> list[str]:
    """The action a call names, '*' for any kind's."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.Name):
        return [_constant(node.id, module)]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        place = next(path for path in modules() if path.stem == node.value.id and path.parent == ACTIONS)
        return [_constant(node.attr, tree(place))]
    assert isinstance(node, ast.JoinedStr), ast.dump(node)
    return _made(node, module)


def _made(node: ast.JoinedStr, module: ast.Module) -> list[str]:
    said = ast.unparse(node)[2:-1]
    if said == "finding.{step}":
        return [f"finding.{step}" for step in STEPS]
    constants = re.sub(r"\{([A-Z_]+)\}", lambda x: _constant(x[1], module), said)
    any_kind = re.sub(r"^\{[a-z_.]+\}", "*", constants)
    return [any_kind.replace("{relation}", relation) for relation in RELATIONS]


def _constant(name: str, module: ast.Module) -> str:
    """What a module's constant says, wherever it comes from; one assigned with others stands among them."""
    for line in module.body:
        if isinstance(line, ast.Assign):
            for target in line.targets:
                pairs = (
                    zip(target.elts, line.value.elts, strict=True)
                    if isinstance(target, ast.Tuple) and isinstance(line.value, ast.Tuple)
                    else [(target, line.value)]
                )
                for left, right in pairs:
                    if isinstance(left, ast.Name) and left.id == name and isinstance(right, ast.Constant):
                        return str(right.value)
        elif isinstance(line, ast.ImportFrom) and any(one.name == name for one in line.names):
            return _constant(name, tree(PACKAGE.parent / f"{str(line.module).replace('.', '/')}.py"))
    raise AssertionError(name)


@cache
def actions() -> dict[str, str]:
    """Every action the code names, and where."""
    found = {}
    for path in modules():
        if path.is_relative_to(PACKAGE / "app") and "acting" in path.read_text("utf-8"):
            for node in ast.walk(tree(path)):
                for action in _asked(node, tree(path)):
                    found[action] = f"{short(path)}:{getattr(node, 'lineno', 0)}"
    return found


def _asked(node: ast.AST, module: ast.Module) -> list[str]:
    """What this call, if it is one, names an entry of the log by."""
    if not isinstance(node, ast.Call):
        return []
    if isinstance(node.func, ast.Name) and node.func.id in ("acting", "Act"):
        asked = node.args[1]
        # The one place where every action begins hands on what it was given.
        return [] if isinstance(asked, ast.Name) and asked.id == "name" else named(asked, module)
    if getattr(node.func, "attr", "") == "append":
        return [
            str(part.value.value)
            for part in node.keywords
            if part.arg == "action" and isinstance(part.value, ast.Constant)
        ]
    return []


def test_every_action_is_found():
    assert len(actions()) > 90
    assert {"system.gate", "*.edit", "*.erase_revisions", "finding.trace"} <= set(actions())


def test_every_action_is_said_in_words():
    silent = [
        f"{action} at {where}"
        for action, where in actions().items()
        if action not in NEVER_LOGGED
        for alone in (True, False)
        if done(action, alone=alone).id == "page.history.action.other"
    ]
    assert silent == []


def test_words_that_stand_alone_lead_to_nothing():
    for action in actions().keys() - NEVER_LOGGED:
        said = done(action, alone=True).id
        assert not re.search(r"(:| of| on| for| to| about|,)$", str(catalog()[said])), (
            action,
            catalog()[said],
        )


def test_no_words_of_an_entry_lie_unused():
    said = {name for key in catalog() if (found := WORDS.fullmatch(key)) for name in found.groups()}
    names = {name for action in actions() for name in (action.replace(".", "_"), action.rpartition(".")[2])}
    assert said - names - FALLBACK == set()


def test_an_action_of_a_later_version_is_named_as_it_is():
    from holdtrue.words import say

    assert say(done("system.teleport", alone=True)) == "did: system.teleport"
