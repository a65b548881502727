"""The demonstration's steps at the gates of a system: asked, decided, approved ahead, opened early, left overnight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions import deploying, gating, overriding, snapshots, staging
from holdtrue.app.actions.overriding import Waiver
from holdtrue.core.refusals import Disagreement

if TYPE_CHECKING:
    from holdtrue.app.demo.load import Story
    from holdtrue.store.models import Record

Step = Mapping[str, Any]


def _ask_gate(story: Story, step: Step) -> Record | None:
    caller, fields = story.caller(step["days"], step["by"]), dict(step.get("with", {}))
    return gating.ask(caller, story.refs[step["ask_gate"]], step["to"], fields)


def _gate(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    verdict = gating.Verdict(step["decision"], reason=step.get("why", ""))
    change: Record | None = gating.decide(caller, story.refs[step["gate"]], step["to"], verdict).change
    return change


def _deploy(story: Story, step: Step) -> Record | None:
    """What lies outside a standing approval is refused, where the story says so."""
    caller = story.caller(step["days"], step["by"])
    wanted = deploying.Wanted({}, version=step["version"])
    try:
        return deploying.deploy(caller, story.refs[step["deploy"]], wanted, why=step.get("why", "")).change
    except Disagreement:
        if not step.get("refused"):
            raise
        return None


def _open_early(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    waiver = Waiver(step["why"], step["limits"], story.date(step["until"]))
    row = overriding.open_early(caller, story.refs[step["open_early"]], step["to"], waiver)
    change: Record | None = row.change
    return change


def _overnight(story: Story, step: Step) -> Record | None:
    """What the days bring by themselves: stages entered and fallen back from, figures counted."""
    caller = story.caller(step["days"])
    staging.settle(caller.organisation, clock=caller.clock)
    overriding.fall_back(caller.organisation, clock=caller.clock)
    snapshots.take(caller.organisation, caller.clock)
    return None


LIVED: Mapping[str, Callable[[Story, Step], Record | None]] = {
    "ask_gate": _ask_gate,
    "gate": _gate,
    "deploy": _deploy,
    "open_early": _open_early,
    "overnight": _overnight,
}
"""The word a step begins with → what plays it."""

__all__ = ["LIVED"]
