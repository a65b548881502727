"""What stands around every page of the free checks: language, how often, and answers that travel in the form alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.shortcuts import render

from holdtrue.accounts import passing
from holdtrue.accounts.address import caller as address_of
from holdtrue.accounts.limits import Limit
from holdtrue.app.clock import SYSTEM
from holdtrue.core.checks import CHECKS, LANGUAGES
from holdtrue.core.checks.answers import NONE
from holdtrue.core.checks.asking import questions
from holdtrue.core.refusals import NotFound, Refusal
from holdtrue.pages.language import said, speaking, spoken, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.acts import ErrorView
from holdtrue.pages.shapes.checks import Speech
from holdtrue.pages.shapes.page import Link, Page
from holdtrue.pages.views.frame import nothing_here, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from holdtrue.pages.shapes.checks import Hidden

NAMES = {"en": "English", "fr": "Français"}
SEEN, SENT, PRINTED = (
    Limit("check.seen", 240, 60),
    Limit("check.sent", 90, 60),
    Limit("check.printed", 12, 60),
)
"""Pages looked at, screens sent, and PDFs made: of one address, in a minute, by one web worker."""
ANSWERS, SPEAK, LANG = "a-", "speak", "lang"
"""What the names of answers in a form begin with; the button that changes the language, and the language kept."""

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Asking:
    """One request of a stranger to a check."""

    request: HttpRequest
    name: str = ""
    chosen: str = ""
    """The language asked for by name, which links and forms carry on; empty where the browser's was taken."""

    def at(self, *words: str) -> str:
        """Return an address among the checks, in the language chosen."""
        return with_query("/check/" + "".join(f"{word}/" for word in words), lang=self.chosen)

    @property
    def slug(self) -> str:
        """The check's name in an address."""
        return slug_of(self.name)

    @property
    def action(self) -> str:
        """Where the screens are sent; the language travels in the form."""
        return f"/check/{self.slug}/"

    def answers(self) -> dict[str, object]:
        """Return the answers in the form: of known questions only, each as sent."""
        found: dict[str, object] = {}
        for name, question in questions(self.name).items():
            sent = [value[:60] for value in self.request.POST.getlist(ANSWERS + name)[:40] if value]
            if sent:
                found[name] = sent if question.several else sent[-1]
        return found

    def hidden(self, answers: Mapping[str, object], *, but: tuple[str, ...] = ()) -> Hidden:
        """Return the answers as fields to carry along, without those asked on the screen at hand."""
        pairs = [
            (ANSWERS + name, str(value))
            for name, given in answers.items()
            if name not in but
            for value in (given if isinstance(given, (list, tuple)) else (given,))
        ]
        return ((LANG, spoken()), *pairs)

    def speech(self) -> tuple[Speech, ...]:
        """Return the languages to choose from: by address where the page was asked for, by the form where sent."""
        path = self.request.path if self.request.method == "GET" else ""
        return tuple(
            Speech(code, name, code == spoken(), with_query(path, lang=code) if path else "")
            for code, name in NAMES.items()
        )


def asking(
    view: Callable[Concatenate[Asking, P], HttpResponse], *, limit: Limit | None = None
) -> Callable[..., HttpResponse]:
    """Let anybody ask, so often, in a language of theirs; nothing here asks who it is or writes anywhere."""

    @wraps(view)
    def asked(request: HttpRequest, check: str = "", *args: P.args, **given: P.kwargs) -> HttpResponse:
        chosen = _named(request)
        with speaking(chosen or _preferred(request)):
            try:
                count = limit or (SENT if request.method == "POST" else SEEN)
                passing.take(count, address_of(request), now=SYSTEM.now())
                response = view(Asking(request, _known(check), chosen), *args, **given)
            except NotFound:
                response = nothing_here(request)
            except Refusal as refusal:
                response = refused(request, refusal)
            response.headers["Vary"] = "Accept-Language, Cookie"
            response.headers["Content-Language"] = spoken() if spoken() in LANGUAGES else "en"
            if request.method == "POST":
                response.headers["Cache-Control"] = "private, no-store"
            return response

    return asked


def slug_of(name: str) -> str:
    """Return a check's name as it stands in addresses."""
    return name.replace("_", "-")


def _known(slug: str) -> str:
    """The check of an address, '' for the pages of all; NotFound for one there is not."""
    name = slug.replace("-", "_")
    if name and name not in CHECKS:
        raise NotFound("nothing")
    return name


def _named(request: HttpRequest) -> str:
    """The language asked for by name; a button of the form goes before what the form carried."""
    for given in (request.POST.get(SPEAK), request.POST.get(LANG), request.GET.get(LANG)):
        if given in LANGUAGES:
            return given
    return ""


def _preferred(request: HttpRequest) -> str:
    """The language kept in this browser, else the first it asks for that we speak, else English."""
    kept = request.COOKIES.get("language", "")
    if kept in (*LANGUAGES, "pseudo"):
        return kept
    ranked = []
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        code, _, rest = part.strip().partition(";")
        weight = rest.strip().removeprefix("q=")
        ranked.append((_weight(weight), code.partition("-")[0].lower()))
    spoken_here = [
        code for weight, code in sorted(ranked, key=lambda r: -r[0]) if weight and code in LANGUAGES
    ]
    return spoken_here[0] if spoken_here else "en"


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page of a refusal that no screen can show beside a question."""
    links = (Link(t("check.all"), "/check/"),)
    view = ErrorView(refusal.status, t(f"page.error.{refusal.status}"), said(refusal.message), links)
    given = frame(request, view.title)
    return render(request, "error.html", {"page": given, "view": view}, status=refusal.status)


def frame(request: HttpRequest, title: str) -> Page:
    """Return the frame of a page that asks nobody who they are."""
    return Page(title, theme=theme_of(request), locale=spoken() if spoken() in LANGUAGES else "en")


def show(here: Asking, template: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:  # noqa: ANN401  # the template names what it takes
    """Return a page of the checks."""
    return render(here.request, template, {"page": frame(here.request, title), **context}, status=status)


__all__ = ["ANSWERS", "NONE", "PRINTED", "Asking", "asking", "frame", "show", "slug_of"]
