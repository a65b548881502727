"""What is written once stays: the database itself refuses what no action does."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from harness.house import House

KEPT = (
    "store_revision",
    "store_signoff",
    "store_measurement",
    "store_entry",
    "store_checkpoint",
    "store_standingchange",
)
CHANGES = {
    "store_revision": "digest = 'x'",
    "store_signoff": "meaning = 'approved, really'",
    "store_measurement": "value = 0",
    "store_entry": "action = 'nothing.happened'",
    "store_checkpoint": "note = ''",
    "store_standingchange": "new = 4",
}


def northwind():
    from holdtrue.app import proving
    from holdtrue.app.actions import measuring, sign

    house = House()
    house.system()
    house.add(
        "impact_assessment", type="ai", system="SYS-1", conclusion="Go ahead", purpose_and_use="Sorting"
    )
    sign.sign(house.ada, "IMP-1", "approved", good_for="12 months")
    house.add("indicator", tag="availability", target="5")
    measuring.measure(house.ada, "IND-1", 4.5, on="2027-03-01")
    proving.checkpoint(house.organisation, clock=house.clock)
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def refused(statement, *params):
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(error.value)


def ran(statement, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def test_rows_of_the_append_only_tables_are_neither_changed_nor_deleted(house):
    for table in KEPT:
        before = ran(f"SELECT count(*) FROM {table}")[0][0]
        assert before, f"{table} holds nothing, so nothing is tried"
        assert "append-only" in refused(f"UPDATE {table} SET {CHANGES[table]}")
        assert "append-only" in refused(f"DELETE FROM {table}")
        assert ran(f"SELECT count(*) FROM {table}")[0][0] == before


def test_the_models_meet_the_same_refusal(house):
    from holdtrue.store.models import Entry, SignOff

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SignOff.rows.of(house.pk).update(good_until=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(seq=0).update(body=b"{}")


def test_a_row_cannot_be_replaced_in_passing_either(house):
    columns = "id, log_id, size, root, note, at"
    if connection.vendor == "sqlite":
        said = refused(
            f"INSERT OR REPLACE INTO store_checkpoint ({columns})"
            " SELECT id, log_id, size, root, 'forged', at FROM store_checkpoint"
        )
    else:
        said = refused(
            f"INSERT INTO store_checkpoint ({columns}) SELECT {columns} FROM store_checkpoint"
            " ON CONFLICT (id) DO UPDATE SET note = 'forged'"
        )
    assert "append-only" in said


def test_a_table_cannot_be_emptied_at_once(house):
    if connection.vendor == "sqlite":
        assert "append-only" in refused("DELETE FROM store_entry WHERE 1")
    else:
        for table in (*KEPT, "store_payload"):
            assert "append-only" in refused(f"TRUNCATE {table} CASCADE")


def test_a_payload_can_only_be_erased(house):
    assert "can only be erased" in refused("UPDATE store_payload SET body = '{}'")
    assert "can only be erased" in refused("UPDATE store_payload SET body = NULL")
    assert "append-only" in refused("DELETE FROM store_payload")
    first = ran("SELECT min(revision_id) FROM store_payload")[0][0]
    ran("UPDATE store_payload SET salt = NULL, body = NULL WHERE revision_id = %s", first)
    assert ran("SELECT body FROM store_payload WHERE revision_id = %s", first) == [(None,)]
    assert "can only be erased" in refused(
        "UPDATE store_payload SET body = '{}' WHERE revision_id = %s", first
    )


def test_the_text_of_a_reason_can_only_be_erased(house):
    house.edit("SYS-1", intended_purpose="Answer calls", why="The pilot went well")
    assert "only be erased" in refused("UPDATE store_entrytext SET text = 'another reason'")
    assert "append-only" in refused("DELETE FROM store_entrytext")
    ran("UPDATE store_entrytext SET salt = NULL, text = NULL WHERE what = 'reason'")
    house.agrees()


def test_a_link_between_two_organisations_is_refused(house):
    from holdtrue.app.actions import records
    from holdtrue.store.models import Link

    other = House("Brno Works", hands=house.hands)
    theirs = other.system("Their bot")
    ours = records.find(house.ada, "SYS-1")
    for organisation, source, target in (
        (house.pk, ours.pk, theirs.pk),
        (other.pk, ours.pk, theirs.pk),
        (house.pk, theirs.pk, ours.pk),
    ):
        row = Link(organisation_id=organisation, source_id=source, relation="owner", target_id=target)
        with pytest.raises(DatabaseError, match="two organisations"), transaction.atomic():
            Link.rows.add([row])


def test_a_link_is_not_bent_to_another_organisation_later(house):
    from holdtrue.store.models import Link

    theirs = House("Brno Works", hands=house.hands).system("Their bot")
    mine = Link.rows.of(house.pk).filter(target__isnull=False).first()
    with pytest.raises(DatabaseError, match="two organisations"), transaction.atomic():
        Link.rows.of(house.pk).filter(pk=mine.pk).update(target=theirs)


def test_guards_are_back_after_a_migration_that_rebuilds_a_table(house):
    from django.db import models

    from holdtrue.store import guards
    from holdtrue.store.models import Checkpoint, Revision, SignOff

    assert guards.missing() == []
    if connection.vendor != "sqlite":
        ran("DROP TRIGGER store_signoff_no_update ON store_signoff")
        assert guards.missing() == ["store_signoff_no_update"]
    else:
        with connection.schema_editor() as editor:
            for model, name in ((SignOff, "meaning"), (Revision, "author"), (Checkpoint, "note")):
                wider = models.CharField(max_length=99)
                wider.set_attributes_from_name(name)
                editor.alter_field(model, model._meta.get_field(name), wider)
        gone = {"store_signoff_no_update", "store_revision_no_delete", "store_checkpoint_no_update"}
        assert gone <= set(guards.missing())
    call_command("migrate", verbosity=0, interactive=False)
    assert guards.missing() == []
    assert "append-only" in refused("UPDATE store_signoff SET meaning = 'x'")


def test_whoever_starts_the_server_is_told_that_guards_were_gone_and_they_are_put_back(house):
    from holdtrue.server.prepare import prepare
    from holdtrue.store import guards
    from holdtrue.words import say

    assert prepare() == ()
    on = "" if connection.vendor == "sqlite" else " ON store_entry"
    ran(f"DROP TRIGGER store_entry_no_delete{on}")
    told = prepare()
    assert [message.id for message in told] == ["server.guards.gone"]
    assert "store_entry_no_delete" in say(told[0])
    assert guards.missing() == []
    assert prepare() == ()


def test_a_query_that_names_no_organisation_is_refused(house):
    from holdtrue.store.models import Link, Payload, Record, Standing
    from holdtrue.store.scoped import UnscopedQueryError

    for model in (Record, Link, Payload, Standing):
        with pytest.raises(UnscopedQueryError):
            model.rows.all()
        with pytest.raises(UnscopedQueryError):
            model.rows.filter(pk=1)
    record = Record.rows.of(house.pk).get(ref="SYS-0001")
    with pytest.raises(UnscopedQueryError):
        record.revisions.all()
    with pytest.raises(UnscopedQueryError):
        Record.rows.add([Record(uid="x", kind="system", number=1, ref="SYS-0001")])
