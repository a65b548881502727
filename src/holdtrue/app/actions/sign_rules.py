"""Rules of signing: how many signatures the records of a kind need, and of holders of which roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.core.kinds import KINDS, kind_named
from holdtrue.core.refusals import BadInput
from holdtrue.core.vocabulary import vocabulary
from holdtrue.store.models import SignRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdtrue.app.actions.acting import Caller

MOST = 12
"""Signatures one record may need."""
_FROM = 2
"""One signature needs no rule."""


def set_rule(caller: Caller, kind: str, *, needed: int, roles: Sequence[str] = ()) -> SignRule | None:
    """Let every record of a kind need so many signatures of holders of these roles; one takes the rule away.

    It holds for what is signed from now on. BadInput where the kind is not signed, a role is unknown, or nobody could
    meet it.
    """
    declared = kind_named(kind)
    if declared.id not in signed_kinds():
        raise BadInput("sign.rule.kind", field="kind", kind=declared.label)
    if not 1 <= needed <= MOST:
        raise BadInput("sign.rule.needed", field="needed", most=MOST)
    known = vocabulary().roles
    held = [name.strip().lower().replace(" ", "_").replace("-", "_") for name in dict.fromkeys(roles)]
    for name in held:
        if name not in known:
            raise BadInput("sign.ask.role", field="roles", value=name, known=tuple(known))
    if needed >= _FROM and not held:
        raise BadInput("sign.rule.roles", field="roles")
    with acting(caller, "organization.sign_rule", "settings", on_organisation()) as act:
        rows = SignRule.rows.of(act.organisation.pk)
        rows.filter(kind=declared.id).delete()
        made: SignRule | None = None
        if needed >= _FROM:
            made = rows.create(
                organisation_id=act.organisation.pk, kind=declared.id, needed=needed, roles=held
            )
        act.note(None, contents={"kind": declared.id, "needed": needed, "roles": held})
    return made


def signed_kinds() -> tuple[str, ...]:
    """Return the kinds whose records are signed."""
    return tuple(kind for kind, declared in KINDS.items() if declared.material)


def rules(organisation_id: int) -> list[SignRule]:
    """Return the rules of an organisation by kind. One query."""
    return list(SignRule.rows.of(organisation_id).order_by("kind"))


__all__ = ["MOST", "rules", "set_rule", "signed_kinds"]
