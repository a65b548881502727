"""The page behind a sign-in link: opening it changes nothing, its button signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from holdtrue.accounts import again, limits, links
from holdtrue.accounts.address import caller
from holdtrue.core.messages import Message
from holdtrue.core.refusals import Refusal
from holdtrue.words import say, text

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdtrue.accounts.models import User


@method_decorator(never_cache, name="dispatch")
class SignIn(View):
    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        if links.usable(secret, now=timezone.now()):
            return _page(request, 200, None)
        return _page(request, 401, Message("accounts.link.spent"))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        now = timezone.now()
        try:
            limits.take(limits.LINK_TRIED, caller(request), now=now)
            user = links.use(secret, now=now)
        except Refusal as refusal:
            return _page(request, refusal.status, refusal.message)
        return _let_in(request, user)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    """Through allauth, so that a second factor is still asked for and the sign-in is announced."""
    again.by_link(request, user)
    response: HttpResponse = perform_login(request, user, redirect_url="/")
    return response


def _page(request: HttpRequest, status: int, refused: Message | None) -> HttpResponse:
    words = {
        "title": text("accounts.link.title"),
        "sentence": say(refused or Message("accounts.link.press")),
        "button": "" if refused else text("accounts.link.button"),
    }
    return render(request, "accounts/link.html", words, status=status)
