"""Why a field is asked: in its own words where it has them, else by the practice it feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.feeds import feeds
from holdtrue.pages.language import said, t

if TYPE_CHECKING:
    from holdtrue.core.kinds import FieldSpec


def reason(spec: FieldSpec) -> str:
    """Return the sentence; every field has one, if only that nothing waits for it."""
    if spec.why is not None:
        return said(spec.why)
    fed = feeds(spec.kind, spec.name)
    if not fed:
        return t("form.why.material" if spec.material else "form.why.nobody")
    first = fed[0]
    told = t(f"form.why.{first.how}", practice=first.practice, level=t(f"page.level.at.{first.level}"))
    others = len(fed) - 1
    return f"{told} {t('form.why.others', n=others)}" if others else told
