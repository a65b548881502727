"""The answers somebody gave, read one by one and refused where they are missing or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Answers:
    """Question -> the answer chosen, or a list of them."""

    given: Mapping[str, object]

    def one(self, question: str, options: Collection[str]) -> str:
        """Return the one answer; a trailing underscore (yes_) may be left out."""
        value = self.given.get(question)
        if value is None or value == "":
            raise BadInput("check.unanswered", field=question, options=tuple(options))
        if isinstance(value, bool):
            value = "yes" if value else "no"
        return self._known(question, str(value), options)

    def many(self, question: str, options: Collection[str]) -> tuple[str, ...]:
        """Return the answers ticked; nothing ticked, or `none`, is none."""
        value = self.given.get(question, ())
        texts = value.replace(",", ";").split(";") if isinstance(value, str) else value
        if not isinstance(texts, (list, tuple)):
            raise BadInput("check.bad_answer", field=question, value=str(value), options=tuple(options))
        ticked = [str(text).strip() for text in texts if str(text).strip() not in ("", "none")]
        return tuple(dict.fromkeys(self._known(question, text, options) for text in ticked))

    def has(self, question: str) -> bool:
        """Whether the question was answered at all."""
        return self.given.get(question) not in (None, "")

    @staticmethod
    def _known(question: str, value: str, options: Collection[str]) -> str:
        for wanted in (value, f"{value}_", value.replace(" ", "_").lower()):
            if wanted in options:
                return wanted
        raise BadInput("check.bad_answer", field=question, value=value, options=tuple(options))
