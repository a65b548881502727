"""How the reading of a law is said: the words of each fact, the texts a record keeps, and the JSON scripts read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.classifying import Outcome
from holdtrue.core.content import content
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import filled
from holdtrue.core.messages import Message
from holdtrue.words import say, text

if TYPE_CHECKING:
    from holdtrue.app.queries.classes import Looked
    from holdtrue.app.shapes import Json
    from holdtrue.core.classifying import Classified, Taken
    from holdtrue.core.frameworks import Requirement
    from holdtrue.core.walks import Question


def class_words(name: str) -> str:
    """Say a class."""
    labels = dict(KINDS["classification"].spec("class").choices)
    return say(labels[name]) if name in labels else name


def law_words(law: str) -> str:
    """Say a law by its name."""
    return text(f"choice.law.{law}")


def value_words(question: Question, value: object) -> str:
    """Say an answer as people read it; '' where there is none."""
    if not filled(value):
        return ""
    if isinstance(value, bool):
        return text("classify.yes" if value else "classify.no")
    if isinstance(value, (list, tuple)):
        return "; ".join(value_words(question, one) for one in value)
    return option_words(question, str(value))


def option_words(question: Question, value: str) -> str:
    """Say one value of a question: in its own words, or by the label of the field it is a fact of."""
    own = dict(question.options).get(value, "")
    if own:
        return own
    if question.list:
        return say(Message(f"choice.{question.list}.{value}"))
    labels = dict(KINDS["system"].spec(question.fact).choices) if question.fact else {}
    return say(labels[value]) if value in labels else value


def kept_texts(found: Classified) -> dict[str, object]:
    """Return the texts a classification keeps: reasons, facts, the screen and the grounds of exemption."""
    told = [taken for taken in found.steps if taken.branch is not None]
    screen = next((t for t in told if t.step.id == "prohibited"), None)
    grounds = next((t for t in told if t.step.id == "exempt"), None)
    return {
        "reasons": "\n".join(f"{t.step.article}: {t.branch.says}" for t in told if t.branch and _bears(t)),
        "facts": "\n".join(_fact_lines(found)),
        "prohibited_screen": _screened(screen) if screen else "",
        "exemption_grounds": _screened(grounds) if grounds else "",
    }


def _bears(taken: Taken) -> bool:
    branch = taken.branch
    if branch is None:
        return False
    return taken.outcome is Outcome.YES or bool(branch.gives or branch.end)


def _fact_lines(found: Classified) -> list[str]:
    read = [t for t in found.steps if t.outcome is not Outcome.NOT_ASKED]
    facts = dict.fromkeys(question for t in read for question, value in t.facts if filled(value))
    lines = [f"{q.label}: {value_words(q, found.answers[q.id])}" for q in facts]
    return [*lines, text("classify.law_line", title=found.walk.title, version=found.walk.version)]


def _screened(taken: Taken) -> str:
    says = taken.branch.says if taken.branch else ""
    given = "; ".join(f"{q.label}: {value_words(q, v)}" for q, v in taken.facts if filled(v))
    return f"{says} {given}".strip()


def uncertain_words(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the points sources disagree on, as (topic, what is known)."""
    raw = content("frameworks/eu_ai_act.yaml")["uncertain"]
    points = {u["id"]: u for u in raw} if isinstance(raw, list) else {}
    return tuple((points[n]["topic"], points[n]["text"]) for n in names if n in points)


def duty_json(duty: Requirement, eu_class: str | None) -> Json:
    """Return one duty with its first day."""
    starts = duty.applies_from(eu_class)
    return {
        "id": duty.id,
        "article": duty.article,
        "title": duty.title,
        "applies_from": iso(starts) if starts is not None else None,
        "date_certain": duty.date_certain,
    }


def looked_json(looked: Looked) -> Json:
    """Return a walk as it was taken: class, steps with article and facts, what is missing, duties and dates."""
    found = looked.found
    return {
        "system": looked.ref,
        "title": looked.title,
        "law": found.walk.law,
        "law_version": found.walk.version,
        "as_of": found.walk.as_of,
        "source": found.walk.source,
        "class": found.settled,
        "possible": list(found.possible),
        "also": list(found.also),
        "roles": list(found.roles),
        "missing": [
            {"question": q.id, "ask": q.ask, "article": q.article, "field": q.fact or None}
            for q in found.missing
        ],
        "steps": [_step_json(taken) for taken in found.steps],
        "duties": [duty_json(duty, found.settled) for duty in found.duties],
        "record": looked.record or None,
        "recorded_class": looked.recorded or None,
        "agrees": looked.agrees,
    }


def _step_json(taken: Taken) -> Json:
    return {
        "id": taken.step.id,
        "article": taken.step.article,
        "title": taken.step.title,
        "outcome": taken.outcome.value,
        "because": taken.branch.says if taken.branch else "",
        "facts": [
            {"question": q.id, "label": q.label, "value": value_words(q, v), "field": q.fact or None}
            for q, v in taken.facts
        ],
        "missing": [q.id for q in taken.missing],
        "uncertain": list(taken.step.uncertain),
    }
