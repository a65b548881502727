"""The page behind a sign-in link, whose button signs in; and what stands before a first password or second factor."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from holdtrue.accounts import again, limits, links
from holdtrue.accounts.address import caller
from holdtrue.accounts.models import User
from holdtrue.core.messages import Message
from holdtrue.core.refusals import Refusal
from holdtrue.words import say, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


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


def first_proof(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let somebody who only ever came by a link give themselves a way to prove who they are only moments after one.

    Otherwise whoever finds an old session open could set a password there and sign with it.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **given: object) -> HttpResponseBase:
        user = request.user
        fresh = not isinstance(user, User) or bool(
            again.ways(user) or again.proof(request, user, now=timezone.now())
        )
        return view(request, *args, **given) if fresh else _page(request, 403, Message("accounts.link.again"))

    return asked


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
