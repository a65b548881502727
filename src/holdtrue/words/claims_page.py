"""Writes docs/claims.md: every claim form, what it spans, and which state it returns when, as the vocabulary says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdtrue.core.content import content
from holdtrue.core.verdicts import State

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEAD = """# Claims

A claim is a testable statement about the register. Evaluating one gives a **verdict**: the whole days
`[opens, until)` on which it holds, what would be so had every unknown turned out well (`best`), and the
fact that decides. This page is written from `src/holdtrue/data/practices/vocabulary.yaml` by `python -m
holdtrue.words.claims_page docs`; a test compares the two. Each cell of the table is shown by at least one
case under `src/holdtrue/data/cases`; `holdtrue cases` runs them. Every practice has at least three of its
own there (`practices_*.yaml`): the last day it holds, the first day it does not, and a piece missing. In a
list named `groups` each group gives a practice, a level and facts; a case of it adds `facts`, sets fields
with `also`, and takes away with `without` (a ref, or `ref.field`).
"""
_AFTER = """A state without a cell is never returned by the form itself. Any form with a period by tier is unknown, *not
yet sorted*, for a system whose triage lacks facts. `each`, `some`, `share`, `all`, `any` and `at_least`
return any state of their parts: they hold if enough parts hold; are unknown if the unknown parts could
still make it; otherwise the first state in this order among the parts that fail, ties going to the lowest
ref.
"""
_OWN = """## What we settled where the vocabulary leaves room

- A record that *may* be a member counts in `each` with its own until and a best without end. In `share` it
  counts among the members and never as holding: it can make the answer unknown, never better.
- `none` looks at what is in force and at a draft of it: a forbidden match in either is one.
- Membership in `each`, `some`, `share` and `settled` is read from what is in force, or from the draft while
  nothing is.
- Only a yes or no with a blank aspect acts on a practice. What answers a no is judged by its own day, or by
  the day it was recorded where it has none.
- Undated evidence counts for nothing once a read piece is not in order; before that it leaves the claim
  unknown.
- Evidence counts as read once it has a result. Shared evidence stops counting where the component's version
  is another than the one it was attached to.
- A kind that belongs to systems is the organisation's own where it is linked to the organisation, to
  nothing, or only to organisation-wide records.
- An open major finding brings every level of the practice it names down in the scope it is about.
- A tiered period outside any system follows the strictest tier.
- A level of a system practice has one organisation-wide part at most; parts side by side under one `all`
  count as one.
"""


def page() -> str:
    """Return the page."""
    raw: Mapping[str, Any] = content("practices/vocabulary.yaml")
    forms: Mapping[str, Any] = raw["claims"]
    states = [state.word for state in sorted(State, key=lambda state: (state is not State.HOLDS, state))]
    lines = [_LEAD, "## Form × state", "", _row("form", *states), _row(*["---"] * (len(states) + 1))]
    for form, said in forms.items():
        when = said["states"]
        if isinstance(when, str):
            continue
        cells = [_cell(when.get(state.replace(" ", "_"), "")) for state in states]
        lines.append(_row(f"`{form}`", *cells))
    lines += ["", _AFTER, "## The states", ""]
    lines += [f"- **{name.replace('_', ' ')}** {text}" for name, text in raw["verdict"]["states"].items()]
    lines += ["", "## The forms", ""]
    for form, said in forms.items():
        lines += [
            f"### {form}",
            "",
            f"    {said['form']}",
            "",
            f"{said['span']}",
            "",
            f"Told by: {said['witness']}",
            "",
        ]
        if "rule" in said:
            lines += [said["rule"], ""]
    return "\n".join([*lines, _OWN])


def write(folder: Path) -> None:
    """Write the page into the docs folder."""
    (folder / "claims.md").write_text(page(), "utf-8")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
