"""Members are counted by the spans of days in which they end as well: every part is counted anew."""

from typing import Any

from django.db import migrations, models

_ENDS = (
    "CASE WHEN flag <> 0 OR {0} <= 0 THEN 0 WHEN {0} >= 10000000 THEN {0}"
    " ELSE CASE WHEN {0} < 32 THEN 1 ELSE {0} / 32 * 32 END END"
)
_COUNT = (
    "INSERT INTO store_membercount (organisation_id, part, flag, bearing, until, best, cause, n)"
    f" SELECT organisation_id, part, flag, bearing, {_ENDS.format('until')} AS ends, {_ENDS.format('best')} AS hoped,"
    " CASE WHEN flag <> 0 THEN 0 ELSE cause END AS fails, count(*) AS n FROM store_member"
    " GROUP BY organisation_id, part, flag, bearing, ends, hoped, fails"
)


def count(_apps: Any, schema_editor: Any) -> None:
    """Count what is stored, after the table has its new shape."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_membercount")
        cursor.execute(_COUNT)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0015_offered_packs"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membercount',
            name='member_count_once',
        ),
        migrations.AddField(
            model_name='membercount',
            name='best',
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name='membercount',
            name='cause',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='membercount',
            name='until',
            field=models.IntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='membercount',
            constraint=models.UniqueConstraint(fields=('organisation', 'part', 'flag', 'bearing', 'until', 'best', 'cause'), name='member_group_once'),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
