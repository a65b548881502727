"""How each record that another is linked with stands by itself: signed until when, read, due, overdue or closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.glyph import SOON
from holdtrue.pages.shapes.moment import absolute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.facts import Fact, SignOff
    from holdtrue.pages.views.frame import Visit


def standing(visit: Visit, fact: Fact) -> tuple[str, str]:
    """Return the state and the words; ('holds', '') where nothing of its kind can be told of it."""
    kind = KINDS[fact.kind]
    if kind.settles:
        return _settled(visit, fact, *kind.settles)
    newest = max(fact.signoffs, key=lambda s: s.number, default=None)
    if newest is not None:
        return _signed(visit, fact, newest)
    if kind.edits == "drafted":
        return "missing", t("page.related.unsigned")
    until = to_day(fact.fields.get("valid_until"))
    if until is not None:
        return _until(visit, until)
    return "holds", ""


def _settled(visit: Visit, fact: Fact, closed_by: str, due: str) -> tuple[str, str]:
    closed, day = to_day(fact.fields.get(closed_by)), to_day(fact.fields.get(due))
    if closed is not None:
        return "holds", t("page.related.closed", date=absolute(closed))
    if day is None:
        return "unknown", t("page.related.open")
    if day < visit.day:
        return "lapsed", t("page.related.overdue", date=absolute(day))
    return "soon" if day - visit.day <= SOON else "missing", t("page.related.due", date=absolute(day))


def rests_changed(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether the newest sign-off was made on other contents of the record, or of one it rests on, than there are."""
    newest = max(fact.signoffs, key=lambda s: s.number, default=None)
    if newest is None:
        return False
    told = ((facts.get(uid), digest) for uid, digest in newest.basis.items())
    return any(one is not None and one.digest != digest for one, digest in told)


def _signed(visit: Visit, fact: Fact, newest: SignOff) -> tuple[str, str]:
    if newest.basis.get(fact.uid, fact.digest) != fact.digest:
        return "drifted", t("page.related.drifted")
    if newest.good_until is None:
        return "holds", t("page.related.signed")
    return _until(visit, newest.good_until)


def _until(visit: Visit, until: int) -> tuple[str, str]:
    if until <= visit.day:
        return "lapsed", t("page.sign.lapsed", date=absolute(until))
    return "soon" if until - visit.day <= SOON else "holds", t("page.glyph.until", date=absolute(until))


def because(visit: Visit, fact: Fact) -> str:
    """Return why it is said to stand so: the facts that decide, and what would change it."""
    kind = KINDS[fact.kind]
    if fact.kind == "evidence":
        return _of_evidence(fact)
    if kind.settles:
        return _of_settled(visit, fact, *kind.settles)
    newest = max(fact.signoffs, key=lambda s: s.number, default=None)
    if newest is not None:
        told = {"date": absolute(newest.day)}
        if newest.basis.get(fact.uid, fact.digest) != fact.digest:
            return t("page.related.why.drifted", **told)
        if newest.good_until is None:
            return t("page.related.why.signed", **told)
        return t("page.related.why.signed_until", until=absolute(newest.good_until), **told)
    if kind.edits == "drafted":
        return t("page.related.why.unsigned")
    until = to_day(fact.fields.get("valid_until"))
    label = said(kind.spec("valid_until").label) if until is not None else ""
    return t("page.related.why.until", field=label, date=absolute(until)) if until is not None else ""


def _of_settled(visit: Visit, fact: Fact, closed_by: str, due: str) -> str:
    kind = KINDS[fact.kind]
    closing, dated = said(kind.spec(closed_by).label), said(kind.spec(due).label)
    closed, day = to_day(fact.fields.get(closed_by)), to_day(fact.fields.get(due))
    if closed is not None:
        return t("page.related.why.closed", field=closing, date=absolute(closed))
    if day is None:
        return t("page.related.why.open", field=closing, due=dated)
    name = "overdue" if day < visit.day else "due"
    return t(f"page.related.why.{name}", field=closing, due=dated, date=absolute(day))


def _of_evidence(fact: Fact) -> str:
    read, until = to_day(fact.fields.get("read_on")), to_day(fact.fields.get("valid_until"))
    told = t("page.related.why.read", date=absolute(read)) if read else t("page.related.why.unread")
    return f"{told} {t('page.related.why.good', date=absolute(until))}" if until else told
