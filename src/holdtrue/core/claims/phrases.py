"""What claims are about, in plain words: nouns with their conditions, fields, facts and periods, as messages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from holdtrue.core.content import SHIPPED, by_the_rules_of, content
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.core.claims.periods import Every
    from holdtrue.core.days import Period

ONE, MANY = 1, 2
"""What chooses between singular and plural where no number is said."""
_NAMED = frozenset({"approver", "auditor", "chair", "deputy", "holder", "overseer", "owner"})
"""Fields that name a person by what that person is to the record."""
_AS_WRITTEN = frozenset({"jurisdictions", "law", "topic"})
"""Fields whose values are names."""


@cache
def _worded() -> frozenset[str]:
    with by_the_rules_of(SHIPPED):
        return frozenset(content("words/en/claims_plain.yaml"))


def worded(message_id: str) -> bool:
    """Whether the catalog of plain claims has words of its own for that id."""
    return message_id in _worded()


def first_worded(stem: str, *ends: str) -> str:
    """Return the first of `stem.end` that has words of its own, else the stem."""
    return next((f"{stem}.{end}" for end in ends if worded(f"{stem}.{end}")), stem)


def plain(name: str) -> str:
    """Return a tag, value or name without its hyphens."""
    return name.replace("-", " ").replace("_", " ").replace(".", " ")


def tag_said(tag: str) -> Message | str:
    """Return what evidence of a tag shows, or what a figure counts."""
    return Message(f"claim.tag.{tag}") if worded(f"claim.tag.{tag}") else plain(tag)


def such(kind: str, where: Mapping[str, object], n: int = ONE) -> Message:
    """Return the kind with its conditions, as 'policy on AI' or 'policies on AI'."""
    said = Message(f"claim.noun.{kind}", {"n": n})
    for name, wanted in where.items():
        if name == "any" and isinstance(wanted, list):
            said = Message("claim.where.either", {"such": said, "options": facts_said(where)})
            continue
        key, values = _values(kind, name, wanted)
        case = first_worded("claim.where", f"{kind}.{name}.{key}", f"{kind}.{name}", name)
        said = Message(case, {"n": n, "such": said, "field": field_word(kind, name), "values": values})
    return said


def facts_said(facts: Mapping[str, object]) -> Message | str:
    """Return the facts of `when`, `applies_when` or `law_when` as one phrase: 'people talk to it and …'."""
    said: list[Message | str] = []
    for name, wanted in facts.items():
        if name == "any" and isinstance(wanted, list):
            said.append(either([facts_said(option) for option in wanted]))
            continue
        kind, field = ("organization", name.partition(".")[2]) if "." in name else ("system", name)
        if field not in KINDS[kind].specs_by_name():
            kind = "organization"
        key, values = _values(kind, field, wanted)
        case = first_worded("claim.if", f"{field}.{key}", field, key)
        said.append(Message(case, {"field": field_word(kind, field), "values": values}))
    return both(said)


def field_word(kind: str, name: str) -> Message | str:
    """Return what a field holds, in the middle of a sentence."""
    own = f"claim.field.{kind}.{name}"
    if worded(own):
        return Message(own)
    if kind in KINDS and name in KINDS[kind].specs_by_name():
        return Message("claim.low", {"text": Message(f"kind.{kind}.field.{name}.label")})
    return plain(name)


def fields_said(kind: str, names: Sequence[str]) -> Message | str:
    """Return several fields as one phrase."""
    return both([field_word(kind, name) for name in names])


def names_person(kind: str, names: Sequence[str]) -> bool:
    """Whether the fields are one alone, and it names a person."""
    return len(names) == 1 and names[0] in _NAMED and "person" in KINDS[kind].edges.values()


def by_said(role: str) -> Message:
    """Return who signs or holds a role: 'the AI lead', 'top management'."""
    return Message(first_worded("claim.by", role), {"role_word": Message(f"choice.roles.{role}")})


def every_said(every: Every, case: str = "months") -> Message | str:
    """Return a period as `period_said` does, the tiers named where it differs by tier."""
    if every.tiers is None:
        return period_said(every.flat, case) if every.flat else ""
    tiers: dict[str, list[Message]] = {}
    by_length = {str(period): period for period in every.tiers.values()}
    for tier, period in every.tiers.items():
        tiers.setdefault(str(period), []).append(
            Message("claim.low", {"text": Message(f"choice.tiers.{tier}")})
        )
    if len(tiers) == 1:
        return period_said(next(iter(by_length.values())), case)
    return either(
        [
            Message(
                "claim.every.tier", {"period": period_said(by_length[length], case), "tiers": both(names)}
            )
            for length, names in tiers.items()
        ]
    )


def period_said(period: Period, case: str = "exact") -> Message:
    """Return a period: `months` as it follows 'in the last', `exact` where its length is told."""
    if period.months:
        return Message(f"claim.period.{case}", {"n": period.months})
    return Message("claim.period.days", {"n": period.days})


def both(said: Sequence[Message | str]) -> Message | str:
    """Return 'a, b and c'."""
    return _joined(said, "and")


def either(said: Sequence[Message | str]) -> Message | str:
    """Return 'a, b or c'."""
    return _joined(said, "or")


def _joined(said: Sequence[Message | str], word: str) -> Message | str:
    if len(said) == 1:
        return said[0]
    return Message(f"claim.list.{word}", {"most": tuple(said[:-1]), "last": said[-1]})


def values_said(kind: str, name: str, wanted: object) -> Message | str:
    """Return the values wanted of a field: 'limited or high'."""
    return _values(kind, name, wanted)[1]


def _values(kind: str, name: str, wanted: object) -> tuple[str, Message | str]:
    """The key of the values wanted, in the order written, and their words."""
    options = wanted if isinstance(wanted, (list, tuple)) else (wanted,)
    specs = KINDS[kind].specs_by_name() if kind in KINDS else {}
    labels = dict(specs[name].choices) if name in specs else {}
    keys: list[str] = []
    said: list[Message | str] = []
    for option in options:
        key = {True: "yes", False: "no"}[option] if isinstance(option, bool) else str(option)
        keys.append(key)
        if key in labels and name not in _AS_WRITTEN:
            said.append(Message("claim.low", {"text": labels[key]}))
        else:
            said.append(
                Message(f"claim.{key}") if isinstance(option, bool) else labels.get(key) or plain(key)
            )
    return "-".join(keys), either(said)
