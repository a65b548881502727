"""The embedded database loses nothing it acknowledged, and a read neither writes nor waits."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from holdtrue.sqlite import snapshot
from holdtrue.sqlite.driver import DRIVER, SOUND, pragmas, sound


def user(email="ada@example.org"):
    from django.utils import timezone

    from holdtrue.accounts.models import User

    return User.objects.create_user(email, created_at=timezone.now())


def count():
    from holdtrue.accounts.models import User

    return User.objects.count()


def test_an_older_driver_keeps_a_rollback_journal_and_syncs_it_twice():
    assert "PRAGMA journal_mode = DELETE" in pragmas((3, 51, 2))
    assert "PRAGMA synchronous = EXTRA" in pragmas((3, 51, 2))
    assert "PRAGMA journal_mode = WAL" in pragmas(SOUND)


def test_the_connection_is_set_as_the_driver_allows(database):
    if database == "postgres":
        assert connection.vendor == "postgresql"
        return
    with connection.cursor() as cursor:
        read = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "mmap_size", "busy_timeout", "foreign_keys")
        }
    journal, synchronous = ("wal", 2) if sound(DRIVER.sqlite_version_info) else ("delete", 3)
    assert read == {
        "journal_mode": journal,
        "synchronous": synchronous,
        "mmap_size": 0,
        "busy_timeout": 10_000,
        "foreign_keys": 1,
    }


def test_a_snapshot_refuses_to_write(database):
    with pytest.raises(DatabaseError), snapshot():
        user()
    assert count() == 0
    user()
    assert count() == 1


def test_a_snapshot_sees_one_moment_while_others_write(database):
    user()
    with snapshot():
        assert count() == 1
        other = threading.Thread(target=write_elsewhere)
        other.start()
        other.join(5)
        assert not other.is_alive(), "a reader kept a writer waiting"
        assert count() == 1
    assert count() == 2


def write_elsewhere():
    user("grace@example.org")
    connection.close()


def test_a_second_writer_waits_at_the_beginning_of_its_transaction(database):
    """No write of a transaction that began is refused because another came between."""
    done = []

    def add(email):
        with transaction.atomic():
            before = count()
            user(email)
            done.append(before)
        connection.close()

    threads = [threading.Thread(target=add, args=(f"{n}@example.org",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert count() == 6
    if database == "sqlite":
        assert sorted(done) == [0, 1, 2, 3, 4, 5]


def test_a_writer_that_waited_its_time_is_refused_and_may_come_again(database):
    if database == "postgres":
        return  # its writers wait at rows, not at BEGIN
    told = []

    def impatient():
        connection.settings_dict["OPTIONS"]["timeout"] = 0.01
        try:
            with transaction.atomic():
                told.append("began beside another")
        except OperationalError as refused:
            told.append(str(refused))
        told.append(connection.cursor().execute("PRAGMA busy_timeout").fetchone()[0])
        connection.close()

    with transaction.atomic():
        user()
        other = threading.Thread(target=impatient)
        other.start()
        other.join(20)
    again = threading.Thread(target=impatient)
    again.start()
    again.join(20)
    assert told == ["database is locked", 10, "began beside another", 10]


def test_a_broken_reference_is_refused(database):
    with pytest.raises(IntegrityError):
        join_an_organisation_that_is_not_there()


@transaction.atomic
def join_an_organisation_that_is_not_there():
    from django.utils import timezone

    from holdtrue.accounts.models import Membership

    Membership.objects.create(organisation_id=999, user=user(), role="owner", created_at=timezone.now())


def test_values_come_back_as_they_went_in(database):
    from django.utils import timezone

    from holdtrue.accounts.models import User

    now = timezone.now()
    User.objects.create_user("Zoë@Example.org", created_at=now)
    read = User.objects.get()
    assert (read.created_at, read.email, read.is_active) == (now, "zoë@example.org", True)
