"""Walks claims as written and says what in them the vocabulary does not know."""

from __future__ import annotations

import re

from holdtrue.core.content import content
from holdtrue.core.kinds import KINDS
from holdtrue.core.vocabulary import vocabulary

TIERS = ("minimal", "limited", "high")
PERIOD = re.compile(r"^[1-9]\d* (months?|days?)$")
RECORDS = ("record", "signed", "done", "settled", "none", "distinct")
MEMBERS = ("each", "some", "share")
FIRST = ("share", "settled")
CLOCK = {"effect_due", "overdue", "late", "expired"}
ONE_OFF = {"action", "change", "finding", "incident"}
READABLE_DERIVED = {"level", "authority_due"}


def head(claim):
    """The form of a claim; forms whose arguments bear another form's name come first."""
    found = [h for h in FIRST if h in claim] or [h for h in vocabulary().forms if h in claim]
    assert len(found) == 1, claim
    return found[0]


def parts(claim):
    """The claims directly inside one."""
    value = claim[head(claim)]
    inside = list(value) if head(claim) in ("all", "any") else []
    inside += [claim["holds"]] if "holds" in claim else []
    inside += list(claim["of"]) if head(claim) == "at_least" else []
    inside += [value] if head(claim) in ("held", "sustained") else []
    return inside


def walk(claim, member=None):
    """Yield (claim, the kind whose member is the scope) of a claim and all inside it."""
    yield claim, member
    own = claim[head(claim)] if head(claim) in MEMBERS else member
    for part in parts(claim):
        yield from walk(part, own)


def fields_of(kind):
    if kind in KINDS:
        return {s.name for s in KINDS[kind].field_specs() if not s.extra}
    return set(vocabulary().catalogs[kind])


def options(kind, name):
    """The values a condition may ask of a field; None where any will do."""
    if kind not in KINDS:
        frameworks = {"iso42001", "nist_ai_rmf", "eu_ai_act", "law25"}
        return frameworks if name == "framework" else None
    spec = KINDS[kind].spec(name)
    if spec.type == "yes_no":
        return {True, False}
    return {value for value, _ in spec.choices} or None


def problems(claim, scope="system", member=None):
    """Everything wrong with one claim, the claims inside it left out."""
    form, vocab = head(claim), vocabulary()
    value = claim[form]
    if extra := set(claim) - {form} - vocab.forms[form]:
        yield f"unknown arguments {extra}"
    for each in _periods(claim):
        if not PERIOD.match(str(each)):
            yield f"no period: {each}"
    if form in (*RECORDS, *MEMBERS):
        yield from _conditions(value, claim.get("where", {}))
        yield from _withs(value, claim.get("with", ()))
    if form == "held":
        yield from _conditions(claim["at"], claim.get("where", {}))
    if form == "when":
        yield from facts(value, scope if member in (None, "system") else member)
    yield from _form_rules(form, claim, member)


def facts(wanted, scope="system"):
    """What is wrong with the facts of when, applies_when and law_when."""
    for name, value in wanted.items():
        if name == "any":
            for alternative in value:
                yield from facts(alternative, scope)
        elif name.startswith("organization."):
            yield from _conditions("organization", {name.partition(".")[2]: value})
        else:
            yield from _conditions(scope, {name: value})


def _periods(claim):
    every = claim.get("every")
    found = list(every.values()) if isinstance(every, dict) else [every] if every else []
    return found + ([claim["for"]] if "for" in claim else [])


def _conditions(kind, where):
    for name, value in where.items():
        if name not in fields_of(kind):
            yield f"{kind} has no field {name}"
            continue
        if name in CLOCK:
            yield f"{kind}.{name} would read the clock"
        allowed = options(kind, name)
        wanted = value if isinstance(value, list) else [value]
        if allowed and not set(wanted) <= allowed:
            yield f"{kind}.{name} is never {set(wanted) - allowed}"


def _withs(kind, names):
    for name in names:
        if name not in fields_of(kind):
            yield f"{kind} has no field {name}"
        elif kind in KINDS and name in KINDS[kind].derived and name not in READABLE_DERIVED:
            yield f"{kind}.{name} is derived, so always filled"


def _form_rules(form, claim, member):
    value, vocab = claim[form], vocabulary()
    kind = KINDS.get(value) if isinstance(value, str) else None
    rules = {
        "assigned": lambda: value in vocab.roles,
        "done": lambda: "every" in claim and kind.dated,
        "signed": lambda: kind.material and claim.get("by", "ai_lead") in vocab.roles,
        "evidence": lambda: value in vocab.evidence_tags and ("every" in claim or member in ONE_OFF),
        "measured": lambda: value in vocab.indicators and "every" in claim,
        "settled": lambda: kind.settles or {"closed_by", "due"} <= set(claim),
        "distinct": lambda: (
            kind.event and kind.edges[claim["field"]] == "person" and all(_paths(value, claim))
        ),
        "held": lambda: KINDS[claim["at"]].event,
        "sustained": lambda: {"done", "evidence", "measured"} & set(value),
        "within": lambda: claim["of"] in fields_of(member or "system") and claim["of"].endswith("_on"),
        "upheld": lambda: value == member == "control",
        "share": lambda: 0 < claim["at_least"] <= 1,
        "each": lambda: "holds" in claim,
    }
    if form in rules and not rules[form]():
        yield f"against the rule of its form: {claim}"


def _paths(kind, claim):
    for path in claim["from"]:
        first, last = path.split(".")
        if first == "organization":
            yield last in vocabulary().roles
        else:
            end = KINDS[kind].edges.get(first, first)
            yield end == "record" or KINDS[end].edges.get(last) == "person"


def practices():
    return content("practices/practices.yaml")["practices"]


def claims():
    """Every claim of the library as (where it stands, claim, scope)."""
    return [(f"{p['id']}.{level}", c, p["scope"]) for p in practices() for level, c in p["levels"].items()]
