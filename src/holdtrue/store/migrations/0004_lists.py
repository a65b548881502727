"""Lists: sort keys, fields an organisation adds, saved views, and standing in order of tier and state."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_signing"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("type", models.CharField(max_length=12)),
                ("help", models.CharField(default="", max_length=400)),
                ("options", models.JSONField(default=list)),
                ("material", models.BooleanField(default=False)),
                ("position", models.IntegerField(default=0)),
                ("ended", models.BooleanField(default=False)),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=36)),
                ("kind", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=120)),
                ("shared", models.BooleanField(default=False)),
                ("opens", models.BooleanField(default=False)),
                ("query", models.TextField()),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="SortKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("retired", models.BooleanField(default=False)),
                ("field", models.CharField(max_length=70)),
                ("value", models.CharField(max_length=80)),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["organisation", "tier", "scope"], name="standing_by_tier"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["organisation", "worst", "scope"], name="standing_by_worst"),
        ),
        migrations.AddField(
            model_name="customfield",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.organisation",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.organisation",
            ),
        ),
        migrations.AddField(
            model_name="sortkey",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="store.organisation",
            ),
        ),
        migrations.AddField(
            model_name="sortkey",
            name="record",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="store.record",
            ),
        ),
        migrations.AddConstraint(
            model_name="customfield",
            constraint=models.UniqueConstraint(
                fields=("organisation", "kind", "key"), name="custom_field_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("organisation", "account", "kind", "name"), name="saved_view_once"
            ),
        ),
        migrations.AddIndex(
            model_name="sortkey",
            index=models.Index(
                fields=["organisation", "kind", "retired", "field", "value", "record"], name="sort_key_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="sortkey",
            constraint=models.UniqueConstraint(
                fields=("organisation", "record", "field"), name="sort_key_once"
            ),
        ),
    ]
