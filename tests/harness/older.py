"""An organisation whose rules in force are those of an earlier version, kept as data."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from holdtrue.core.days import Day
    from holdtrue.store.models import Organisation

PRACTICES = "practices/practices.yaml"


def older_rules(organisation: Organisation, day: Day) -> str:
    """Put rules in force by which naming an owner declares nothing; return their digest."""
    from holdtrue.app import rules
    from holdtrue.app.derive.scratch import derive_everything
    from holdtrue.core import content
    from holdtrue.core.practices import rules_digest
    from holdtrue.store.models import RuleSet, Standing

    files = orjson.loads(zlib.decompress(rules.packed()))
    files[PRACTICES] = files[PRACTICES].replace(
        "declared: {assigned: system_owner}", "declared: {record: role, where: {name: system_owner}}"
    )
    with content.by_the_rules_of(content.Edition("old", {k: v.encode() for k, v in files.items()})):
        old = rules_digest()
    RuleSet.rows.of(organisation.pk).update(digest=old, content=zlib.compress(orjson.dumps(files)))
    organisation.rules = old
    organisation.save(update_fields=["rules"])
    rules.follow(organisation)
    derive_everything(organisation, day=day, entry=0)
    assert Standing.rows.of(organisation.pk).exclude(rules=old).count() == 0
    return old
