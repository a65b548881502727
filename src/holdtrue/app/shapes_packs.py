"""The JSON of packs: what each carries, and what installing one changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.packing import LOGO

if TYPE_CHECKING:
    from holdtrue.app.actions.packs import Changes
    from holdtrue.app.packing import Pack
    from holdtrue.app.shapes import Json


def pack_json(pack: Pack) -> Json:
    """Return a pack with what it carries."""
    return {
        "pack": pack.name,
        "title": pack.title,
        "version": pack.version,
        "digest": pack.digest,
        "documents": [template.title for template in pack.templates],
        "rules": [
            {
                "name": one.name,
                "title": one.title,
                "practices": [str(practice.get("id", "")) for practice in one.listed("practices")],
                "frameworks": [str(framework.get("id", "")) for _, framework in one.frameworks()],
            }
            for one in pack.rules
        ],
        "branding": {
            "name": pack.brand or None,
            "colour": pack.colour or None,
            "logo": LOGO in pack.files,
        },
    }


def changes_json(pack: Pack, found: Changes, *, installed: str = "") -> Json:
    """Return what installing a pack changes, or changed; `installed` is 'yes' once it did."""
    return {
        **pack_json(pack),
        "was": found.was or None,
        "added": list(found.added),
        "changed": list(found.changed),
        "removed": list(found.removed),
        "installed": bool(installed),
    }


__all__ = ["changes_json", "pack_json"]
