"""Sentences from the catalogs, for the sign-in pages that Django's own template engine renders."""

from __future__ import annotations

from django import template

from holdtrue.words import text

register = template.Library()


@register.simple_tag
def t(message_id: str, **params: object) -> str:
    return text(message_id, **params)
