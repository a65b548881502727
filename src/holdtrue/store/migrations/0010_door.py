"""The employee's door, its links, what was said of tools, and the box of concerns."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0009_packs'),
    ]

    operations = [
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
    ]
