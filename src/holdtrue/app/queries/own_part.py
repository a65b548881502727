"""A gate as a roll-back or a repair meets it: the system's own claims alone, with what was left out of account said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdtrue.core.gate_answers import reaching
from holdtrue.core.packing import opened, split
from holdtrue.store import standings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.gate_answers import Answer, Line
    from holdtrue.core.verdicts import Verdict
    from holdtrue.store.models import Organisation, Record


def own_part(organisation: Organisation, record: Record, answer: Answer) -> tuple[Answer, tuple[Line, ...]]:
    """Return the answer by the system's own claims, and the lines left out: what lapsed for the whole organisation.

    A practice of the organisation is left out where it does not hold; one of systems keeps what the system itself
    gives it, without the organisation-wide part.
    """
    failing = [line for line in answer.missing if line.need is not None]
    kept = standings.kept(organisation.pk, [record.pk]).get(record.pk) if failing else None
    segments = split(kept.packed) if kept else {}
    lines, left = [], []
    for line in answer.lines:
        if line not in failing or line.need is None:
            lines.append(line)
        elif not line.need.practice.per_system:
            left.append(line)
        else:
            own = _own(segments, line, answer)
            lines.append(own)
            if own.holds(answer.day):
                left.append(line)
    return replace(answer, lines=tuple(lines)), tuple(left)


def _own(segments: Mapping[str, bytes], line: Line, answer: Answer) -> Line:
    """The line with the system's own verdict in place of the capped one."""
    if line.need is None or line.need.practice.id not in segments:
        return line
    held = opened(segments[line.need.practice.id])
    if held is None:
        return line
    verdicts: list[Verdict] = [rung.verdict(None, answer.day) for rung in held.rungs]
    own = reaching(verdicts, line.need.level)
    return replace(line, verdict=own) if own.holds(answer.day) else line


__all__ = ["own_part"]
