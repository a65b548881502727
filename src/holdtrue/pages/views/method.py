"""The published method of the AI Index, for anybody: the same data that every index is computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdtrue.core.content import SHIPPED, by_the_rules_of
from holdtrue.core.properties import scheme
from holdtrue.pages.language import speaking, t
from holdtrue.pages.views.frame import language_of, plain
from holdtrue.pages.views.index_method import method

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show it to whoever asks, signed in or not."""
    with speaking(language_of(request)), by_the_rules_of(SHIPPED):
        given = plain(request, t("index.method_title"))
        return render(request, "method.html", {"page": given, "view": method(scheme())})
