"""Who signs is asked once more: by password, second factor or passkey, or a way in taken a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from holdtrue.accounts import again
from holdtrue.accounts.models import User
from holdtrue.core.refusals import BadInput
from holdtrue.pages.language import t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.form import Field
from holdtrue.pages.shapes.page import Link, Notice

if TYPE_CHECKING:
    from holdtrue.pages.forms import Answers
    from holdtrue.pages.views.frame import Visit

PASSWORD = "password"  # noqa: S105  # a field's name


def take(visit: Visit, answers: Answers) -> str:
    """Return how they proved just now who they are; BadInput where they did not."""
    user, now = _user(visit), visit.caller.clock.now()
    proof = again.proof(visit.request, user, now=now)
    if not proof:
        if "password" not in again.ways(user):
            raise BadInput("act.sign.prove", field=PASSWORD)
        again.by_password(visit.request, user, answers.text(PASSWORD), now=now)
        proof = again.proof(visit.request, user, now=now)
    return proof


def fields(visit: Visit, answers: Answers) -> tuple[Field, ...]:
    """Return the field that asks for the password, where one is needed and they have one."""
    if proved(visit) or "password" not in again.ways(_user(visit)):
        return ()
    error, help_ = answers.errors.get(PASSWORD, ""), t("act.sign.password.help")
    return (Field(PASSWORD, t("act.sign.password"), "secret", help=help_, required=True, error=error),)


def doors(visit: Visit, *, back: str = "") -> tuple[Notice, ...]:
    """Return where somebody without a password who came in a while ago proves who they are."""
    if proved(visit):
        return ()
    ways = again.ways(_user(visit))
    back = back or visit.request.path
    if "factor" in ways:
        link = Link(t("act.sign.factor"), with_query(reverse("mfa_reauthenticate"), next=back))
        return (Notice(t("act.sign.prove_words"), "soon", link),)
    if "password" in ways:
        return ()
    return (
        Notice(
            t("act.sign.prove"), "soon", Link(t("act.sign.set_password"), reverse("account_set_password"))
        ),
    )


def proved(visit: Visit) -> bool:
    """Whether they proved it within the last minutes."""
    return bool(again.proof(visit.request, _user(visit), now=visit.caller.clock.now()))


def _user(visit: Visit) -> User:
    user = visit.request.user
    assert isinstance(user, User)  # noqa: S101  # the frame lets nobody else in
    return user
