"""What an entry of the log says was done, in words: for the log, a record's history and the command line alike."""

from __future__ import annotations

from holdtrue.core.messages import Message
from holdtrue.words.catalog import known


def done(action: str, *, alone: bool) -> Message:
    """Return what an action did; `alone` where the record it was done to is not named after it.

    The words of the kind and the act go before those of the act on any kind; an action without words, as a later
    version may have written it, is named as it is.
    """
    kind, _, act = action.rpartition(".")
    names = [f"{kind}_{act}", act, *(["name_person"] if act.startswith("name_") else [])]
    for name in names:
        here, followed = f"page.history.here.{name}", f"page.history.action.{name}"
        if known(here) and (alone or not known(followed)):
            return Message(here) if alone else Message("page.history.of", {"what": Message(here)})
        if known(followed):
            return Message(followed)
    return Message("page.history.action.other", {"action": action})
