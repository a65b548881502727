"""The free checks on offer, their screens one after the other, and how every result is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_http_methods, require_safe

from holdtrue.core.checks import CHECKS, check, questionnaire
from holdtrue.core.checks.asking import LEFT_OUT, UNKNOWN, UNSURE, questions, steps
from holdtrue.core.checks.components import HAVE
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import said, spoken, t
from holdtrue.pages.places import SIGN_IN
from holdtrue.pages.shapes.checks import AnswerCard, Asked, CheckCard, ChecksView, StepView
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.check_frame import asking, show, slug_of
from holdtrue.pages.views.check_result import result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from holdtrue.core.checks import CheckResult
    from holdtrue.core.checks.asking import Option, Question, Step
    from holdtrue.pages.views.check_frame import Asking

_QUIET = (UNKNOWN, LEFT_OUT, UNSURE)


@require_safe
@asking
def every(here: Asking) -> HttpResponse:
    """Offer the checks."""
    view = ChecksView(
        t("check.title"),
        t("check.lead"),
        cards(here),
        here.speech(),
        (Link(t("check.method.title"), here.at("method")),),
    )
    return show(here, "checks.html", view.title, view=view)


@require_safe
@asking
def entrance(here: Asking) -> HttpResponse:
    """Receive a stranger: what this is, the way in for those who have one, and the checks for everybody."""
    view = ChecksView(
        t("check.entrance.title"),
        t("check.entrance.lead"),
        cards(here),
        here.speech(),
        (Link(t("check.method.title"), here.at("method")),),
        Link(t("check.sign_in"), SIGN_IN),
    )
    return show(here, "checks.html", view.title, view=view)


def cards(here: Asking) -> tuple[CheckCard, ...]:
    """Return the checks as they are offered."""
    found = []
    for name in CHECKS:
        raw = questionnaire(name, spoken())
        words, minutes = t(f"check.card.{name}"), t("check.minutes", n=raw["minutes"])
        found.append(CheckCard(raw["title"], words, minutes, here.at(slug_of(name))))
    return tuple(found)


@require_http_methods(["GET", "HEAD", "POST"])
@asking
def take(here: Asking) -> HttpResponse:
    """Ask screen by screen. What was answered lies in the form and goes back with it; here it is kept nowhere."""
    if here.request.method != "POST":
        return _screen(here, {}, 0)
    answers, at, go = here.answers(), _number(here), here.request.POST.get("go", "next")
    state = here.request.POST.get("state", "step")
    if here.request.POST.get("speak"):
        return _same(here, answers, at, state)
    if go == "again":
        return _screen(here, answers, 0)
    if go == "back":
        return _screen(here, answers, at - 1 if state == "step" else len(steps(here.name, answers)) - 1)
    return _onward(here, answers, at, state)


def _number(here: Asking) -> int:
    """The screen the form was; what is no number was tampered with, and begins anew."""
    sent = here.request.POST.get("at", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 0  # noqa: PLR2004  # no check is longer


def _same(here: Asking, answers: Mapping[str, object], at: int, state: str) -> HttpResponse:
    """Show where one was, in the language just chosen."""
    if state == "step":
        return _screen(here, answers, at)
    try:
        found = check(here.name, answers, spoken())
    except BadInput as refusal:
        return _wrong(here, answers, refusal)
    return _clash(here, answers, found) if state == "clash" else result(here, answers, found)


def _onward(here: Asking, answers: Mapping[str, object], at: int, state: str) -> HttpResponse:
    """Refuse what is missing on this screen; else show the next, or what the answers amount to."""
    screens = steps(here.name, answers)
    if state == "step" and at < len(screens):
        errors = _missing(screens[at].questions, answers)
        if errors:
            return _screen(here, answers, at, errors=errors)
    following = _after(here, answers, at)
    if state == "step" and following is not None:
        return _screen(here, answers, following)
    try:
        found = check(here.name, answers, spoken())
    except BadInput as refusal:
        return _wrong(here, answers, refusal)
    if found.contradictions and here.request.POST.get("go") != "keep":
        return _clash(here, answers, found)
    return result(here, answers, found)


def _after(here: Asking, answers: Mapping[str, object], at: int) -> int | None:
    """The screen after this one; None after the last."""
    return at + 1 if at + 1 < len(steps(here.name, answers)) else None


def _missing(asked: Sequence[Question], answers: Mapping[str, object]) -> dict[str, str]:
    """Return question -> what is wrong with its answer."""
    errors = {}
    for question in asked:
        try:
            if not question.taken(answers):
                errors[question.id] = t("check.choose")
        except BadInput as refusal:
            both = refusal.code == "check.none_and_more"
            errors[question.id] = t("check.none_and_more_here" if both else "check.choose_again")
    return errors


def _wrong(here: Asking, answers: Mapping[str, object], refusal: BadInput) -> HttpResponse:
    """Show the screen of the question at fault, wherever it lies."""
    for at, screen in enumerate(steps(here.name, answers)):
        if any(q.id == refusal.field for q in screen.questions):
            known = {"check.too_many_left_out": said(refusal.message)}
            words = known.get(refusal.code) or t("check.choose")
            errors = _missing(screen.questions, answers) or {str(refusal.field): words}
            return _screen(here, answers, at, errors=errors)
    raise refusal


def _screen(
    here: Asking, answers: Mapping[str, object], at: int, *, errors: Mapping[str, str] | None = None
) -> HttpResponse:
    screens = steps(here.name, answers, spoken())
    at = min(max(at, 0), len(screens) - 1)
    screen, raw = screens[at], questionnaire(here.name, spoken())
    number, of = _progress(here, screen, at, len(screens))
    asked = tuple(_asked(q, answers, (errors or {}).get(q.id, "")) for q in screen.questions)
    left = max(1, round(int(raw["minutes"]) * (of - number + 1) / of))
    view = StepView(
        here.name,
        raw["title"],
        screen.title,
        here.action,
        number,
        of,
        t("check.progress", number=number, of=of, left=t("check.left", n=left)),
        asked,
        (*here.hidden(answers, but=tuple(q.id for q in screen.questions)), ("at", str(at))),
        here.speech(),
        lead=_lead(here, raw) if at == 0 else "",
        privacy=raw["privacy"] if at == 0 else "",
        last=number == of,
    )
    title = t("check.step_title", step=screen.title, title=raw["title"])
    return show(here, "check_step.html", title, view=view, status=422 if errors else 200)


def _lead(here: Asking, raw: Mapping[str, object]) -> str:
    return str(raw.get("intro") or t(f"check.intro.{here.name}"))


def _progress(here: Asking, screen: Step, at: int, many: int) -> tuple[int, int]:
    """Return (this screen, all screens); where one answer decides the next question, by where it stands among all."""
    if not questionnaire(here.name).get("asks_components"):
        return at + 1, many
    order = list(questions(here.name))
    return order.index(screen.questions[0].id) + 1, len(order) - len(HAVE) + 1


def _asked(question: Question, answers: Mapping[str, object], error: str = "") -> Asked:
    given = answers.get(question.id, ())
    chosen = set(given) if isinstance(given, (list, tuple)) else {given}
    hint = t("check.tick") if question.several and question.ask.endswith("?") else ""
    if question.optional:
        hint = f"{hint} {t('check.may_skip')}".strip()
    return Asked(
        question.id,
        question.ask,
        tuple(_card(o, chosen) for o in question.options),
        question.several,
        hint=hint,
        note=question.note,
        cites=", ".join(question.cites),
        error=error,
    )


def _card(option: Option, chosen: set[object]) -> AnswerCard:
    text = t("check.left_out", reason=option.text) if option.value == LEFT_OUT else option.text
    words = text or t(f"check.option.{option.value}")
    return AnswerCard(
        option.value, words, option.value in chosen, option.heading, quiet=option.value in _QUIET
    )


def _clash(here: Asking, answers: Mapping[str, object], found: CheckResult) -> HttpResponse:
    """Ask which of two answers is right, before the result."""
    raw, every_one = questionnaire(here.name, spoken()), questions(here.name, spoken())
    names = tuple(dict.fromkeys(q for clash in found.contradictions for q in clash.questions))
    many = len(steps(here.name, answers))
    view = StepView(
        here.name,
        raw["title"],
        t("check.clash.title"),
        here.action,
        many,
        many,
        "",
        tuple(_asked(every_one[name], answers) for name in names),
        here.hidden(answers, but=names),
        here.speech(),
        state="clash",
        lead=t("check.clash.lead"),
        clashes=tuple(clash.says for clash in found.contradictions),
        last=True,
    )
    return show(here, "check_step.html", t("check.clash.title"), view=view)


__all__ = ["cards", "entrance", "every", "take"]
