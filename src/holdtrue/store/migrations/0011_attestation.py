"""Attestations of readiness: drawn, confirmed, signed, and the day on which the floor gives way."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_audits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attestation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("account", models.CharField(max_length=36)),
                ("drawn", models.IntegerField()),
                ("seed", models.CharField(max_length=64)),
                ("rule", models.CharField(max_length=20)),
                ("population_digest", models.CharField(max_length=64)),
                ("strata", models.JSONField()),
                ("levels", models.JSONField(default=dict)),
                ("statement", models.CharField(default="", max_length=64)),
                ("document", models.CharField(default="", max_length=64)),
                ("entry", models.BigIntegerField(null=True)),
                ("signed", models.IntegerField(null=True)),
                ("until", models.IntegerField(null=True)),
                ("floor", models.JSONField(default=dict)),
                ("falls", models.IntegerField(null=True)),
                ("fall", models.JSONField(default=dict)),
                ("withdrawn", models.IntegerField(null=True)),
                ("withdrawn_why", models.TextField(default="")),
                ("code", models.CharField(max_length=40, null=True, unique=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        db_index=False,
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "number"), name="attestation_once")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
    ]
