"""The API as one thing: its routers, its door, its errors."""

from __future__ import annotations

from ninja import NinjaAPI

from holdtrue.api import (
    access,
    ahead,
    answers,
    applicability,
    attesting,
    audits,
    catalogs,
    checks,
    classes,
    documents,
    frameworks,
    gating,
    importing,
    incidents,
    indicators,
    lifecycle,
    lists,
    me,
    mending,
    packs,
    passing,
    people,
    people_files,
    records,
    reviews,
    rules,
    rulings,
    settling,
    single,
    standing,
    weighing,
    whatif,
    worklists,
)
from holdtrue.api.door import door
from holdtrue.core.messages import Message
from holdtrue.words import say

api = NinjaAPI(
    title="Holdtrue",
    version="1",
    description=say(Message("api.description")),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    auth=door,
)
answers.install(api)
api.add_router("", me.router)
api.add_router("", checks.router)
for part in (
    access,
    records,
    single,
    classes,
    standing,
    frameworks,
    ahead,
    reviews,
    applicability,
    attesting,
    audits,
    catalogs,
    importing,
    settling,
    incidents,
    indicators,
    worklists,
    documents,
    people,
    people_files,
    gating,
    passing,
    whatif,
    rules,
    rulings,
    mending,
    lifecycle,
    lists,
    weighing,
    packs,
):
    api.add_router("/o/{slug}", part.router)
