"""Incidents of others from a public database, and the words by which those alike are found."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0011_attestation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceIncident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("day", models.IntegerField(default=0)),
                ("title", models.TextField()),
                ("description", models.TextField(default="")),
                ("deployers", models.TextField(default="")),
                ("developers", models.TextField(default="")),
                ("harmed", models.TextField(default="")),
                ("task", models.TextField(default="")),
                ("sector", models.TextField(default="")),
                ("domain", models.TextField(default="")),
                ("digest", models.CharField(max_length=64)),
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
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ReferenceWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=24)),
                ("weight", models.SmallIntegerField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="store.referenceincident",
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
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="referenceincident",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="reference_incident_once"
            ),
        ),
        migrations.AddIndex(
            model_name="referenceword",
            index=models.Index(fields=["organisation", "word"], name="reference_by_word"),
        ),
    ]
