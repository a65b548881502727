"""Adding, editing, linking and retiring records: what is taken, what is refused and why, and that nothing is lost."""

from __future__ import annotations

import pytest

from harness.house import House
from holdtrue.app.actions import records
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound, Stale


@pytest.fixture
def house(begun):
    return begun(House, "Northwind")


def revisions(record):
    from holdtrue.store.models import Revision

    return list(Revision.rows.of(record.organisation_id).filter(record=record).order_by("number"))


def refused(error, call, *args, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    from holdtrue.words import say

    assert say(caught.value.message)
    return caught.value


def test_refs_can_be_said_and_are_counted_per_kind(house):
    refs = [house.system(f"Bot {n}").ref for n in range(3)]
    assert refs == ["SYS-0001", "SYS-0002", "SYS-0003"]
    assert house.add("supplier", name="Cloud Ltd").ref == "SUP-0001"
    assert house.add("person", name="Ben").ref == "PER-0002"
    assert House("Southgate", hands=house.hands).system().ref == "SYS-0001"


def test_a_ref_is_found_however_it_is_written(house):
    record = house.system()
    for text in ("SYS-0001", "SYS-1", "sys-1", "Sys-01", "sys1", " SYS-0001 ", record.uid and "SYS-0001"):
        assert records.find(house.ada, text).pk == record.pk
    for text in ("SYS-0", "SYS-2", "XYZ-1", "SYS", "", "SYS-1; DROP TABLE", "SYS-99999999999999999999"):
        assert refused(NotFound, records.find, house.ada, text).status == 404


def test_an_old_ref_leads_to_the_record_it_was_merged_into(house):
    from holdtrue.store.models import RefAlias

    kept = house.system("Kept")
    RefAlias.rows.add([RefAlias(organisation_id=house.pk, ref="SYS-0007", record=kept)])
    assert records.find(house.ada, "sys-7").ref == "SYS-0001"
    other = House("Southgate", hands=house.hands)
    refused(NotFound, records.find, other.ada, "SYS-7")


def test_a_record_of_another_organisation_is_told_like_one_that_never_was(house):
    other = House("Southgate", hands=house.hands)
    for n in range(3):
        other.system(f"Secret {n}")
    house.system()
    for call in (
        lambda ref: records.find(house.ada, ref),
        lambda ref: records.edit(house.ada, ref, {"name": "Mine now"}),
        lambda ref: records.retire(house.ada, ref, why="gone"),
        lambda ref: records.link(house.ada, ref, "owner", "PER-1"),
    ):
        theirs, nobodys = refused(NotFound, call, "SYS-3"), refused(NotFound, call, "SYS-9")
        assert theirs.code == nobodys.code == "record.not_found"
    uid = records.find(other.ada, "SYS-3").uid
    assert refused(BadInput, house.add, "risk", title="Bias", system=uid).code == "link.not_found"


def test_an_edit_writes_a_revision_and_one_entry(house):
    record = house.system()
    before = house.entries()
    house.edit("SYS-1", intended_purpose="Answer calls", why="The pilot went well")
    assert house.entries() == before + 1
    assert [r.number for r in revisions(record)] == [1, 2]
    assert house.body("SYS-1", 1)["fields"]["intended_purpose"] == "Sort calls"
    assert house.body("SYS-1")["fields"] == {"name": "Triage bot", "intended_purpose": "Answer calls"}
    assert revisions(record)[0].digest != revisions(record)[1].digest


def test_an_edit_that_changes_nothing_writes_nothing(house):
    record = house.system(users="Clerks")
    before = house.entries()
    for same in ({"users": "Clerks"}, {"users": " Clerks "}, {"owner": "per-1"}, {}, {"hosting": ""}):
        records.edit(house.ada, "SYS-1", same)
    assert house.entries() == before
    assert len(revisions(record)) == 1


def test_an_empty_value_clears_a_field_and_unlinks(house):
    house.system(users="Clerks")
    house.edit("SYS-1", users="", owner="")
    assert house.body("SYS-1") == {
        "fields": {"name": "Triage bot", "intended_purpose": "Sort calls"},
        "links": {},
        "source_fields": {},
    }
    assert refused(BadInput, house.edit, "SYS-1", name="").field == "name"


def test_a_stale_edit_is_refused_with_both_revisions_and_nothing_is_lost(house):
    record = house.system()
    house.edit("SYS-1", users="Clerks", revision=1)
    before = house.entries()
    stale = refused(Stale, house.edit, "SYS-1", users="Nurses", revision=1)
    assert (stale.status, stale.code) == (409, "record.stale")
    assert (stale.message.params["based_on"], stale.message.params["newest"]) == (1, 2)
    assert house.entries() == before
    assert house.body("SYS-1")["fields"]["users"] == "Clerks"
    assert [r.number for r in revisions(record)] == [1, 2]
    house.edit("SYS-1", users="Nurses", revision=2)
    assert house.body("SYS-1", 2)["fields"]["users"] == "Clerks"


def test_a_fact_dated_ahead_is_refused_but_a_due_day_is_not(house):
    house.system()
    for field, value in (("implemented_on", "2027-03-02"), ("retired_on", "2999-01-01")):
        assert refused(BadInput, house.edit, "SYS-1", **{field: value}).field == field
    house.edit("SYS-1", implemented_on="2027-03-01")
    refused(BadInput, house.add, "incident", title="Leak", occurred_on="2027-03-02")
    house.add("risk", title="Bias", system="SYS-1", due="2028-01-01")


def test_the_day_of_the_organisations_own_time_zone_decides_what_lies_ahead(database):
    from harness.house import Hands
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.actions.organisation import found
    from holdtrue.core.access import Actor

    hands = Hands()
    hands.moment = hands.moment.replace(hour=23)
    for zone, taken in (("Pacific/Auckland", True), ("America/Los_Angeles", False)):
        made = found(f"In {zone}", time_zone=zone, owner=f"{taken}@example.org", clock=hands.clock())
        caller = Caller(made.organisation, Actor(made.owner.uid, made.person.uid, "owner"), hands.clock())
        raw = {"name": "Bot", "implemented_on": "2027-03-02"}
        if taken:
            records.add(caller, "system", raw)
        else:
            assert refused(BadInput, records.add, caller, "system", raw).field == "implemented_on"


def test_an_unknown_field_is_refused_naming_the_nearest(house):
    error = refused(BadInput, house.add, "system", name="Bot", intended_purpos="x")
    assert error.field == "intended_purpos"
    assert error.message.params["near"] == "intended_purpose"
    assert refused(BadInput, house.add, "sistem", name="Bot").status == 422


def test_links_that_lead_nowhere_to_the_wrong_kind_or_to_the_retired_are_refused_naming_the_field(house):
    house.system()
    house.add("person", name="Ben")
    records.retire(house.ada, "PER-2", why="Left us")
    before = house.entries()
    for ref, code in (
        ("PER-9", "link.not_found"),
        ("Ben", "link.not_found"),
        ("SYS-1", "link.wrong_kind"),
        ("PER-2", "link.retired"),
    ):
        error = refused(BadInput, house.edit, "SYS-1", owner=ref)
        assert (error.field, error.code) == ("owner", code)
    error = refused(BadInput, records.link, house.ada, "SYS-1", "friend", "PER-1")
    assert (error.field, error.code) == ("friend", "link.unknown_relation")
    assert house.entries() == before


def test_a_link_is_added_to_several_and_replaces_a_single_one(house):
    house.system()
    ben, first, second = (
        house.add("person", name="Ben"),
        house.add("component", name="Model A", type="model"),
        house.add("component", name="Model B", type="model"),
    )
    records.link(house.ada, "SYS-1", "owner", "PER-2")
    assert house.body("SYS-1")["links"]["owner"] == [ben.uid]
    records.link(house.ada, "SYS-1", "components", "CMP-1")
    records.link(house.ada, "SYS-1", "components", "CMP-2")
    assert house.body("SYS-1")["links"]["components"] == sorted([first.uid, second.uid])
    before = house.entries()
    records.link(house.ada, "SYS-1", "components", "cmp-2")
    assert house.entries() == before


def test_retiring_needs_a_reason_takes_the_record_out_and_leaves_its_history(house):
    from holdtrue.app.queries.records import history, show
    from holdtrue.store import listing

    record = house.system()
    house.system("Other bot")
    house.edit("SYS-1", users="Clerks")
    assert refused(BadInput, records.retire, house.ada, "SYS-1", why=" ").field == "why"
    records.retire(house.ada, "SYS-1", why="Replaced by SYS-2")
    assert [line.ref for line in listing.page(house.pk, listing.Filter("system")).lines] == ["SYS-0002"]
    retired = listing.page(house.pk, listing.Filter("system", retired=True)).lines
    assert [line.ref for line in retired] == ["SYS-0001"]
    refused(BadInput, house.edit, "SYS-1", users="Nurses")
    refused(BadInput, records.retire, house.ada, "SYS-1", why="again")
    refused(BadInput, house.add, "risk", title="Bias", system="SYS-1")
    record = records.find(house.ada, "SYS-1")
    told = history(house.organisation, record)
    assert [h.action for h in told] == ["system.retire", "system.edit", "system.add"]
    assert told[0].why == "Replaced by SYS-2"
    assert show(house.organisation, record, house.today).fields["users"] == "Clerks"
    house.agrees()


def test_the_organisations_own_record_is_neither_added_again_nor_retired(house):
    assert refused(BadInput, house.add, "organization", name="Twice").code == "record.one_organisation"
    assert refused(BadInput, records.retire, house.ada, "ORG-1", why="x").code == "record.organisation_stays"


def test_what_is_true_from_a_past_day_is_read_as_of_that_day(house):
    from holdtrue.app.queries.records import show_at
    from holdtrue.core.days import to_day

    record = house.system(true_from="2026-05-01")
    house.edit("SYS-1", users="Clerks", true_from="2026-12-24")
    house.hands.turn_to("2027-04-01")
    house.edit("SYS-1", users="Nurses")

    def users(true_on, known_by="2027-04-01"):
        return show_at(house.organisation, record, to_day(true_on), to_day(known_by)).fields.get("users")

    assert [users(day) for day in ("2026-05-01", "2026-12-23", "2026-12-24", "2027-03-31", "2027-04-01")] == [
        None,
        None,
        "Clerks",
        "Clerks",
        "Nurses",
    ]
    assert users("2027-04-01", known_by="2027-03-31") == "Clerks"
    refused(NotFound, users, "2026-04-30")
    refused(NotFound, users, "2027-01-01", known_by="2027-02-28")


def test_a_revision_is_not_dated_before_the_one_it_follows(house):
    record = house.system(true_from="2027-02-10")
    before = house.entries()
    error = refused(BadInput, house.edit, "SYS-1", users="Clerks", true_from="2027-02-09")
    assert (error.field, error.code) == ("true_from", "field.true_from_before")
    assert error.message.params["day"] == "2027-02-10"
    assert house.entries() == before
    house.edit("SYS-1", users="Clerks", true_from="2027-02-10")
    assert [r.number for r in revisions(record)] == [1, 2]


@pytest.mark.parametrize("text", ["2027-03-02", "last week", "2027-02-30", "0000-00-00"])
def test_a_day_that_has_not_been_is_refused_as_the_start_of_a_fact(house, text):
    assert refused(BadInput, house.system, true_from=text).field == "true_from"


def test_an_employee_may_not_edit_a_system_and_is_told_why(house):
    house.system()
    theo = house.member("Theo Marek", "member")
    before = house.entries()
    error = refused(NotAllowed, records.edit, theo, "SYS-1", {"name": "Mine"})
    assert error.status == 403
    assert house.entries() == before
    assert house.body("SYS-1")["fields"]["name"] == "Triage bot"


def test_an_action_that_fails_half_way_leaves_nothing(house, monkeypatch):
    from holdtrue.app.actions import acting
    from holdtrue.store.models import Record, Revision

    house.system()
    before = (
        house.entries(),
        Record.rows.of(house.pk).count(),
        Revision.rows.of(house.pk).count(),
    )

    def fail(*_, **__):
        message = "the disk is full"
        raise OSError(message)

    for step in ("rederive",):
        with monkeypatch.context() as patched:
            patched.setattr(acting, step, fail)
            with pytest.raises(OSError, match="disk is full"):
                house.system("Never there")
            with pytest.raises(OSError, match="disk is full"):
                house.edit("SYS-1", users="Nobody")
    after = house.entries(), Record.rows.of(house.pk).count(), Revision.rows.of(house.pk).count()
    assert after == before
    assert house.system("Next").ref == "SYS-0002"
    house.agrees()


def test_a_link_that_stood_stays_when_its_end_retires_and_something_else_is_edited(house):
    house.add("person", name="Ben")
    house.system(owner="PER-2")
    records.retire(house.ada, "PER-2", why="Left us")
    house.edit("SYS-1", users="Clerks")
    assert house.body("SYS-1")["fields"]["users"] == "Clerks"
    assert refused(BadInput, house.edit, "SYS-1", overseer="PER-2").code == "link.retired"
    house.edit("SYS-1", owner="PER-1")
    assert refused(BadInput, house.edit, "SYS-1", owner="PER-2").code == "link.retired"
    house.agrees()


def test_two_people_who_link_at_once_lose_neither_link(house):
    import threading

    from django.db import connection

    house.system()
    for n in range(6):
        house.add("component", name=f"Part {n}", type="service")
    together = threading.Barrier(2)

    def join(numbers):
        together.wait()
        for n in numbers:
            records.link(house.ada, "SYS-1", "components", f"CMP-{n}")
        connection.close()

    threads = [threading.Thread(target=join, args=(numbers,)) for numbers in ((1, 2, 3), (4, 5, 6))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(house.body("SYS-1")["links"]["components"]) == 6
    house.agrees()


def test_a_person_who_signs_in_is_not_retired_before_their_way_in_is_ended(house):
    refusal = refused(BadInput, records.retire, house.ada, "PER-1", why="Left us")
    assert refusal.code == "record.signs_in"
    house.add("person", name="Ben")
    records.retire(house.ada, "PER-2", why="Left us")


@pytest.mark.parametrize("ref", ["\x00" * 36, "a" * 35 + "\x00", "\ud800" * 36, "SYS-\x00", "\ud800"])
def test_a_ref_of_signs_that_no_database_takes_leads_to_no_record(house, ref):
    with pytest.raises(NotFound):
        records.find(house.ada, ref)
    with pytest.raises(BadInput):
        house.add("component", name="Model", supplier=ref)
