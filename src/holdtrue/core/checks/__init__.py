"""The free checks: a few questions, answered on one's word, and what the answers amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.checks.answers import Answers
from holdtrue.core.checks.components import told
from holdtrue.core.checks.eu_ai_act import eu_ai_act
from holdtrue.core.checks.index import index_check
from holdtrue.core.checks.iso42001 import iso42001
from holdtrue.core.checks.nist_ai_rmf import nist_ai_rmf
from holdtrue.core.checks.result import CheckResult, Component, Contradiction, Declared, Gap
from holdtrue.core.checks.texts import LANGUAGES, texts
from holdtrue.core.content import SHIPPED, by_the_rules_of
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdtrue.core.checks.texts import Raw

CHECKS = ("index", "iso42001", "eu_ai_act", "nist_ai_rmf")
_EVALUATE: Mapping[str, Callable[[Answers, Raw], CheckResult]] = {
    "index": index_check,
    "iso42001": iso42001,
    "nist_ai_rmf": nist_ai_rmf,
}


def questionnaire(name: str, locale: str = "en") -> Raw:
    """Return the questions and texts of a check; BadInput for one there is not."""
    if name not in CHECKS:
        raise BadInput("check.unknown", field="check", name=name[:60], known=CHECKS)
    with by_the_rules_of(SHIPPED):
        return texts(name, locale)


def check(name: str, answers: Mapping[str, object], locale: str = "en") -> CheckResult:
    """Return what the answers amount to, by the rules this version ships, whatever an organisation installed.

    Nothing is kept. BadInput names the first answer missing, unknown or contradicting itself.
    """
    raw, given = questionnaire(name, locale), Answers(answers)
    with by_the_rules_of(SHIPPED):
        found = eu_ai_act(given, raw, locale) if name == "eu_ai_act" else _EVALUATE[name](given, raw)
        return told(found, raw, given, locale)


__all__ = [
    "CHECKS",
    "LANGUAGES",
    "CheckResult",
    "Component",
    "Contradiction",
    "Declared",
    "Gap",
    "check",
    "questionnaire",
]
