"""What the whole register keeps: documents, signing, lists, worklists, comments, packs, the employee's door, lessons."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkingCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=36)),
                ('form', models.CharField(max_length=200)),
                ('based_on', models.IntegerField(null=True)),
                ('answers', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'account', 'form'), name='working_copy_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SignParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(default='', max_length=60)),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SignRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36, unique=True)),
                ('meaning', models.CharField(max_length=30)),
                ('needed', models.SmallIntegerField(default=1)),
                ('note', models.TextField(default='')),
                ('asked_by', models.CharField(max_length=36)),
                ('asked_at', models.DateTimeField()),
                ('day', models.IntegerField()),
                ('due', models.IntegerField(null=True)),
                ('closed_day', models.IntegerField(null=True)),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name='signoff',
            name='entry',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='signoff',
            name='method',
            field=models.CharField(default='', max_length=20),
        ),
        migrations.AddField(
            model_name='signoff',
            name='needed',
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='signoff',
            name='set_name',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AddField(
            model_name='signoff',
            name='set_uid',
            field=models.CharField(default='', max_length=36),
        ),
        migrations.AddField(
            model_name='signoff',
            name='withdraws',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawn_by', to='store.signoff'),
        ),
        migrations.AddIndex(
            model_name='signoff',
            index=models.Index(condition=models.Q(('set_uid', ''), _negated=True), fields=['organisation', 'set_uid', 'id'], name='signoff_by_set'),
        ),
        migrations.AddField(
            model_name='signparty',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='signparty',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record'),
        ),
        migrations.AddField(
            model_name='signrequest',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='signrequest',
            name='record',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record'),
        ),
        migrations.AddField(
            model_name='signparty',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='store.signrequest'),
        ),
        migrations.AddIndex(
            model_name='signrequest',
            index=models.Index(fields=['organisation', 'record', 'id'], name='signrequest_by_record'),
        ),
        migrations.AddIndex(
            model_name='signparty',
            index=models.Index(fields=['organisation', 'person'], name='signparty_by_person'),
        ),
        migrations.AddIndex(
            model_name='signparty',
            index=models.Index(fields=['organisation', 'role'], name='signparty_by_role'),
        ),
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
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "person"), name="calendar_feed_once")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=120)),
                ("due", models.IntegerField()),
                ("told", models.IntegerField()),
                ("entry", models.BigIntegerField()),
                (
                    "above",
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
                    models.Index(fields=["organisation", "above", "told"], name="escalation_by_above")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "person", "item", "due"), name="escalation_once"
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NoticePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rhythm", models.CharField(default="never", max_length=8)),
                ("way", models.CharField(default="mail", max_length=8)),
                ("address", models.TextField(default="")),
                ("sent", models.IntegerField(default=0)),
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
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "person"), name="notice_plan_once")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NoticeRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("escalate_after", models.SmallIntegerField(default=14)),
                ("rhythm", models.CharField(default="never", max_length=8)),
                ("address", models.TextField(default="")),
                ("sent", models.IntegerField(default=0)),
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
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="notice_rule_once")],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Owed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=30)),
                ("due", models.IntegerField()),
                ("undone", models.SmallIntegerField()),
                ("n", models.SmallIntegerField()),
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
                    "scope",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "role", "person", "due", "undone", "scope"],
                        name="owed_by_person",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "scope", "role"), name="owed_once")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="OwedCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=30)),
                ("person_key", models.BigIntegerField()),
                ("unit_key", models.BigIntegerField()),
                ("due", models.IntegerField()),
                ("undone", models.BooleanField()),
                ("n", models.IntegerField()),
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
                    models.UniqueConstraint(
                        fields=("organisation", "role", "person_key", "unit_key", "due", "undone"),
                        name="owed_count_once",
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=120)),
                ("until", models.IntegerField()),
                ("why", models.TextField()),
                ("entry", models.BigIntegerField()),
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
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "person", "item"), name="snooze_once")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.CharField(max_length=36, unique=True)),
                ("seq", models.BigIntegerField()),
                ("account", models.CharField(max_length=36)),
                ("at", models.DateTimeField()),
                ("question", models.BooleanField(default=False)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(default="", max_length=36)),
                (
                    "answers",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.comment",
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
                    "record",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="store.comment",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
            ],
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(max_length=36)),
                ("at", models.DateTimeField()),
                (
                    "one",
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
                (
                    "other",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.record",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "one", "other"), name="apart_once")
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["organisation", "record", "id"], name="comment_by_record"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("question", True), ("settled_at__isnull", True)),
                fields=["organisation", "id"],
                name="comment_open_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("organisation", "person", "comment"), name="mention_once"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["organisation", "kind", "changed_at"], name="record_by_change"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="rederiving",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="content",
            field=models.BinaryField(default=b""),
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('installed_at', models.DateTimeField()),
                ('installed_by', models.CharField(max_length=36)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'pack'), name='pack_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Boxed',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('receipt', models.CharField(max_length=64, unique=True)),
                ('raised', models.IntegerField()),
                ('due', models.IntegerField()),
                ('shown_from', models.IntegerField()),
                ('category', models.CharField(max_length=30)),
                ('text', models.TextField()),
                ('about', models.JSONField(default=list)),
                ('concerned', models.JSONField(default=list)),
                ('file_name', models.CharField(default='', max_length=200)),
                ('file', models.BinaryField(default=b'')),
                ('answered', models.IntegerField(default=0)),
                ('delivered', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('record', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='BoxedWord',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('day', models.IntegerField()),
                ('place', models.IntegerField()),
                ('inside', models.BooleanField()),
                ('by', models.CharField(default='', max_length=36)),
                ('text', models.TextField()),
                ('shown_from', models.IntegerField()),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='store.boxed')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'abstract': False,
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Door',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('open', models.BooleanField(default=False)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('free', models.BooleanField(default=False)),
                ('outside', models.TextField(default='')),
                ('answers', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='DoorLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made', models.IntegerField()),
                ('until', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ToolRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=200)),
                ('receipt', models.CharField(max_length=64, unique=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('system', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ToolRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.CharField(max_length=20)),
                ('answer', models.CharField(max_length=4)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('system', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name='boxed',
            index=models.Index(fields=['organisation', 'shown_from'], name='boxed_by_day'),
        ),
        migrations.AddConstraint(
            model_name='door',
            constraint=models.UniqueConstraint(fields=('organisation',), name='door_once'),
        ),
        migrations.AddConstraint(
            model_name='doorlink',
            constraint=models.UniqueConstraint(fields=('organisation', 'person'), name='door_link_once'),
        ),
        migrations.AddConstraint(
            model_name='toolrequest',
            constraint=models.UniqueConstraint(fields=('organisation', 'system'), name='tool_request_once'),
        ),
        migrations.AddConstraint(
            model_name='toolrule',
            constraint=models.UniqueConstraint(fields=('organisation', 'system', 'data'), name='tool_rule_once'),
        ),
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
