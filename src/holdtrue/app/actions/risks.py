"""Adding the typical risks chosen for a system, and stating the risk criteria from their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_kind
from holdtrue.app.queries.risks import offered_risks
from holdtrue.core.kinds import KINDS
from holdtrue.core.kinds.cleaning import clean
from holdtrue.core.refusals import BadInput
from holdtrue.core.risking import bands_text, scales_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.risking import Band
    from holdtrue.store.models import Record

FEWEST, MOST = 3, 6
"""Steps of a scale."""


def add_typical(caller: Caller, ref: str, chosen: Collection[str]) -> list[Record]:
    """Add the risks chosen, in one act; BadInput where none is, or one is not offered."""
    found = offered_risks(caller, ref)
    offered = {t.id: t for t in found.risks}
    if not chosen:
        raise BadInput("risk.none_chosen", field="risk")
    unknown = next((name for name in chosen if name not in offered), None)
    if unknown is not None:
        raise BadInput("risk.not_offered", field="risk", risk=unknown)
    made = []
    with acting(caller, "risk.add", "add", on_kind("risk")) as act:
        for name in chosen:
            t = offered[name]
            raw = {"title": t.title, "event": t.event, "source": t.source, "system": found.around.record.ref}
            fields, links = clean("risk", {**raw, "likelihood": t.likelihood, "severity": t.severity})
            made.append(records.add_within(act, KINDS["risk"], fields, links))
    return made


def state_criteria(  # one keyword per part of the criteria
    caller: Caller,
    ref: str,
    *,
    likelihood: Sequence[str],
    severity: Sequence[str],
    appetite: float | None,
    bands: Sequence[Band],
    revision: int | None = None,
) -> Record:
    """Write scales, appetite and authority; a draft until signed. Without a ref new criteria are added.

    BadInput where a scale has too few or too many steps, the appetite lies beyond them, or the bands have gaps.
    """
    for name, steps in (("likelihood", likelihood), ("severity", severity)):
        if not FEWEST <= len(steps) <= MOST:
            raise BadInput("criteria.steps", field=name, fewest=FEWEST, most=MOST)
    top = len(likelihood) * len(severity)
    if appetite is None or not 0 < appetite <= top:
        raise BadInput("criteria.appetite_range", field="appetite", most=top)
    if not bands or all(b.most is not None for b in bands):
        raise BadInput("criteria.above_missing", field="above")
    raw = {
        "scales": scales_text(likelihood, severity),
        "appetite": appetite,
        "acceptance_authority": bands_text(bands),
    }
    if ref:
        return records.edit(caller, ref, raw, revision=revision)
    return records.add(caller, "risk_criteria", raw)
