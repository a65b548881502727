"""Looking over the tools one owns: one form, filled in as far as anything is known, signed as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.looking_over import Looked, look_over
from holdtrue.app.queries.looking_over import tools
from holdtrue.app.readings import class_words
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, Stale
from holdtrue.pages.forms import Answers, posted, whole
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.acts import FormView
from holdtrue.pages.shapes.form import Field, Form, Section
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link, Notice
from holdtrue.pages.shapes.table import Choice
from holdtrue.pages.views import proving
from holdtrue.pages.views.frame import Visit, inside, page, show
from holdtrue.pages.views.outcomes import outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdtrue.app.queries.looking_over import Tool

_SAID = ("where", "supplier", "trains", "version", "limits", "stop", "terms", "sampled", "shown")
_TELLS = {"impact_assessment": "conclusion", "classification": "class", "change": "criteria"}


@inside
def mine(visit: Visit) -> HttpResponse:
    """Show what is known of each tool the visitor owns; posting writes it and signs all of it."""
    found = tools(visit.caller)
    names = tuple(f"{tool.record.ref}.{name}" for tool in found for name in _SAID)
    answers = posted(visit.request.POST, (*names, proving.PASSWORD))
    status = 200
    if visit.request.method == "POST":
        try:
            proof = proving.take(visit, answers)
            with outcome(visit) as done:
                look_over(visit.caller, [_looked(answers, tool) for tool in found], proof=proof)
                done.say(t("look.done", n=len(found)))
            return HttpResponseRedirect(visit.places.at("worklist"))
        except Stale as refusal:
            status = 409
            answers.general.append(said(refusal.message))
        except BadInput as refusal:
            status = 422
            answers.blame(refusal)
    else:
        answers.values.update(_start(visit, found))
    notices = [Notice(sentence, "wrong") for sentence in answers.general]
    notices += proving.doors(visit) if found else [Notice(t("look.none"), "soon")]
    given = page(visit, t("look.title"), station="worklist", notices=notices)
    back = visit.places.at("worklist")
    view = FormView("", _form(visit, found, answers), Link(t("page.worklist.title"), back))
    return show(visit, "form.html", given, status=status, view=view)


def _start(visit: Visit, found: Sequence[Tool]) -> dict[str, tuple[str, ...]]:
    """What each field begins with: what is on record, else our own words."""
    made: dict[str, tuple[str, ...]] = {}
    for tool in found:
        fields, ref = tool.fields, tool.record.ref
        where = fields.get("data_locations") or []
        trains = tool.supplier_fields.get("trains_on_our_data")
        begins = {
            "where": "\n".join(map(str, where)) or t("look.where.start"),
            "supplier": str(tool.supplier_fields.get("name") or fields.get("developed_by") or ""),
            "trains": "" if trains is None else "yes" if trains else "no",
            "version": str(tool.component_fields.get("version") or "")
            or t("look.version.start", date=absolute(visit.day)),
            "limits": str(fields.get("assumptions_and_limits") or t("look.limits.start")),
            "stop": str(fields.get("stop_method") or t("look.stop.start")),
            "terms": str(tool.terms_fields.get("transfer_terms") or ""),
            "sampled": "",
            "shown": " ".join(
                f"{r.ref}:{r.head_number}" for r in (tool.record, *(p for p, _ in tool.prepared))
            ),
        }
        made |= {f"{ref}.{name}": (value,) for name, value in begins.items()}
    return made


def _looked(answers: Answers, tool: Tool) -> Looked:
    def given(name: str) -> str:
        return answers.text(f"{tool.record.ref}.{name}").strip()

    shown = [part.rpartition(":") for part in given("shown").split()]
    return Looked(
        ref=tool.record.ref,
        where=tuple(line.strip() for line in given("where").splitlines() if line.strip()),
        supplier=given("supplier"),
        trains={"yes": True, "no": False}.get(given("trains")),
        version=given("version"),
        limits=given("limits"),
        stop=given("stop"),
        terms=given("terms"),
        sampled=given("sampled"),
        shown={ref: at for ref, _, number in shown if (at := whole(number)) is not None},
    )


def _form(visit: Visit, found: Sequence[Tool], answers: Answers) -> Form:
    sections = [Section(tool.record.title, _fields(tool, answers), _known(tool)) for tool in found]
    if found:
        sign = proving.fields(visit, answers)
        if sign:
            sections.append(Section(t("look.sign"), sign))
    label = t("look.submit.one") if len(found) == 1 else t("look.submit", n=len(found)) if found else ""
    back = visit.places.at("worklist")
    return Form(visit.places.at("look-over"), tuple(sections), label, back, intro=t("look.lead"))


def _known(tool: Tool) -> str:
    data = tool.fields.get("data_categories") or []
    words = [
        t(
            "look.facts",
            purpose=str(tool.fields.get("intended_purpose") or "").rstrip(".") + ".",
            users=str(tool.fields.get("users") or ""),
            data=", ".join(map(str, data)),
        )
    ]
    words += [_prepared(record.kind, record.ref, fields) for record, fields in tool.prepared]
    if tool.missing:
        kinds = ", ".join(said(KINDS[kind].label) for kind in tool.missing)
        words.append(t("look.missing", kinds=kinds))
    if tool.own:
        words.append(t("look.own", refs=", ".join(r.ref for r in tool.own)))
    return "\n".join(words)


def _prepared(kind: str, ref: str, fields: Mapping[str, object]) -> str:
    value = fields.get(_TELLS[kind])
    words = class_words(str(value)) if kind == "classification" else str(value or "")
    return t(f"look.prepared.{kind}", ref=ref, words=words)


def _fields(tool: Tool, answers: Answers) -> tuple[Field, ...]:
    asked = [("where", "list"), ("supplier", "text"), ("trains", "choice"), ("version", "text")]
    asked.append(("limits", "long_text"))
    if tool.limited:
        asked += [("stop", "text"), ("sampled", "text")]
    if tool.personal:
        asked.append(("terms", "long_text"))
    made = [_field(tool.record.ref, name, type_, answers) for name, type_ in asked]
    shown = f"{tool.record.ref}.shown"
    return (*made, Field(shown, "", "hidden", answers.text(shown)))


def _field(ref: str, name: str, type_: str, answers: Answers) -> Field:
    key = f"{ref}.{name}"
    value, helped = answers.text(key), name in ("where", "version", "sampled", "terms")
    choices: tuple[Choice, ...] = ()
    if type_ == "choice":
        choices = tuple(Choice(v, t(f"form.{v}"), v == value) for v in ("yes", "no"))
    return Field(
        key,
        t(f"look.{name}"),
        type_,
        value,
        t(f"look.{name}.help") if helped else "",
        choices=choices,
        required=True,
        error=answers.errors.get(key, ""),
    )


__all__ = ["mine"]
