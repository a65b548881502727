"""A list as a board: cards in columns by a field of choices; moving a card is an ordinary edit by a posted form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdtrue.app import added
from holdtrue.app.actions import records
from holdtrue.app.queries.boards import board_of, boarded_by
from holdtrue.core.access import may_ever
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.lists import Board, Card, Stack
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame
from holdtrue.pages.views.list_filters import in_force
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from holdtrue.app.queries.boards import Column
    from holdtrue.app.queries.inventory import Named
    from holdtrue.app.queries.lists import Asked
    from holdtrue.core.kinds import FieldSpec, Kind
    from holdtrue.pages.views.frame import Visit


def board(visit: Visit, kind: type[Kind], asked: Asked, specs: Mapping[str, FieldSpec]) -> Board:
    """Return the board an address asks for; by the first field that can, where it names none."""
    fields = boarded_by(specs)
    if not fields:
        raise BadInput("lists.board.none", field="layout", kind=kind.label)
    by = visit.request.GET.get("by") or fields[0]
    columns, owned = board_of(visit.caller, asked, specs, by)
    spec = specs[by]
    choices = [("", t("page.record.not_said")), *((value, said(label)) for value, label in spec.choices)]
    movable = may_ever(visit.caller.actor, "edit") and not asked.retired
    return Board(
        said(spec.label),
        by,
        tuple(_stack(visit, kind, by, column, dict(choices), owned, movable=movable) for column in columns),
        f"{visit.places.listing(kind.id)}move/",
        visit.request.get_full_path(),
    )


def _stack(  # what one column is made of
    visit: Visit,
    kind: type[Kind],
    by: str,
    column: Column,
    labels: Mapping[str, str],
    owned: Mapping[int, Named],
    *,
    movable: bool,
) -> Stack:
    to = tuple(Choice(value, label, value == column.value) for value, label in labels.items())
    cards = tuple(
        Card(
            line.ref,
            line.title or line.ref,
            visit.places.record(line.ref),
            owned[line.id].title if line.id in owned else "",
            to if movable else (),
        )
        for line in column.lines
    )
    asked = {name: value for name, value in in_force(visit.request.GET) if name != by}
    rest = column.total > len(cards) and bool(column.value)
    more = with_query(visit.places.listing(kind.id), **{**asked, by: column.value}) if rest else ""
    return Stack(labels.get(column.value, column.value), f"{column.total:,}", cards, more, column.value)


@require_POST
@frame.inside
def move(visit: Visit, kind: str) -> HttpResponse:
    """Give one record another value of the board's field, and return to the board."""
    sent = visit.request.POST
    ref, name, value = sent.get("ref", ""), sent.get("field", ""), sent.get("value", "")
    specs = added.every(visit.caller.organisation.pk, kind)
    if name not in boarded_by(specs):
        names = boarded_by(specs)
        raise BadInput("list.unknown_field", field=name, kind=KINDS[kind].label, names=names)
    with outcome(visit) as done:
        records.edit(visit.caller, ref, {name: value})
        words = {v: said(label) for v, label in specs[name].choices}.get(value, t("page.record.not_said"))
        done.say(t("page.board.moved", ref=ref, field=said(specs[name].label), value=words))
    back = sent.get("back", "")
    home = visit.places.listing(kind)
    return HttpResponseRedirect(back if back.startswith(f"{home}?") else home)
