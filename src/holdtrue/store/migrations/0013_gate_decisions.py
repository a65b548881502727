"""What was decided at the gates of systems, and whether a shut gate refuses."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0012_reference_incidents"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="gate_mode",
            field=models.CharField(default="observe", max_length=10),
        ),
        migrations.CreateModel(
            name="GateDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=36)),
                ("stage", models.CharField(max_length=12)),
                ("decision", models.CharField(max_length=10)),
                ("mode", models.CharField(max_length=10)),
                ("open", models.BooleanField()),
                ("missing", models.SmallIntegerField()),
                ("tier", models.CharField(max_length=10)),
                ("profile", models.CharField(max_length=20)),
                ("answer", models.JSONField(default=dict)),
                ("print", models.CharField(max_length=64)),
                ("reason", models.TextField(default="")),
                ("account", models.CharField(max_length=36)),
                ("day", models.IntegerField()),
                ("decided_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
                (
                    "signoff",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.signoff",
                    ),
                ),
                (
                    "system",
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
                    models.Index(fields=["organisation", "system", "id"], name="gate_by_system"),
                    models.Index(fields=["organisation", "day", "id"], name="gate_by_day"),
                    models.Index(fields=["organisation", "change"], name="gate_by_change"),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
