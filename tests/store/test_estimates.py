"""What reads a few records looks them up by their ids before any table was counted; PostgreSQL counts when asked."""

from __future__ import annotations

import pytest

from harness.house import House

pytestmark = pytest.mark.usefixtures("database")
PEOPLE = 60


@pytest.fixture
def many(begun, tmp_path):
    """An organisation with people in it of whom nobody counted anything."""

    def written():
        from holdtrue.app import intake

        house = House("Northwind")
        file = tmp_path / "people.csv"
        file.write_text("\n".join(["name,email", *(f"Ben {n},ben{n}@example.org" for n in range(PEOPLE))]))
        intake.execute(intake.plan(house.ada, file, kind="person"))
        return house

    return begun(written)


def statements_of(asked):
    """The statements something runs, with their parameters."""
    from django.db import connection

    found = []

    def listened(execute, query, params, many, context):
        found.append((query, params))
        return execute(query, params, many, context)

    with connection.execute_wrapper(listened):
        asked()
    return found


def plan_of(query, params):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{query}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_a_few_records_are_looked_up_by_their_ids_and_not_among_all_of_their_organisation(many, database):
    from holdtrue.store import loading
    from holdtrue.store.models import Record

    pk = many.organisation.pk
    one = Record.rows.of(pk).get(title="Ben 7")
    asked = statements_of(lambda: (loading.alone(pk, [one.pk]), loading.neighbourhood(pk, [one.pk])))
    plans = [plan_of(*each) for each in asked if "p.body" in each[0]]
    assert len(plans) > 1
    for plan in plans:
        if database == "sqlite":
            assert "SEARCH r USING INTEGER PRIMARY KEY" in plan
        else:
            assert "store_record_pkey" in plan
            assert "Seq Scan on store_re" not in plan


def test_tables_are_counted_anew_where_that_may_be_and_nothing_comes_of_it_where_not(many, database):
    from django.db import connection

    from holdtrue.store import estimates

    if database == "sqlite":
        assert not estimates.renew()
        return

    def reckoned():
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'store_record'")
        return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        before = reckoned()
        assert before < PEOPLE
        cursor.execute("SET ROLE pg_read_all_data")
        assert estimates.renew()
        cursor.execute("RESET ROLE")
        assert reckoned() == before
        assert estimates.renew()
        assert reckoned() > PEOPLE
