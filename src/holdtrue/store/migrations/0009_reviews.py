"""Packs of reviews, days planned on the year calendar, and changes of standing counted over a period."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0008_measurement_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlannedDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=80)),
                ('day', models.IntegerField()),
                ('planned', models.IntegerField()),
                ('entry', models.BigIntegerField()),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ReviewPack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36)),
                ('begins', models.IntegerField()),
                ('ends', models.IntegerField()),
                ('compiled', models.IntegerField()),
                ('digest', models.CharField(default='', max_length=64)),
                ('content', models.JSONField(default=dict)),
                ('asked_by', models.CharField(max_length=36)),
                ('asked_at', models.DateTimeField()),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name='standingchange',
            index=models.Index(fields=['organisation', 'day', 'practice', 'old', 'new'], name='change_by_day'),
        ),
        migrations.AddField(
            model_name='planneddate',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='planneddate',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record'),
        ),
        migrations.AddField(
            model_name='reviewpack',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='reviewpack',
            name='review',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record'),
        ),
        migrations.AddConstraint(
            model_name='planneddate',
            constraint=models.UniqueConstraint(fields=('organisation', 'what'), name='planned_date_once'),
        ),
        migrations.AddIndex(
            model_name='reviewpack',
            index=models.Index(fields=['organisation', 'review', 'id'], name='review_pack_by_review'),
        ),
        migrations.AddIndex(
            model_name='reviewpack',
            index=models.Index(fields=['organisation', 'begins', 'ends', 'id'], name='review_pack_by_period'),
        ),
    ]
