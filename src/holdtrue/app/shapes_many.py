"""The JSON of what is done to many records and to lists: changes at once, saved views, systems sorted together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.words import say

if TYPE_CHECKING:
    from holdtrue.app.actions.many import Many
    from holdtrue.app.actions.triage import Sorted
    from holdtrue.app.queries.assessing import Assessing
    from holdtrue.app.queries.risks import Counted
    from holdtrue.app.queries.sorting import Waiting
    from holdtrue.app.rows import SavedView
    from holdtrue.app.shapes import Json


def many_json(made: Many) -> Json:
    """Return what became of many records; the counts add up to `rows`."""
    return {
        "action": made.action or None,
        "kind": made.kind,
        "rows": made.rows,
        "added": made.added,
        "changed": made.changed,
        "unchanged": made.unchanged,
        "refused": len(made.refused),
        "refusals": [{"line": line, "ref": ref, "why": say(why)} for line, ref, why in made.refused],
        "differences": [
            {"ref": one.ref, "field": one.name, "before": one.before, "after": one.after} for one in made.told
        ],
    }


def view_json(view: SavedView, account: str) -> Json:
    """Return a saved view; `own` says whether it is the caller's."""
    return {
        "number": view.pk,
        "kind": view.kind,
        "name": view.name,
        "query": view.query,
        "shared": view.shared,
        "opens": view.opens,
        "own": view.account == account,
    }


def sorted_json(done: Sorted) -> Json:
    """Return what became of the systems sorted."""
    return {
        "changed": done.changed,
        "unchanged": done.unchanged,
        "refusals": [{"ref": ref, "why": say(why)} for ref, why in done.refused],
    }


def waiting_json(found: Waiting) -> Json:
    """Return systems that wait to be sorted, with what their words suggest."""
    return {
        "total": found.total,
        "next": found.next or None,
        "systems": [
            {
                "ref": row.ref,
                "title": row.title,
                "unit": row.unit or None,
                "suggested": [
                    {"field": one.field, "value": one.value, "word": one.word} for one in row.suggested
                ],
            }
            for row in found.rows
        ],
    }


def matrix_json(found: Counted | None) -> Json:
    """Return the risks by likelihood and severity; without scales in force there are no cells."""
    if found is None:
        return {
            "likelihood": [],
            "severity": [],
            "cells": [],
            "unrated": None,
            "appetite": None,
            "above": None,
        }
    return {
        "likelihood": [{"step": n, "name": name} for n, name in found.likelihood.steps],
        "severity": [{"step": n, "name": name} for n, name in found.severity.steps],
        "cells": [
            {"likelihood": up, "severity": along, "risks": n}
            for (up, along), n in sorted(found.counts.items())
        ],
        "unrated": found.unrated,
        "appetite": found.appetite,
        "above": found.above,
    }


def assessing_json(found: Assessing) -> Json:
    """Return how far a system's impact assessment is."""
    return {
        "system": found.ref,
        "title": found.title,
        "tier": found.tier or None,
        "record": found.record or None,
        "revision": found.revision,
        "in_force": found.in_force,
        "drafted": found.drafted,
        "finished": found.finished,
        "minutes": found.minutes,
        "sections": [
            {"section": one.part.id, "done": one.done, "minutes": one.minutes} for one in found.progress
        ],
        "fields": dict(found.fields),
    }


__all__ = ["assessing_json", "many_json", "matrix_json", "sorted_json", "view_json", "waiting_json"]
