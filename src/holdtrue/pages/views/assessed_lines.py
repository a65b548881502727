"""The lines of an impact assessment that hold several answers, said as sentences wherever they are read."""

from __future__ import annotations

from holdtrue.core.assessing import aspect_texts
from holdtrue.core.impacts import LIKELIHOODS, SEVERITIES, read
from holdtrue.pages.language import t


def impact_words(line: str) -> str:
    """Say what may happen to one group, how grave and how likely it is, and what is done about it."""
    (impact,) = read([line])
    told = [t("assess.line.what", group=impact.group, what=impact.what)] if impact.what else [impact.group]
    if impact.severity in SEVERITIES:
        severity = t(f"choice.impact_severity.{impact.severity}").lower()
        told.append(t("assess.line.severity", severity=severity))
    if impact.likelihood in LIKELIHOODS:
        told.append(t("assess.line.likelihood", likelihood=t(f"assess.likelihood.{impact.likelihood}")))
    if impact.measures:
        told.append(t("assess.line.measures", measures=impact.measures))
    return " · ".join(told)


def aspect_words(line: str) -> str:
    """Say which aspect was looked at and what was found."""
    found = aspect_texts([line])
    return next((f"{t(f'assess.aspect.{name}')}: {said}" for name, said in found.items()), line)


LINES = {"impacts": impact_words, "aspects": aspect_words}
"""By the field of an assessment that holds such lines."""
