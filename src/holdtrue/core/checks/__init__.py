"""The free checks: a few questions, answered on one's word, and what the answers amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.checks.answers import Answers
from holdtrue.core.checks.eu_ai_act import eu_ai_act
from holdtrue.core.checks.index import index_check
from holdtrue.core.checks.iso42001 import iso42001
from holdtrue.core.checks.nist_ai_rmf import nist_ai_rmf
from holdtrue.core.checks.result import CheckResult, Contradiction, Gap
from holdtrue.core.content import content
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EVALUATE: Mapping[str, Callable[[Answers], CheckResult]] = {
    "index": index_check,
    "iso42001": iso42001,
    "eu_ai_act": eu_ai_act,
    "nist_ai_rmf": nist_ai_rmf,
}
CHECKS = tuple(_EVALUATE)


def questionnaire(name: str) -> Mapping[str, Any]:
    """Return the questions and texts of a check; BadInput for one there is not."""
    if name not in _EVALUATE:
        raise BadInput("check.unknown", field="check", name=name, known=CHECKS)
    return content(f"checks/{name}.yaml")


def check(name: str, answers: Mapping[str, object]) -> CheckResult:
    """Return what the answers amount to; nothing is kept. BadInput names the first answer missing or unknown."""
    questionnaire(name)
    return _EVALUATE[name](Answers(answers))


__all__ = ["CHECKS", "CheckResult", "Contradiction", "Gap", "check", "questionnaire"]
