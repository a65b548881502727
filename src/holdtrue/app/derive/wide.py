"""Which facts of the organisation's own record and its risk criteria every system is judged by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdtrue.core.content import by_edition, content_bytes
from holdtrue.core.kinds import KINDS
from holdtrue.core.own import own_paths
from holdtrue.core.practices import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.store.writing import Content

WIDE = frozenset({"organization", "risk_criteria"})
"""Kinds whose change concerns every system: facts that conditions and derived fields read."""
INLINE = 200
"""So many systems are derived within the action, so that its page is at once true; more are left to a job."""
_NAMED = re.compile(rb"\borganization\.([a-z_]+)")


@by_edition
def named() -> frozenset[str]:
    """Return the fields of the organisation that conditions of the rules in force name."""
    paths = (*RULES, *own_paths())
    return frozenset(name.decode() for path in paths for name in _NAMED.findall(content_bytes(path)))


def read_by_systems(content: Content, before: Mapping[str, Mapping[str, object]]) -> bool:
    """Whether a new revision of such a record changes what systems are judged by.

    Sign-offs rest on material fields, conditions read material fields and those they name; a draft is read by none.
    """
    if content.kind not in WIDE:
        return True
    if not content.in_force:
        return False
    read = {*KINDS[content.kind].material, *named()}
    was = {**before["fields"], **before["links"]}
    now = {**content.fields, **content.links}
    return any(was.get(name) != now.get(name) for name in read)


__all__ = ["INLINE", "WIDE", "named", "read_by_systems"]
