"""A policy somebody is to read: what stands on their worklist in place of a record of having read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.app.worklist.items import key_of
from holdtrue.core.claims.base import Remedy
from holdtrue.core.claims.quantified import Quantified
from holdtrue.core.claims.signed import Signed
from holdtrue.core.messages import Message
from holdtrue.store import reading

if TYPE_CHECKING:
    from holdtrue.app.worklist.asking import Asked
    from holdtrue.app.worklist.items import Item
    from holdtrue.core.claims.base import Claim

KIND = "acknowledgement"
_TOPIC = "policy_topic"


def to_read(asked: Asked, item: Item, claim: Claim) -> Item:
    """Return the item as the policy in force that is to be read; unchanged where nothing of that kind is asked.

    Where no policy of the topic is in force there is nothing to read yet, and the item stays as it was.
    """
    inner = claim.claim if isinstance(claim, Quantified) else None
    if item.remedy is None or item.remedy.action != "add":
        return item
    if not isinstance(inner, Signed) or inner.kind != KIND:
        return item
    topic = inner.where.get(_TOPIC)
    policies = [
        record
        for record in reading.of_kinds(asked.organisation.pk, ["policy"])
        if record.in_force_number and (topic is None or record.key == topic)
    ]
    if not policies:
        return item
    policy = min(policies, key=lambda record: record.number)
    words = {"title": policy.title, "ref": policy.ref}
    what = Message("document.to_read", words)
    return replace(
        item,
        key=key_of(item.scope.ref if item.scope else "", "acknowledge", policy.ref),
        what=what,
        why=Message("document.to_read.why", words),
        action="acknowledge",
        ref=policy.ref,
        remedy=Remedy("acknowledge", policy.ref, item.remedy.role, what),
    )


__all__ = ["to_read"]
