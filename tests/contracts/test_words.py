"""Every sentence people read has an id, every id is used, and none claims what only an accredited body may say."""

from __future__ import annotations

import ast
import re
from functools import cache
from string import Formatter

from contracts.sources import catalog, modules, short, templates, tree

SAYS = {"Message", "text", "t"}
REFUSES = {
    "Refusal",
    "BadInput",
    "NotFound",
    "NotAllowed",
    "Stale",
    "Disagreement",
    "Unreachable",
    "NotSignedIn",
    "TooMany",
}
ID = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_*-]+)+$")
QUOTED = re.compile(r"""["']([a-z][a-z0-9_]*(?:\.[a-z0-9_-]+)+)["']""")
SAID_IN_PAGE = re.compile(r"""\bt\(\s*["']([^"']+)["']""")
STEM_IN_PAGE = re.compile(r"""["']([a-z][a-z0-9_.]*\.)["']\s*~""")
FORBIDDEN = re.compile(r"\b(compliant|certified)\b", re.IGNORECASE)
ALONE = {"nothing"}
"""Ids without a dot."""


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


@cache
def calls() -> tuple[tuple[str, ast.Call], ...]:
    return tuple(
        (f"{short(path)}:{node.lineno}", node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and node.args and called(node) in SAYS | REFUSES
    )


def pattern(node: ast.JoinedStr) -> re.Pattern[str]:
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[A-Za-z0-9_.-]*"
        for part in node.values
    ]
    return re.compile("".join(parts))


@cache
def written() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The texts that stand in the code and pages, and the patterns of those put together there."""
    texts: set[str] = set()
    made: set[re.Pattern[str]] = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
                if re.fullmatch(r"[a-z][a-z0-9_.]*[._]", node.value):
                    made.add(re.compile(re.escape(node.value) + r"[A-Za-z0-9_.-]+"))
            elif isinstance(node, ast.JoinedStr) and _names_an_id(node):
                made.add(pattern(node))
    for path in templates():
        page = path.read_text("utf-8")
        texts.update(QUOTED.findall(page))
        made.update(
            re.compile(re.escape(stem) + r"[A-Za-z0-9_.-]+")
            for stem in re.findall(r"""["']([a-z][a-z0-9_.]*\.)["']\s*~""", page)
        )
    return frozenset(texts), tuple(made)


def _names_an_id(node: ast.JoinedStr) -> bool:
    fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return "." in fixed and bool(re.fullmatch(r"[A-Za-z0-9_.-]+", fixed)) and bool(fixed.strip("._"))


def test_every_sentence_said_in_code_is_in_a_catalog():
    lacking = []
    for where, node in calls():
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            if first.value not in catalog() and (ID.match(first.value) or called(node) == "Message"):
                lacking.append(f"{where} {first.value}")
        elif isinstance(first, ast.JoinedStr) and called(node) in {"Message", *REFUSES}:
            wanted = pattern(first)
            if not any(wanted.fullmatch(name) for name in catalog()):
                lacking.append(f"{where} {wanted.pattern}")
    assert not lacking


def test_every_sentence_said_in_a_page_is_in_a_catalog():
    lacking = [
        f"{short(path)} {name}"
        for path in templates()
        for name in SAID_IN_PAGE.findall(path.read_text("utf-8"))
        if not name.endswith(".") and name not in catalog()
    ]
    assert not lacking


def test_no_sentence_lies_unused():
    texts, made = written()
    unused = [
        name
        for name in catalog()
        if name not in texts and name not in ALONE and not any(shape.fullmatch(name) for shape in made)
    ]
    assert not unused


def test_every_blank_of_a_sentence_is_given():
    short_of = []
    for where, node in calls():
        first = node.args[0]
        given = _given(node)
        if given is None or not isinstance(first, ast.Constant) or first.value not in catalog():
            continue
        wanted = _blanks(catalog()[first.value])
        if wanted - given:
            short_of.append(f"{where} {first.value} lacks {sorted(wanted - given)}")
    assert not short_of


def _blanks(entry: object) -> set[str]:
    forms = entry.values() if isinstance(entry, dict) else [entry]
    names = {name for form in forms for _, name, _, _ in Formatter().parse(str(form)) if name}
    return names | ({"n"} if isinstance(entry, dict) else set())


def _given(node: ast.Call) -> set[str] | None:
    """The names a call fills; None where it hands on what it was given."""
    if len(node.args) > 1:
        params = node.args[1]
        if not isinstance(params, ast.Dict) or None in params.keys:
            return None
        return {key.value for key in params.keys if isinstance(key, ast.Constant)}
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    return {str(keyword.arg) for keyword in node.keywords}


def test_no_sentence_blurs_readiness_with_certification():
    blurred = [name for name, entry in catalog().items() if FORBIDDEN.search(str(entry))]
    blurred += [short(path) for path in templates() if FORBIDDEN.search(path.read_text("utf-8"))]
    assert not blurred
