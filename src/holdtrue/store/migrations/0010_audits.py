"""Planned audits, the sheet an audit is worked on, samples drawn for it, and notes made on its requirements."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    """Four tables, none of which a claim reads."""

    dependencies = [
        ('store', '0009_reviews'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditSheet',
            fields=[
                ('audit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='store.record')),
                ('framework', models.CharField(max_length=60)),
                ('day', models.IntegerField()),
                ('opened_at', models.DateTimeField()),
                ('account', models.CharField(max_length=36)),
                ('kept', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('entry', models.BigIntegerField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.CharField(default='', max_length=36)),
                ('report', models.TextField(default='')),
                ('report_digest', models.CharField(default='', max_length=64)),
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
            name='AuditDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('seed', models.CharField(max_length=64)),
                ('given', models.BooleanField(default=False)),
                ('rule', models.CharField(max_length=20)),
                ('population_digest', models.CharField(max_length=64)),
                ('strata', models.JSONField()),
                ('kept', models.TextField()),
                ('reason', models.TextField(default='')),
                ('account', models.CharField(max_length=36)),
                ('at', models.DateTimeField()),
                ('entry', models.BigIntegerField()),
                ('audit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'audit', 'number'), name='audit_draw_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='AuditNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requirement', models.CharField(max_length=60)),
                ('number', models.IntegerField()),
                ('result', models.CharField(max_length=20)),
                ('seq', models.BigIntegerField()),
                ('account', models.CharField(max_length=36)),
                ('at', models.DateTimeField()),
                ('audit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'audit', 'requirement', 'number'), name='audit_note_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PlannedAudit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36, unique=True)),
                ('framework', models.CharField(max_length=60)),
                ('covers', models.JSONField()),
                ('day', models.IntegerField()),
                ('planned', models.IntegerField()),
                ('entry', models.BigIntegerField()),
                ('audit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('auditor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'day'], name='planned_audit_by_day')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
    ]
