"""Months of the forecast, added up from the tallies, and the steps planned on the roadmap."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_levels_counted_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlannedStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=80)),
                ('day', models.IntegerField()),
                ('planned', models.IntegerField()),
                ('entry', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'step'), name='planned_step_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='TallyMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_key', models.BigIntegerField()),
                ('practice', models.CharField(max_length=40)),
                ('variant', models.SmallIntegerField()),
                ('level', models.SmallIntegerField()),
                ('population', models.CharField(max_length=16)),
                ('month', models.IntegerField()),
                ('n', models.IntegerField()),
                ('points', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'unit_key', 'practice', 'variant', 'level', 'population', 'month'), name='tally_month_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
    ]
