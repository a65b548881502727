"""An organisation deleted with proof: nothing of it is left, what others have is untouched, and anyone can check it."""

from __future__ import annotations

import io

import orjson
import pytest

from harness.cast import cast

pytestmark = pytest.mark.slow


@pytest.fixture
def north(begun):
    return begun(two_houses)


def two_houses():
    """Northwind with records, a file, a comment, a signature and a token; Southgate with a few of its own."""
    from holdtrue.app.actions import comments, evidence, records, sign

    people = cast()
    owner = people.owner
    records.add(owner, "system", {"name": "Call sorter", "use": "in_use"})
    policy = records.add(owner, "policy", {"title": "AI at Northwind", "topic": "ai"})
    sign.sign(people.caller("manager"), policy.ref, "approved", good_for="12 months")
    comments.comment(owner, policy.ref, "Is that all?")
    evidence.attach(owner, ["SYS-0001"], io.BytesIO(b"Notes of the review"), "notes.txt")
    records.add(people.caller("outsider"), "system", {"name": "Theirs"})
    return people


def every_cell(uid):
    """Every table in which the text stands anywhere."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                cells = (bytes(c) if isinstance(c, memoryview) else c for c in row)
                if any(uid.encode() in (c if isinstance(c, bytes) else str(c).encode()) for c in cells):
                    found.append(table)
                    break
    return found


def test_no_row_and_no_file_of_it_is_left_in_any_table(north):
    from django.conf import settings

    from holdtrue.accounts.models import User
    from holdtrue.app import proving
    from holdtrue.app.actions import leaving as acting
    from holdtrue.store import guards, leaving
    from holdtrue.store.models import Log, Organisation

    organisation = north.organisation
    log = Log.objects.get(organisation=organisation)
    counted = leaving.count(organisation.pk, log.pk)
    assert {"store_record", "store_entry", "accounts_membership", "accounts_apitoken"} <= set(counted)
    elsewhere = leaving.count(north.elsewhere.pk, Log.objects.get(organisation=north.elsewhere).pk)
    blobs = settings.HOLDTRUE_FOLDER.blobs / organisation.uid
    assert blobs.is_dir()
    record = north.people["owner"].uid
    gone = acting.delete(north.owner, "Northwind", proof="password")
    assert leaving.count(organisation.pk, log.pk) == {}
    assert not Organisation.objects.filter(pk=organisation.pk).exists()
    assert not blobs.exists()
    assert every_cell(record) == []
    assert set(every_cell(organisation.uid)) <= {"store_entrytext"}
    assert gone.rows == sum(counted.values()) + 2, "the organisation itself, and its last checkpoint"
    assert gone.files == 1
    assert guards.missing() == []
    assert leaving.count(north.elsewhere.pk, Log.objects.get(organisation=north.elsewhere).pk) == elsewhere
    assert proving.verify(north.elsewhere).ok
    assert proving.verify(None).ok
    assert set(User.objects.values_list("email", flat=True)) == {"ada@example.org", "olga@example.org"}


def test_the_statement_is_checked_without_the_product(north):
    from holdtrue.app.actions import leaving as acting
    from holdtrue.ledger.canonical import canonical
    from holdtrue.ledger.commitments import Opening
    from holdtrue.ledger.keys import read_keys
    from holdtrue.ledger.proof import Receipt, verify_receipt
    from holdtrue.store.models import Log

    size = Log.objects.get(organisation=north.organisation).size
    gone = acting.delete(north.owner, "Northwind", proof="password")
    account = north.users["owner"].uid
    told = orjson.loads(acting.statement(gone.uid, account=account))
    assert told["deleted"]["entries"] == size
    assert told["deleted"]["checkpoint"].splitlines()[1] == str(size)
    keys = read_keys(told["key"].encode() + b"\n")
    proven = verify_receipt(Receipt.from_bytes(told["receipt"].encode()), keys=keys, origin=keys[0].name)
    opening = Opening(bytes.fromhex(told["salt"]), canonical(told["deleted"]))
    assert proven.entry.contents == opening.commitment
    assert proven.entry.action == "organization.delete"
    assert acting.statement(gone.uid)
    with pytest.raises(Exception, match="not_found"):
        acting.statement(gone.uid, account=north.users["outsider"].uid)


def test_only_an_owner_who_proved_it_and_typed_the_name_deletes(north):
    from holdtrue.app.actions import leaving as acting
    from holdtrue.core.refusals import BadInput, NotAllowed

    with pytest.raises(NotAllowed):
        acting.delete(north.caller("manager"), "Northwind", proof="password")
    with pytest.raises(NotAllowed):
        acting.delete(north.owner, "Northwind")
    with pytest.raises(BadInput):
        acting.delete(north.owner, "northwind", proof="password")
    with pytest.raises(BadInput):
        acting.remove_demo(north.owner)
    assert north.client("owner").get("/o/northwind/").status_code == 200


def test_the_demonstration_goes_in_one_act_and_leaves_only_the_note_that_it_went(begun):
    """That it can come back is tried in test_demo_again."""
    from django.db import connection

    from holdtrue.app import callers, demo
    from holdtrue.app.actions import leaving as acting

    made = begun(demo.load)
    acting.remove_demo(callers.console(made.slug))
    with connection.cursor() as cursor:
        left = {}
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("accounts_", "store_")) and not table.startswith("store_search_"):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                left[table] = cursor.fetchone()[0]
    assert {table: n for table, n in left.items() if n} == {
        "store_checkpoint": 1,
        "store_entry": 1,
        "store_entrytext": 1,
        "store_log": 1,
    }


def test_the_whole_register_leaves_and_is_checked_without_the_product(north, tmp_path):
    from holdtrue.app import taking_away
    from holdtrue.core.refusals import NotAllowed
    from holdtrue.ledger.exported import verify_folder
    from holdtrue.store.models import Log

    files = taking_away.take_away(north.owner, tmp_path / "out")
    report = verify_folder(tmp_path / "out")
    assert report.ok, report.first_disagreement
    assert report.entries == Log.objects.get(organisation=north.organisation).size
    assert report.blobs == 1
    assert files == sum(1 for x in (tmp_path / "out").rglob("*") if x.is_file())
    assert b"Call sorter" in (tmp_path / "out/lists/system.csv").read_bytes()
    assert b"Theirs" not in b"".join(x.read_bytes() for x in (tmp_path / "out").rglob("*") if x.is_file())
    assert (tmp_path / "out/rows/store_signoff.jsonl").read_bytes().count(b"\n") == 1
    with pytest.raises(NotAllowed):
        taking_away.take_away(north.caller("manager"), tmp_path / "other")
    taking_away.zipped(tmp_path / "out", tmp_path / "out.zip")
    altered = tmp_path / "out/lists/system.csv"
    altered.write_bytes(altered.read_bytes() + b" ")
    assert not verify_folder(tmp_path / "out").ok
