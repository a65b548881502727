"""What an audit's page says of the frameworks it is held against: their versions, and the tree as it was then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_organisation
from holdtrue.app.queries import audited
from holdtrue.core.auditing import INTERNAL
from holdtrue.pages.language import t
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Group, Shown

if TYPE_CHECKING:
    from holdtrue.app.queries.around import Around
    from holdtrue.pages.views.frame import Visit


def working(visit: Visit, found: Around) -> Act | None:
    """Return where an audit is worked on; None for other records, and audits that are not worked here."""
    if found.record.kind != "audit" or found.record.key not in INTERNAL:
        return None
    if not visit.may("read", on_organisation()):
        return None
    held = audited.closed(visit.caller.organisation, found.record)
    open_ = not held and visit.may("audit", found.target)
    label = "page.audit.open_work" if open_ else "page.audit.see_report" if held else "page.audit.see_work"
    return Act(t(label), visit.places.act(found.record.ref, "work"))


def held_against(visit: Visit, found: Around) -> tuple[Group, ...]:
    """Return the group of an audit's page; nothing for any other record."""
    if found.record.kind != "audit":
        return ()
    kept = audited.kept(visit.caller.organisation, found.record)
    shown = tuple(_shown(visit, found.record.ref, law) for law in kept.frameworks)
    rules = Shown(t("page.audit.rules"), (t("page.rules.digest", digest=kept.digest[:12]),), derived=True)
    return (Group(t("page.audit.held_against"), (*shown, rules), folded=True),)


def _shown(visit: Visit, ref: str, law: audited.HeldAgainst) -> Shown:
    link = Link(t("page.audit.version", version=law.version), visit.places.framework(law.id, audit=ref))
    newer = t("page.audit.newer", version=law.newer) if law.newer else ""
    return Shown(law.title, (link,), source=newer)


__all__ = ["held_against", "working"]
