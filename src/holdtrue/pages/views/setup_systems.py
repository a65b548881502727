"""Setting up: which tools are used, by a ten-minute interview, and what the list says confirmed for one's own use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.setting_up.confirming import TICKS, Confirmed, confirm
from holdtrue.app.actions.setting_up.tools import Ticked, add_systems
from holdtrue.app.queries.lists import Asked, listed
from holdtrue.app.queries.setting_up import cited, on_the_list
from holdtrue.app.queries.sorting import of
from holdtrue.core.days import to_day
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput
from holdtrue.core.tools import categories, tools
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.shapes.setup import SetupConfirmView, SetupToolsView, ToConfirm, ToolGroup, ToolLine
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import frame
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.setup_way import begun, onward, place, show, way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from holdtrue.app.queries.sorting import Unsorted
    from holdtrue.core.tools import Tool
    from holdtrue.pages.views.frame import Visit

ROWS = 12
_WORDS = ("users", "purpose", "affected", "data")
_FIELDS = {
    "users": "users",
    "purpose": "intended_purpose",
    "affected": "affected_groups",
    "data": "data_categories",
}


@frame.inside
def interview(visit: Visit) -> HttpResponse:
    """Ask which common tools are used, by whom and for what; what is ticked is added in one action."""
    now = begun(visit)
    wrong: tuple[str, ...] = ()
    if visit.request.method == "POST":
        try:
            with outcome(visit) as done:
                made = add_systems(visit.caller, _ticked(visit))
                done.say(t("setup.tools.done", n=len(made)))
            return HttpResponseRedirect(onward(visit, "tools"))
        except BadInput as refusal:
            wrong = (said(refusal.message),)
    first = next(iter(tools().values()))
    view = SetupToolsView(
        way(visit, now, "tools"),
        place(visit, "tools"),
        _groups(visit),
        visit.request.POST.get("own", ""),
        t("setup.tools.source", source=first.source, as_of=_day(first.as_of), n=len(tools())),
        visit.places.at("import"),
        wrong,
    )
    return show(visit, "tools", "setup_tools.html", view, status=422 if wrong else 200)


def _day(text: str) -> str:
    """Return a day of the list as a page says it."""
    day = to_day(text)
    return absolute(day) if day is not None else text


def _ticked(visit: Visit) -> list[Ticked]:
    sent, known = visit.request.POST, tools()
    found = [
        Ticked(known[name].name, sent.get(f"users.{name}", ""), sent.get(f"purpose.{name}", ""), known[name])
        for name in sent.getlist("tool")
        if name in known
    ]
    for line in sent.get("own", "").splitlines():
        name, _, rest = line.partition(",")
        users, _, purpose = rest.partition(",")
        found.append(Ticked(name.strip(), users.strip(), purpose.strip()))
    return found


def _groups(visit: Visit) -> tuple[ToolGroup, ...]:
    sent = visit.request.POST
    names = [tool.name for tool in tools().values()]
    here = {name.casefold() for name in on_the_list(visit.caller.organisation.pk, names)}
    found = []
    for number, category in enumerate(categories()):
        lines = tuple(_line(tool, sent, here) for tool in category.tools)
        opened = number == 0 or any(line.ticked for line in lines)
        found.append(ToolGroup(category.title, lines, opened))
    return tuple(found)


def _line(tool: Tool, sent: QueryDict, here: set[str]) -> ToolLine:
    ticked = tool.id in sent.getlist("tool")
    return ToolLine(
        tool.id,
        tool.name,
        tool.does,
        ", ".join(tool.data),
        tool.where,
        tool.note,
        tool.unsure,
        ticked,
        tool.name.casefold() in here,
        sent.get(f"users.{tool.id}", ""),
        sent.get(f"purpose.{tool.id}", ""),
    )


@frame.inside
def confirming(visit: Visit) -> HttpResponse:
    """Show what the list says of systems not yet sorted, to be put right and confirmed."""
    now = begun(visit)
    if not now.done["facts"]:
        frame.notify(visit, t("setup.facts.first"), kind="soon")
        return HttpResponseRedirect(place(visit, "facts"))
    found = listed(visit.caller, Asked(kind="system", tier="unsorted"), limit=ROWS)
    lines = found.page.lines
    rows = of(visit.caller, [line.ref for line in lines], {})
    known = cited(visit.caller.organisation.pk, {line.ref: line.id for line in lines})
    refused: dict[str, str] = {}
    if visit.request.method == "POST":
        here = {row.ref for row in rows}
        given = [
            _confirmed(visit, ref, known.get(ref)) for ref in visit.request.POST.getlist("row") if ref in here
        ]
        with outcome(visit) as done:
            made = confirm(visit.caller, given)
            done.say(t("setup.confirm.done", n=made.changed))
        refused = {ref: said(why) for _, ref, why in made.refused}
        if not refused:
            return HttpResponseRedirect(onward(visit, "confirm"))
    more = Link(t("setup.confirm.all"), visit.places.at("triage")) if found.page.more else None
    view = SetupConfirmView(
        way(visit, now, "confirm"),
        place(visit, "confirm"),
        tuple(_to_confirm(visit, row, known.get(row.ref), refused) for row in rows),
        more,
    )
    return show(visit, "confirm", "setup_confirm.html", view, status=422 if refused else 200)


def _confirmed(visit: Visit, ref: str, tool: Tool | None) -> Confirmed:
    sent = visit.request.POST
    return Confirmed(
        ref,
        frozenset(name for name in TICKS if sent.get(f"{ref}.{name}")),
        sent.get(f"{ref}.autonomy", ""),
        sent.get(f"{ref}.effect", ""),
        tuple(part.strip() for part in sent.get(f"{ref}.data", "").splitlines() if part.strip()),
        sent.get(f"{ref}.users", "").strip(),
        sent.get(f"{ref}.purpose", "").strip(),
        sent.get(f"{ref}.affected", "").strip(),
        tool,
        sent.get(f"{ref}.go", "").strip() if sent.get(f"{ref}.goes") else "",
        sent.get(f"{ref}.stop", "").strip(),
    )


def _to_confirm(visit: Visit, row: Unsorted, tool: Tool | None, refused: Mapping[str, str]) -> ToConfirm:
    facts = {
        **(tool.facts if tool else {}),
        **{k: v for k, v in row.fields.items() if v not in (None, "", [])},
    }
    says: tuple[str, ...] = ()
    if tool is not None:
        says = (tool.does, t("setup.tools.data", data=", ".join(tool.data)))
        says += (t("setup.tools.where", where=tool.where),) if tool.where else ()
        says += (tool.note,) if tool.note else ()
        says += (t("setup.tools.unsure_words"),) if tool.unsure else ()
    effect = facts.get("effect_on_people")
    chosen = str(effect[0]) if isinstance(effect, list) and effect else "convenience"
    return ToConfirm(
        row.ref,
        row.title,
        visit.places.record(row.ref),
        says,
        t("setup.confirm.source", as_of=_day(tool.as_of)) if tool else "",
        tuple((name, t(f"setup.tick.{name}"), facts.get(name) is True) for name in TICKS),
        _choices("autonomy", str(facts.get("autonomy") or "drafts")),
        _choices("effect_on_people", chosen),
        (*(_field(row, tool, name) for name in _WORDS), *_going_on(row)),
        refused.get(row.ref, ""),
    )


def _going_on(row: Unsorted) -> tuple[Field, ...]:
    return tuple(
        Field(f"{row.ref}.{name}", t(f"setup.confirm.{name}"), "text", t(f"setup.prefill.{name}"))
        for name in ("go", "stop")
    )


def _choices(name: str, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(v, said(words), v == chosen) for v, words in KINDS["system"].spec(name).choices)


def _field(row: Unsorted, tool: Tool | None, name: str) -> Field:
    spec = KINDS["system"].spec(_FIELDS[name])
    held = row.fields.get(_FIELDS[name])
    value = "\n".join(map(str, held)) if isinstance(held, list) else str(held or "")
    if not value and name == "data" and tool is not None:
        value = "\n".join(tool.data)
    if not value:
        value = t(f"setup.prefill.{name}")
    return Field(f"{row.ref}.{name}", said(spec.label), "list" if name == "data" else "text", value)


__all__ = ["confirming", "interview"]
