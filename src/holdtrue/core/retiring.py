"""The rules of retiring a system with care: what is dealt with, by when, and what may be taken off the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.core.days import to_day
from holdtrue.core.derived import IN_USE
from holdtrue.core.gating import ENFORCE, IN_SERVICE
from holdtrue.core.messages import Message
from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.days import Day

FACTS = ("access_removed_on", "data_disposed_on", "people_told_on")
"""What a retirement deals with, each by the day it was done."""
DAYS = 30
"""Days from the day it took effect within which all of it is on record."""


def require_done(said: Mapping[str, str], today: Day) -> None:
    """Return where every day given is a day that has come; BadInput names the first that is none."""
    for name in FACTS:
        text = said.get(name, "").strip()
        if not text:
            continue
        day = to_day(text)
        if day is None:
            raise BadInput("retiring.date", field=name)
        if day > today:
            raise BadInput("retiring.ahead", field=name)


def in_service(fields: Mapping[str, object]) -> bool:
    """Whether people may still be using the system, so that it goes by its retirement."""
    return fields.get("use") in IN_USE or fields.get("lifecycle_stage") in IN_SERVICE


def stands_against(ref: str, fields: Mapping[str, object]) -> Message | None:
    """Say why a system should not be taken off the register yet; None where nothing stands against it."""
    return Message("retiring.in_use", {"ref": ref}) if in_service(fields) else None


def require_off(ref: str, fields: Mapping[str, object], mode: str) -> None:
    """Return where a system may be taken off the register: always while observing, enforcing not while it is in use."""
    if mode == ENFORCE and in_service(fields):
        raise BadInput("retiring.in_use", field="ref", ref=ref)
