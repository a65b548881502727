"""Fields an organisation adds to a kind: defined, and taken out of use. What was written in them stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.acting import Caller, acting
from holdtrue.app.actions.permission import on_organisation
from holdtrue.core import custom
from holdtrue.core.custom import Added
from holdtrue.core.kinds import KINDS, kind_named
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store.models import CustomField

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 40
"""Fields of its own that a kind may have in use."""
_LONGEST = 120
_LONGEST_HELP = 400
_FEWEST_OPTIONS = 2
_CHOOSE = ("choice", "choices")
_ACT = "settings"


def define(caller: Caller, wanted: Added) -> Added:
    """Add a field to a kind; its key follows from its name. Raises BadInput naming what is wrong."""
    kind = kind_named(wanted.kind)
    name, options = " ".join(wanted.name.split()), _options(wanted)
    key = custom.key_of(name)
    if not key or len(name) > _LONGEST:
        raise BadInput("field.custom.name", field="name")
    if wanted.type not in custom.TYPES:
        raise BadInput("field.custom.type", field="type")
    with acting(caller, "organization.define_field", _ACT, on_organisation()) as act:
        rows = CustomField.rows.of(caller.organisation.pk).filter(kind=kind.id)
        held = list(rows)
        if key in {row.key for row in held} or key in KINDS[kind.id].specs_by_name() or key == custom.TAGS:
            raise BadInput("field.custom.taken", field="name", name=name)
        if sum(not row.ended for row in held) >= MOST:
            raise BadInput("field.custom.many", field="name", most=MOST)
        made = Added(
            kind.id, key, name, wanted.type, wanted.help.strip()[:_LONGEST_HELP], options, wanted.material
        )
        CustomField.rows.add(
            [
                CustomField(
                    organisation_id=caller.organisation.pk,
                    kind=made.kind,
                    key=made.key,
                    name=made.name,
                    type=made.type,
                    help=made.help,
                    options=list(options),
                    material=made.material,
                    position=len(held),
                )
            ]
        )
        act.note(None, contents={"kind": kind.id, "key": key, "type": made.type, "material": made.material})
    return made


def _options(wanted: Added) -> tuple[str, ...]:
    if wanted.type not in _CHOOSE:
        return ()
    given: Sequence[str] = [" ".join(option.split()) for option in wanted.options if option.strip()]
    if len(given) < _FEWEST_OPTIONS or len(set(given)) < len(given) or max(map(len, given)) > _LONGEST:
        raise BadInput("field.custom.options", field="options")
    return tuple(given)


def end(caller: Caller, kind: str, key: str) -> None:
    """Take a field out of use. Raises NotFound where there is none."""
    with acting(caller, "organization.end_field", _ACT, on_organisation()) as act:
        rows = CustomField.rows.of(caller.organisation.pk).filter(kind=kind, key=key)
        if not rows.update(ended=True):
            raise NotFound("field.custom.unknown")
        act.note(None, contents={"kind": kind, "key": key})


__all__ = ["MOST", "define", "end"]
