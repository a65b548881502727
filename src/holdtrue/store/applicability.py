"""What the lines of the Statement of Applicability are read with: risks that name a control, the newest signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from holdtrue.store import statements
from holdtrue.store.models import SignOff

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdtrue.core.days import Day

MOST = 200
"""Risks read that name one of the controls; a control behind thousands is told by the first of them."""


def naming(organisation_id: int, controls: Iterable[int]) -> list[tuple[str, str, str, str]]:
    """Return (uid of the control, uid, ref and title of a standing risk that is treated by it)."""
    wanted = set(controls)
    if not wanted:
        return []
    rows = statements.rows(
        f"SELECT c.uid, r.uid, r.ref, r.title FROM {statements.each()} CROSS JOIN store_link l"
        " CROSS JOIN store_record r CROSS JOIN store_record c"
        " WHERE l.organisation_id = %s AND l.target_id = j.value AND l.relation = 'controls'"
        " AND r.id = l.source_id AND r.kind = 'risk' AND r.retired_day IS NULL AND c.id = l.target_id"
        f" ORDER BY r.number LIMIT {MOST}",
        [statements.listed(wanted), organisation_id],
    )
    return [(str(control), str(uid), str(ref), str(title)) for control, uid, ref, title in rows]


def newest_signoffs(organisation_id: int, day: Day) -> dict[str, SignOff]:
    """Return, by uid of the line, its newest signature in favour that stood on a day. One query."""
    rows = (
        SignOff.rows.of(organisation_id)
        .filter(record__kind="applicability", day__lte=day)
        .filter(Q(withdrawn_by__isnull=True) | Q(withdrawn_by__day__gt=day))
        .exclude(meaning__in=("refused", "withdrawn"))
        .select_related("signer", "record")
        .order_by("id")
    )
    return {row.record.uid: row for row in rows}
