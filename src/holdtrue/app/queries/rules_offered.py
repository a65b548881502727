"""What installing the rules that ship would change: the rules that differ, and where the organisation would stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app import rederiving, rules
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.queries.rules_compared import Compared, Differing, compared
from holdtrue.core.content import SHIPPED
from holdtrue.store.models import RuleSet

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.core.days import Day


@dataclass(frozen=True, slots=True)
class Offered:
    """The rules in force beside those that ship, the organisation's own files counted with both."""

    current: str
    since: Day
    kept: bool
    """Whether the rules in force are kept as data, so that today's standing really follows them."""
    available: str
    differs: bool
    changes: Compared


def offered(caller: Caller) -> Offered:
    """Return what installing would change; seconds where thousands of systems are tried out."""
    require(caller, "read", on_organisation())
    organisation = caller.organisation
    now, then = rules.edition_of(organisation), rules.offered_to(organisation)
    available = rules.digest_of(then)
    differs = organisation.rules != available
    return Offered(
        current=organisation.rules,
        since=_since(organisation.pk, organisation.rules),
        kept=not differs or now is not SHIPPED,
        available=available,
        differs=differs,
        changes=compared(caller, now, then) if differs else _nothing(caller),
    )


def _nothing(caller: Caller) -> Compared:
    systems = rederiving.systems_of(caller.organisation)
    return Compared(
        Differing(), (), (), tried=False, index_before=None, index_after=None, levels=(), systems=systems
    )


def _since(organisation_id: int, digest: str) -> Day:
    rows = RuleSet.rows.of(organisation_id).filter(digest=digest).order_by("-from_day")
    return int(rows.values_list("from_day", flat=True).first() or 0)


__all__ = ["Offered", "offered"]
