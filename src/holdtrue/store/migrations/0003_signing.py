"""Signing: how a signer proved who they are, quorum, sets, withdrawals, and signatures asked for."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_working_copy'),
    ]

    operations = [
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
    ]
