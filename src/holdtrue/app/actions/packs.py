"""Packs installed, upgraded and removed: each with its entry, naming the digest of what came or went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.app.actions import additions
from holdtrue.app.actions.acting import acting
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.packing import unpacked
from holdtrue.core.refusals import BadInput, NotFound
from holdtrue.store.models import Pack as Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from holdtrue.app.actions.acting import Act, Caller
    from holdtrue.app.packing import Pack
    from holdtrue.core.additions.addition import Addition


@dataclass(frozen=True, slots=True)
class Changes:
    """What installing a pack changes, file by file."""

    was: str
    """The version in place; '' where there is none."""
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing would change."""
        return bool(self.was) and not (self.added or self.removed or self.changed)


def changes(caller: Caller, pack: Pack) -> Changes:
    """Return what installing would change; writes nothing."""
    require(caller, "install_pack", on_organisation())
    row = _rows(caller).filter(pack=pack.name).first()
    before = unpacked(bytes(row.content)).files if row else {}
    return Changes(
        row.version if row else "",
        tuple(sorted(set(pack.files) - set(before))),
        tuple(sorted(set(before) - set(pack.files))),
        tuple(sorted(path for path, body in pack.files.items() if path in before and before[path] != body)),
    )


def install(caller: Caller, pack: Pack) -> Changes:
    """Put a pack in place of its version before, if any, with the rules it brings; what is derived follows.

    BadInput where this very one is in place, or where its rules are not in order here.
    """
    found = changes(caller, pack)
    if found.same:
        raise BadInput("pack.installed_already", field="pack", title=pack.title, version=pack.version)
    _require_rules(caller, pack.rules)
    with acting(caller, "pack.install", "install_pack", on_organisation()) as act:
        row = _rows(caller).filter(pack=pack.name).first()
        was = row.digest if row else None
        before = unpacked(bytes(row.content)).rules if row else ()
        _rows(caller).filter(pack=pack.name).delete()
        Row.rows.add(
            [
                Row(
                    organisation=caller.organisation,
                    pack=pack.name,
                    version=pack.version,
                    title=pack.title,
                    digest=pack.digest,
                    content=pack.packed,
                    installed_at=act.now,
                    installed_by=caller.actor.account,
                )
            ]
        )
        said = {"pack": pack.name, "version": pack.version, "digest": pack.digest, "was": was}
        act.note(None, contents=said)
        _put_rules(act, before, pack.rules)
    return found


def remove(caller: Caller, name: str) -> Row:
    """Take a pack away with the rules it brought; documents begun from it stay."""
    with acting(caller, "pack.remove", "install_pack", on_organisation()) as act:
        row = _rows(caller).filter(pack=name).first()
        if row is None:
            raise NotFound("pack.not_found", name=name)
        act.note(None, contents={"pack": row.pack, "version": row.version, "digest": row.digest})
        _rows(caller).filter(pack=name).delete()
        _put_rules(act, unpacked(bytes(row.content)).rules, ())
    return row


def _require_rules(caller: Caller, coming: Sequence[Addition]) -> None:
    """Whoever brings rules may install rules."""
    if coming:
        require(caller, "install_rules", on_organisation())


def _put_rules(act: Act, before: Sequence[Addition], coming: Sequence[Addition]) -> None:
    """Let the rules a pack brings take the place of those it brought before; nothing where they are the same."""
    if {one.name: one.body for one in before} == {one.name: one.body for one in coming}:
        return
    brought = {one.name for one in before}
    here = {one.name for one in additions.installed(act.caller)}
    taken = next((one.name for one in coming if one.name in here - brought), None)
    if taken is not None:
        raise BadInput("pack.rules_taken", field="pack", name=taken)
    gone = here & (brought - {one.name for one in coming})
    additions.replace(act, {one.lined.file: one.body for one in coming}, without=gone)


def installed(caller: Caller) -> Sequence[Row]:
    """Return the packs in place, by title."""
    require(caller, "install_pack", on_organisation())
    return list(_rows(caller).order_by("title"))


def _rows(caller: Caller) -> QuerySet[Row]:
    return Row.rows.of(caller.organisation.pk)


__all__ = ["Changes", "changes", "install", "installed", "remove"]
