"""Packs installed in an organisation."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0008_rules_kept'),
    ]

    operations = [
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
    ]
