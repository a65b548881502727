"""Setting up: the one-page policy, written from the organisation's facts, previewed, adjusted and signed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect

from holdtrue.app.actions.setting_up.policy import WRITTEN, drafted, settle, signs_here, somebody_signs
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import BadInput, NotAllowed
from holdtrue.pages.forms import Answers, posted
from holdtrue.pages.language import said, t
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.setup import PolicyPart, SetupPolicyView
from holdtrue.pages.views import frame, proving
from holdtrue.pages.views.outcomes import outcome
from holdtrue.pages.views.setup_way import begun, onward, place, show, way
from holdtrue.reports.blocks import stepped
from holdtrue.reports.markdown import parse

if TYPE_CHECKING:
    from holdtrue.pages.views.frame import Visit

_ORDER = ("text", *WRITTEN[:-1])
"""As one reads it."""


@frame.inside
def policy(visit: Visit) -> HttpResponse:
    """Show the policy as it will read; look at a change, or sign it."""
    now = begun(visit)
    answers = posted(visit.request.POST, (*WRITTEN, proving.PASSWORD))
    looking = visit.request.POST.get("act") == "look"
    if visit.request.method == "POST" and not looking:
        try:
            _settle(visit, answers)
            return HttpResponseRedirect(onward(visit, "policy"))
        except BadInput as refusal:
            answers.blame(refusal)
        except NotAllowed as refusal:
            answers.general.append(said(refusal.message))
    elif not looking:
        answers.values |= {name: (text,) for name, text in drafted(visit.caller).items()}
    signs = signs_here(visit.caller)
    named = signs or somebody_signs(visit.caller)
    who = "setup.policy.who" if signs else "setup.policy.who_else" if named else "setup.nobody_signs"
    view = SetupPolicyView(
        way=way(visit, now, "policy"),
        title=t("setup.policy.page", organisation=visit.caller.organisation.name),
        parts=tuple(_part(name, answers) for name in _ORDER),
        action=place(visit, "policy"),
        look=t("setup.policy.look"),
        submit=t("setup.policy.sign" if signs else "setup.policy.ask"),
        who=t(who, name=visit.person),
        proof=proving.fields(visit, answers) if signs else (),
        wrong=tuple(answers.general),
        adjusting=looking or any(name in answers.errors for name in WRITTEN),
    )
    status = 422 if answers.wrong else 200
    doors = proving.doors(visit) if signs else ()
    return show(visit, "policy", "setup_policy.html", view, status=status, notices=doors)


def _settle(visit: Visit, answers: Answers) -> None:
    proof = proving.take(visit, answers) if signs_here(visit.caller) else ""
    with outcome(visit) as done:
        made = settle(visit.caller, {name: answers.text(name) for name in WRITTEN}, proof=proof)
        words = "setup.policy.signed" if made.signed else "setup.policy.asked"
        done.say(t(words, ref=made.record.ref))


def _part(name: str, answers: Answers) -> PolicyPart:
    label = said(KINDS["policy"].spec(name).label)
    text = answers.text(name)
    field = Field(name, label, "long_text", text, error=answers.errors.get(name, ""))
    return PolicyPart("" if name == "text" else label, stepped(parse(text), under=3), field)


__all__ = ["policy"]
