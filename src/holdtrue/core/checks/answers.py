"""The answers somebody gave, read one by one and refused where they are missing, unknown or contradict themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

NONE = "none"
"""What one ticks to say that nothing fits."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Question -> the answer chosen, or a list of them."""

    given: Mapping[str, object]

    def one(self, question: str, options: Collection[str]) -> str:
        """Return the one answer; a trailing underscore (yes_) may be left out."""
        value = self.given.get(question)
        if value is None or value == "":
            raise BadInput("check.unanswered", field=question, options=_plain(options))
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return self._known(question, str(value), options)

    def many(self, question: str, options: Collection[str], *, asked: str = "") -> tuple[str, ...]:
        """Return the answers ticked; an empty list, or `none`, is none. `asked` set refuses one not answered at all."""
        value = self.given.get(question)
        if value is None and asked:
            raise BadInput("check.unanswered", field=question, options=_plain((*options, NONE)))
        value = () if value is None else value
        texts = value.replace(",", ";").split(";") if isinstance(value, str) else value
        if not isinstance(texts, (list, tuple)):
            raise BadInput("check.bad_answer", field=question, value=str(value), options=_plain(options))
        ticked = [str(text).strip() for text in texts if str(text).strip()]
        if NONE in ticked and len(set(ticked)) > 1:
            raise BadInput("check.none_and_more", field=question)
        return tuple(dict.fromkeys(self._known(question, text, options) for text in ticked if text != NONE))

    def has(self, question: str) -> bool:
        """Whether the question was answered at all."""
        return self.given.get(question) not in (None, "", [], ())

    @staticmethod
    def _known(question: str, value: str, options: Collection[str]) -> str:
        for wanted in (value, f"{value}_", value.replace(" ", "_").lower()):
            if wanted in options:
                return wanted
        raise BadInput("check.bad_answer", field=question, value=value[:60], options=_plain(options))


def _plain(options: Collection[str]) -> tuple[str, ...]:
    """The answers as one types them."""
    return tuple(option.rstrip("_") for option in options)
