"""How claims tell what decides and what would mend it: witnesses, and the words for kinds, fields, roles and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.claims.base import Remedy
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdtrue.core.facts import Fact

_STEM = "claim."
ACTIONS: Mapping[str, str] = {
    "record.none": "add",
    "record.empty": "edit",
    "record.expired": "edit",
    "record.may_match": "edit",
    "record.holds": "edit",
    "signed.none": "add",
    "signed.unsigned": "sign",
    "signed.unsigned_by": "sign",
    "signed.draft": "sign",
    "signed.lapsed": "sign",
    "signed.drifted": "sign",
    "signed.drifted_set": "sign",
    "signed.waits": "sign",
    "signed.unread": "edit",
    "signed.unread_yet": "edit",
    "signed.may_match": "edit",
    "signed.holds": "sign",
    "signed.holds_always": "sign",
    "assigned.nobody": "assign",
    "assigned.left": "assign",
    "assigned.holds": "assign",
    "done.none": "add",
    "done.undated": "edit",
    "done.may_match": "edit",
    "done.lapsed": "add",
    "done.holds": "add",
    "evidence.none": "attach",
    "evidence.unread": "read",
    "evidence.lapsed": "attach",
    "evidence.not_in_order": "attach",
    "evidence.cannot_tell": "read",
    "evidence.undated": "edit",
    "evidence.may_match": "edit",
    "evidence.holds": "attach",
    "evidence.holds_always": "attach",
    "measured.none": "add",
    "measured.unmeasured": "measure",
    "measured.lapsed": "measure",
    "measured.misses": "measure",
    "measured.no_target": "edit",
    "measured.no_figure": "measure",
    "measured.holds": "measure",
    "measured.nothing_counted": "measure",
    "settled.overdue": "close",
    "settled.no_due": "edit",
    "settled.holds": "close",
    "settled.all_closed": "none",
    "settled.none": "none",
    "none.matches": "edit",
    "none.may_match": "edit",
    "none.holds": "none",
    "distinct.none": "add",
    "distinct.same": "edit",
    "distinct.unset": "edit",
    "distinct.nobody": "edit",
    "distinct.holds": "none",
    "held.none": "add",
    "held.undated": "edit",
    "held.late": "add",
    "held.failed": "add",
    "held.unknown": "add",
    "held.holds": "none",
    "sustained.ripens": "wait",
    "sustained.none": "wait",
    "within.none": "edit",
    "within.over": "edit",
    "within.holds": "none",
    "upheld.unnamed": "edit",
    "upheld.no_verdict": "edit",
    "when.not_asked": "none",
    "each.none": "none",
    "share.none": "none",
    "some.none": "add",
    "each.may_match": "edit",
    "some.may_match": "edit",
    "share.may_match": "edit",
    "record.underived": "edit",
    "unsorted": "sort",
    "declared.said": "none",
    "declared.contradicted": "declare",
    "finding.major": "close",
    "practice.not_applicable": "none",
    "nothing": "none",
}
"""The action that answers each witness; 'none' where nothing is to be done, 'wait' where only time helps."""


def witness(case: str, ref: str, /, **params: object) -> Witness:
    """Return the witness of a case, as `signed.drifted`; the param `role` is the id of the role that would act."""
    return Witness(ref, Message(_STEM + case, {"ref": ref, **params}))


def told(case: str, fact: Fact, /, **params: object) -> Witness:
    """Return the witness of a case about one record."""
    return Witness(fact.ref, Message(_STEM + case, {"ref": fact.ref, "kind": kind_word(fact.kind), **params}))


def through(member: Fact, why: Witness) -> Witness:
    """Return the witness with the member passed on the way down to it."""
    return Witness(why.ref, why.message, (member.ref, *why.path))


def mend(why: Witness) -> Remedy:
    """Return the act that answers a witness."""
    case = why.message.id.removeprefix(_STEM)
    role = why.message.params.get("role", "")
    return Remedy(
        action=ACTIONS.get(case, "none"),
        ref=why.ref,
        role=str(role),
        message=Message(f"remedy.{case}", why.message.params),
    )


def kind_word(kind: str) -> Message:
    """Return the word for a kind or a catalog scope."""
    return Message(f"kind.{kind}.title" if kind in KINDS else f"claim.catalog.{kind}")


def field_words(kind: str, names: Iterable[str]) -> tuple[Message, ...]:
    """Return the labels of a kind's fields."""
    return tuple(Message(f"kind.{kind}.field.{name}.label") for name in names)


def role_word(role: str) -> Message:
    """Return the word for a role."""
    return Message(f"choice.roles.{role}")


def tag_word(tag: str) -> str:
    """Return the words of an evidence tag or an indicator."""
    return tag.replace("-", " ").replace("_", " ")
