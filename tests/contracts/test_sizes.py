"""House rules a reader feels: short files, short functions, one noun per module, a sentence at the head."""

from __future__ import annotations

import ast
import re

from contracts.sources import checks, modules, short, templates, tree

LINES = 400
FUNCTION = 60
WEAK = re.compile(r"(^|_)(util|utils|helper|helpers|manager|managers|misc|common|stuff)(_|$)|^base_")

EXEMPT_NAMES = {
    "src/holdtrue/sqlite/base.py": "Django looks for a backend's connection under this name",
    "src/holdtrue/core/claims/base.py": "what every claim form is built on; the one base of the calculus",
}


def test_a_file_fits_in_four_hundred_lines():
    long = {
        short(path): lines
        for path in (*modules(), *templates(), *checks())
        if (lines := len(path.read_text("utf-8").splitlines())) > LINES
    }
    assert not long


def test_a_function_fits_in_sixty_lines():
    long = {
        f"{short(path)} {node.name}": node.end_lineno - node.lineno + 1
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= FUNCTION
    }
    assert not long


def test_a_module_begins_with_a_sentence_that_says_what_belongs_in_it():
    silent = [
        short(path)
        for path in modules()
        if not (ast.get_docstring(tree(path)) or "").split("\n\n")[0].rstrip().endswith(".")
    ]
    assert not silent


def test_a_module_is_named_for_one_thing():
    weak = [
        short(path)
        for path in modules()
        if short(path) not in EXEMPT_NAMES and (WEAK.search(path.stem) or path.stem.strip("_").count("_") > 2)
    ]
    assert not weak
