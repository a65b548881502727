"""The access matrix, cell by cell: every address of the pages and the API × who asks × where what is asked lies.

Addresses are read off the site maps, so one added tomorrow is in it. What a cell must answer follows from who asks:
strangers and those whose time is up find nothing, what lies in another unit is refused, and a page of a record
answers as `core.access.decide` says. No cell ever fails with a fault, and none that is refused writes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from harness.cast import cast

if TYPE_CHECKING:
    from harness.cast import Cast

pytestmark = pytest.mark.slow

WITHIN = ("owner", "manager", "contributor", "auditor", "adviser", "member")
GONE = ("expired", "outsider")
EVERYBODY = (*WITHIN, *GONE, "held", "anonymous")
ENOUGH = ("owner", "adviser", "member", *GONE, "held", "anonymous")
"""Who may is decided before a statement is made, so these run the statements that everybody runs (decision 0036)."""
ANSWERS = {200, 302, 400, 403, 404, 405, 409, 415, 422}
NONE = "01a20185-d339-74d5-b8b6-f8a11a7c7a7f"
FILLED = {
    **dict.fromkeys(("uid", "account", "token"), NONE),
    **dict.fromkeys(("number", "run"), "1"),
    "kind": "risks",
    "practice": "ai-policy",
    "level": "next",
    "stage": "deployed",
    "key": "k",
    "control": "A.5.2",
    "step": "cause",
    "name": "house-rules",
    "scope": "organisation",
    "action": "x",
}
HERE, ELSEWHERE = "SYS-0001", "SYS-0002"
SEALED = ("expired", "member")
"""Who is asked for what lies in the other unit as well; to the rest both units are one."""


@pytest.fixture
def north(begun) -> Cast:
    return begun(two_units)


def two_units() -> Cast:
    """Two units with a system each; Max is held to the first, Ruth advises, Ines's time as an auditor is up."""
    from holdtrue.accounts.models import Membership, User
    from holdtrue.app.actions import members, records
    from holdtrue.app.actions.records import find

    people = cast()
    owner = people.owner
    records.add(owner, "unit", {"name": "Clinics"})
    records.add(owner, "unit", {"name": "Laboratories"})
    records.add(owner, "system", {"name": "Call sorter", "unit": "UNT-0001", "use": "in_use"})
    records.add(owner, "system", {"name": "Blood reader", "unit": "UNT-0002", "use": "in_use"})
    for role in ("adviser", "expired", "held"):
        address = f"{role}@example.org"
        members.invite(owner, address, role="manager" if role == "held" else "adviser")
        people.users[role] = User.objects.get(email=address)
    rows = Membership.objects.filter(organisation=people.organisation)
    rows.filter(user=people.users["expired"]).update(until=dt.datetime.now(dt.UTC).date().toordinal() - 2)
    rows.filter(user=people.users["held"]).update(unit=find(owner, "UNT-0001"))
    return people


def addresses() -> list[str]:
    """Every address inside an organisation: of the pages, then of the API, their blanks filled but for the ref."""
    from django.urls import get_resolver

    found: list[str] = []

    def walk(patterns, before):
        for one in patterns:
            at = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, at)
            elif "<slug:slug>" in at or "<slug>" in at:
                found.append(at)

    walk(get_resolver().url_patterns, "/")
    return sorted({_filled(at) for at in found})


def _filled(at: str) -> str:
    at = re.sub(r"<(?:\w+:)?slug>", "northwind", at, count=1)
    at = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: "{ref}" if m[1] == "ref" else FILLED.get(m[1], "x"), at)
    return at.replace("^", "").replace("$", "")


def size(north) -> int:
    from holdtrue.store.models import Log

    return Log.objects.get(organisation=north.organisation).size


@pytest.fixture
def asking(request, database) -> tuple[str, ...]:
    """Who asks: everybody on the kind of database named first, on another those who are enough."""
    first = str(request.config.getoption("--databases")).split(",")[0]
    return EVERYBODY if database == first else ENOUGH


def test_every_cell_of_reading(north, asking):
    from holdtrue.app.actions.permission import decision, on_record
    from holdtrue.app.actions.records import find

    clients = {who: north.client(who) for who in asking}
    asked, wrong = 0, []
    for address in addresses():
        for ref in (HERE, ELSEWHERE) if "{ref}" in address else ("",):
            at = address.replace("{ref}", ref)
            for who, client in clients.items():
                if ref == ELSEWHERE and who not in SEALED:
                    continue
                with contextlib.closing(client.get(at)) as response:
                    status, asked = response.status_code, asked + 1
                if status not in ANSWERS | {401}:
                    wrong.append((at, who, status))
                if who in GONE and status not in (404, 405):
                    wrong.append((at, who, status))
                if who == "anonymous" and status not in (302, 401, 404, 405):
                    wrong.append((at, who, status))
    for ref in (HERE, ELSEWHERE):
        for who in (who for who in asking if who in (*WITHIN, "held")):
            caller = north.caller(who)
            allowed = decision(caller, "read", on_record(find(north.owner, ref))).allowed
            status = clients[who].get(f"/o/northwind/r/{ref}/").status_code
            if (status == 200) != allowed:
                wrong.append((ref, who, status))
    assert asked > 600
    assert not wrong, "\n".join(map(str, wrong[:40]))


def test_every_cell_of_what_lies_in_another_unit(north):
    """Refused, or told that the act is none for that kind: and never by its name."""
    client, wrong = north.client("held"), []
    for address in addresses():
        if "{ref}" in address:
            with contextlib.closing(client.get(address.replace("{ref}", ELSEWHERE))) as response:
                told = b"" if response.streaming else response.content
                if response.status_code not in (403, 404, 405, 422) or b"Blood reader" in told:
                    wrong.append((address, response.status_code))
    assert not wrong, wrong


def test_no_refused_cell_writes(north):
    """What strangers, those whose time is up and those of another unit post changes nothing, whatever the address."""
    clients = {who: north.client(who) for who in (*GONE, "anonymous", "held")}
    addresses_ = addresses()
    before, wrong = size(north), []
    for address in addresses_:
        for who, client in clients.items():
            if who == "held" and "{ref}" not in address:
                continue
            at = address.replace("{ref}", ELSEWHERE)
            status = client.post(at, {"why": "x", "title": "x", "name": "x"}).status_code
            refused = (403, 404, 405, 415, 422, 400) if who == "held" else (302, 401, 403, 404, 405)
            if status not in refused:
                wrong.append((at, who, status))
    assert not wrong, "\n".join(map(str, wrong[:40]))
    written = [e for e in _actions(north, before) if e != "access.refused"]
    assert not written, written


def _actions(north, since) -> list[str]:
    from holdtrue.store.models import Entry

    rows = Entry.objects.filter(log__organisation=north.organisation, seq__gte=since)
    return list(rows.values_list("action", flat=True))
