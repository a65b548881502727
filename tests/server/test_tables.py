"""A new database's tables are made at once; they are those the migrations come to, one after the other."""

from __future__ import annotations

import threading

import pytest
from django.core.management import call_command
from django.db import connection

SQLITE = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
POSTGRES = (
    (
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
        # Django's own models and migrations differ in the width of a number in this table, which stays empty.
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'auth_group_permissions'"
    ),
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid > 0",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    (
        "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')"
    ),
)
STATED = (
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT codename FROM auth_permission",
)


def rows(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def parts(sql):
    """What a statement says between its outermost brackets, in no order: a later column stands behind others."""
    depth, part, found = 0, "", []
    for sign in sql or "":
        depth += (sign == "(") - (sign == ")")
        if depth == 1 and sign in "(,":
            found.append(part)
            part = ""
        else:
            part += sign
    return sorted(text.strip() for text in [*found, part.removesuffix(")")])


def described():
    """Everything the database holds but for the order in which it came to be."""
    if connection.vendor == "sqlite":
        tables = [(*names, *parts(sql)) for *names, sql in rows(SQLITE)]
    else:
        tables = [row for statement in POSTGRES for row in rows(statement)]
    stated = [row for statement in STATED for row in rows(statement)]
    return set(map(repr, [*tables, *stated]))


@pytest.fixture
def bare(kind, tmp_path, databases):
    """A database without a table."""
    with databases.bare(kind, tmp_path):
        yield kind


def pytest_generate_tests(metafunc):
    metafunc.parametrize("kind", metafunc.config.getoption("--databases").split(","))


def test_tables_made_at_once_are_those_that_the_migrations_come_to(kind, tmp_path, databases):
    from holdtrue.server.tables import bring_up_to_date

    earlier, now = tmp_path / "earlier", tmp_path / "now"
    earlier.mkdir()
    now.mkdir()
    with databases.bare(kind, now):
        assert bring_up_to_date()
        assert not bring_up_to_date()
        at_once = described()
    with databases.bare(kind, earlier):
        call_command("migrate", verbosity=0, interactive=False)
        one_by_one = described()
    assert one_by_one - at_once == set()
    assert one_by_one - at_once == set()


def test_tables_come_as_a_whole_or_not_at_all(bare, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    from holdtrue.server.tables import bring_up_to_date

    def cut_short(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(MigrationRecorder, "record_applied", cut_short)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date()
    assert connection.introspection.table_names() == []
    assert bring_up_to_date()


def test_of_two_that_start_at_once_one_makes_the_tables_and_the_other_finds_them(bare):
    from holdtrue.server.prepare import prepare

    both, told = threading.Barrier(2), []

    def start():
        both.wait(10)
        try:
            told.append(prepare())
        except Exception as error:  # noqa: BLE001  # whatever it was, it is shown
            told.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [one for one in told if isinstance(one, Exception)] == []
    assert len(told) == len(threads)


def noted(*names):
    """Leave these notes alone of what is derived, as older versions or a start that was cut short left them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'derived'")
        cursor.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('derived', %s, CURRENT_TIMESTAMP)",
            [(name,) for name in names],
        )


def test_what_is_derived_is_derived_anew_where_it_is_of_other_tables_and_the_work_was_not_ended(bare):
    from holdtrue.server import tables
    from holdtrue.server.prepare import prepare

    prepare()
    assert not tables.behind()
    noted()
    assert not tables.behind(), "an older version noted nothing: its tables say what is derived"
    noted("0001_initial")
    assert tables.behind()
    assert tables.stale()
    prepare()
    assert not tables.behind()


def test_migrations_that_keep_what_is_derived_are_there(bare):
    from django.db.migrations.loader import MigrationLoader

    from holdtrue.server.tables import KEEPING

    assert {("store", name) for name in KEEPING} <= MigrationLoader(None).graph.nodes.keys()
