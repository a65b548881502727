"""Recording the class a system falls in under a law, worked out from its facts; a draft until it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions import records
from holdtrue.app.queries.classes import look
from holdtrue.app.readings import kept_texts
from holdtrue.core.refusals import BadInput
from holdtrue.core.walks import as_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.app.actions.acting import Caller
    from holdtrue.store.models import Record


def record_class(
    caller: Caller, ref: str, law: str, answers: Mapping[str, object], *, only: bool = False, why: str = ""
) -> Record:
    """Write the class as a revision of the system's classification under that law, or as a new one.

    It keeps the facts used, so its sign-off drifts when one changes. Raises BadInput while facts are missing that would
    change the class, NotAllowed where the caller may not write it.
    """
    found = look(caller, ref, law, answers, only=only)
    settled = found.found.settled
    if settled is None:
        missing = tuple(q.label for q in found.found.missing)
        raise BadInput("classify.undecided", field="answers", missing=missing)
    raw: dict[str, object] = {
        "law": law,
        "role": list(found.found.roles),
        "class": settled,
        "provenance": "derived",
        "source": f"{found.found.walk.title}, {found.found.walk.version}",
        "answers": as_lines(law, found.given),
        **kept_texts(found.found),
    }
    if found.record:
        return records.edit(caller, found.record, raw, why=why)
    filled = {name: value for name, value in raw.items() if value not in ("", [])}
    return records.add(caller, "classification", {**filled, "system": found.ref}, why=why)
