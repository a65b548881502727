"""The demonstration's steps that are more than adding and editing: each one ordinary action, by the person named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from holdtrue.app.actions import comments, declining, handing_over, records, ruling, views
from holdtrue.app.actions.applying import Decided, decide
from holdtrue.app.actions.documents.acknowledge import acknowledge
from holdtrue.app.actions.findings import checking, mending
from holdtrue.app.actions.sign import Decision
from holdtrue.app.actions.sign_set import sign_set
from holdtrue.app.demo.checking import CHECKED
from holdtrue.app.demo.lifecycle import LIVED

if TYPE_CHECKING:
    from holdtrue.app.demo.load import Story
    from holdtrue.store.models import Record

Step = Mapping[str, Any]


def _comment(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    made = comments.comment(
        caller,
        story.refs[step["comment"]],
        step["text"],
        question=bool(step.get("question")),
        reply_to=story.said.get(step.get("answers", ""), ""),
    )
    if "as" in step:
        story.said[step["as"]] = made.comment.uid
    return None


def _settle(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    comments.settle(caller, story.refs[step["about"]], story.said[step["settle"]])
    return None


def _refuse(story: Story, step: Step) -> Record | None:
    declining.refuse(story.caller(step["days"], step["by"]), story.refs[step["refuse"]], step["why"])
    return None


def _acknowledge(story: Story, step: Step) -> Record | None:
    for person in step["by"]:
        acknowledge(story.caller(step["days"], person), story.refs[step["acknowledge"]])
    return None


def _hand_over(story: Story, step: Step) -> Record | None:
    caller, ref = story.caller(step["days"], step["by"]), story.refs[step["hand_over"]]
    to = handing_over.plan(caller, ref, story.refs[step["to"]])
    handing_over.hand_over(caller, ref, to, why=step["why"])
    return None


def _ask(story: Story, step: Step) -> Record | None:
    about = [story.refs[name] for name in step.get("about", ())]
    return ruling.ask(
        story.caller(step["days"], step["by"]), step["ask"], details=step.get("details", ""), about=about
    )


def _answer(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    until = story.date(step["until"])
    return ruling.answer(caller, story.refs[step["answer"]], step["text"], reason=step["reason"], until=until)


def _view(story: Story, step: Step) -> Record | None:
    caller = story.caller(step["days"], step["by"])
    views.save(caller, step["of"], step["view"], step["query"], share="yes")
    return None


def _retire(story: Story, step: Step) -> Record | None:
    records.retire(story.caller(step["days"], step["by"]), story.refs[step["retire"]], why=step["why"])
    return None


def _decide(story: Story, step: Step) -> Record | None:
    caller, behind = story.caller(step["days"], step["by"]), step.get("behind", {})
    decisions = [
        Decided(number, included=word == "in", reason=reason, **_behind(story, behind.get(number, {})))
        for word in ("in", "out")
        for number, reason in step.get(word, {}).items()
    ]
    story.sets[step["decide"]] = [record.ref for record in decide(caller, decisions)]
    return None


def _behind(story: Story, said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [story.refs[x] for x in value] if isinstance(value, list) else story.refs[value]
        for name, value in said.items()
    }


def _sign_set(story: Story, step: Step) -> Record | None:
    decision = Decision(step["as_"], step.get("for", ""))
    sign_set(story.caller(step["days"], step["by"]), step["named"], story.sets[step["sign_set"]], decision)
    return None


def _correct(story: Story, step: Step) -> Record | None:
    return mending.correct(story.caller(step["days"], step["by"]), story.refs[step["correct"]], step["text"])


def _trace(story: Story, step: Step) -> Record | None:
    return mending.trace(story.caller(step["days"], step["by"]), story.refs[step["trace"]], step["text"])


def _compare(story: Story, step: Step) -> Record | None:
    return mending.compare(story.caller(step["days"], step["by"]), story.refs[step["compare"]], step["text"])


def _verify(story: Story, step: Step) -> Record | None:
    caller, shown = story.caller(step["days"], step["by"]), [story.refs[name] for name in step["with"]]
    return checking.verify(caller, story.refs[step["verify"]], shown, why=step["why"])


TOLD: Mapping[str, Callable[[Story, Step], Record | None]] = {
    "comment": _comment,
    "settle": _settle,
    "refuse": _refuse,
    "acknowledge": _acknowledge,
    "hand_over": _hand_over,
    "ask": _ask,
    "answer": _answer,
    "view": _view,
    "retire": _retire,
    "decide": _decide,
    "sign_set": _sign_set,
    "correct": _correct,
    "trace": _trace,
    "compare": _compare,
    "verify": _verify,
    **LIVED,
    **CHECKED,
}
"""The word a step begins with → what plays it; what comes back is named by the step."""

__all__ = ["TOLD"]
