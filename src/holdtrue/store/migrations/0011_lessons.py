"""Tries at the checks of lessons."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_door"),
    ]

    operations = [
        migrations.CreateModel(
            name="LessonTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lesson", models.CharField(max_length=40)),
                ("version", models.SmallIntegerField()),
                ("day", models.IntegerField()),
                ("correct", models.SmallIntegerField()),
                ("asked", models.SmallIntegerField()),
                ("passed", models.BooleanField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "person", "lesson"], name="lesson_by_person"),
                    models.Index(fields=["organisation", "lesson", "day"], name="lesson_by_day"),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
