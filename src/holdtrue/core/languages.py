"""The same text in several languages, kept in one field: each begins with a line that names its language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdtrue.core.refusals import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = re.compile(r"^===\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\s*===\s*$", re.MULTILINE)
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
UNDETERMINED = "und"
"""The language of words that stand before any line that names one."""
NAMES: Mapping[str, str] = {
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "hi": "हिन्दी",
    "it": "Italiano",
    "iu": "ᐃᓄᒃᑎᑐᑦ",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "no": "Norsk",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "sv": "Svenska",
    "uk": "Українська",
    "zh": "中文",
}
"""Languages by the name their speakers give them."""


def split(text: str) -> dict[str, str]:
    """Return language code → its text, in the order written."""
    marks = list(_MARK.finditer(text))
    found: dict[str, str] = {}
    before = text[: marks[0].start()].strip() if marks else text.strip()
    if before:
        found[UNDETERMINED] = before
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        end = following.start() if following else len(text)
        found[mark[1].lower()] = text[mark.end() : end].strip()
    return found


def joined(versions: Mapping[str, str]) -> str:
    """Return the one text that keeps them all; a language without words is left out."""
    return "\n\n".join(f"=== {code} ===\n{text.strip()}" for code, text in versions.items() if text.strip())


def code(text: str) -> str:
    """Return a language code as it is kept; BadInput for what is none."""
    found = text.strip().lower().replace("_", "-")
    if not _CODE.fullmatch(found):
        raise BadInput("document.language", field="language", value=text)
    return found


def name(language: str) -> str:
    """Return the name of a language, its code where we know no name."""
    return NAMES.get(language) or NAMES.get(language.split("-", maxsplit=1)[0], language)
