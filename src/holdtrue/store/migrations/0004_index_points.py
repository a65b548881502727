"""A table of dated readings of the index, from which its trend is drawn."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0003_member_unsure'),
    ]

    operations = [
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_key', models.BigIntegerField()),
                ('day', models.IntegerField()),
                ('hundredths', models.IntegerField()),
                ('properties', models.JSONField()),
                ('band', models.CharField(max_length=20)),
                ('profile', models.CharField(max_length=20)),
                ('joined', models.SmallIntegerField()),
                ('holding', models.IntegerField()),
                ('asked', models.IntegerField()),
                ('systems', models.IntegerField()),
                ('scheme_version', models.IntegerField()),
                ('rules', models.CharField(max_length=64)),
                ('worked_out_later', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'unit_key', 'day'), name='point_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
    ]
