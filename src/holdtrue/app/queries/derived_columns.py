"""What lists show of derived fields: from a row's own fields, or from what it is put in the order of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.app.actions.accepting import criteria_in_force
from holdtrue.core import sortkeys
from holdtrue.core.derived import risk_level, scales
from holdtrue.core.risking import bands
from holdtrue.store import sortkeys as kept

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def filled(
    organisation_id: int, kind: str, names: Collection[str], fields: Mapping[int, Mapping[str, Any]]
) -> dict[int, Mapping[str, Any]]:
    """Return the fields of rows with the derived ones among `names`. One query where one of these is named."""
    asked = [name for name in sortkeys.DERIVED.get(kind, ()) if name in names]
    found: dict[int, dict[str, Any]] = {row: dict(some) for row, some in fields.items()}
    if "level" in asked:
        criteria = criteria_in_force(organisation_id) or {}
        spoken = scales(criteria.get("scales")) is not None
        for some in found.values():
            pair = some.get("likelihood"), some.get("severity")
            some["level"] = risk_level(*pair, criteria) if spoken else _plain_level(*pair)
    if "lifecycle_stage" in asked:
        for some in found.values():
            some.setdefault("lifecycle_stage", "intake")
    if "eu_class" in asked:
        spec = sortkeys.sorted_by(kind)["eu_class"]
        words = {sortkeys.key_of(spec, option): option for option, _ in spec.choices}
        for (row, name), key in kept.values_of(organisation_id, found, ["eu_class"]).items():
            found[row][name] = words.get(key, "")
    return dict(found)


def _plain_level(likelihood: object, severity: object) -> float | None:
    """What a list is put in the order of, shown as it is while no criteria in force state scales."""
    if not isinstance(likelihood, (int, float)) or not isinstance(severity, (int, float)):
        return None
    return likelihood * severity


def level_ranges(organisation_id: int) -> Sequence[tuple[str, float, float | None, str]]:
    """Return (range as a filter says it, from, to, who accepts) by the criteria in force; none where they say none."""
    criteria = criteria_in_force(organisation_id) or {}
    found, low = [], 1.0
    for band in bands(criteria.get("acceptance_authority")):
        asked = f"{low:g}-" if band.most is None else f"{low:g}-{band.most:g}"
        found.append((asked, low, band.most, band.role))
        low = (band.most or 0) + 1
    return found


__all__ = ["filled", "level_ranges"]
