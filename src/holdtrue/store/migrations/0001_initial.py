"""The first tables of the store."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('stored_at', models.DateTimeField()),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('profile', models.CharField(max_length=20)),
                ('time_zone', models.CharField(default='UTC', max_length=60)),
                ('language', models.CharField(default='en', max_length=5)),
                ('created_at', models.DateTimeField()),
                ('demo', models.BooleanField(default=False)),
                ('rules', models.CharField(max_length=64)),
                ('base_day', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('shape', models.SmallIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('commitment', models.CharField(max_length=64)),
                ('true_from', models.IntegerField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_day', models.IntegerField()),
                ('author', models.CharField(max_length=36)),
                ('in_force_from', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('number', models.IntegerField()),
                ('ref', models.CharField(max_length=20)),
                ('title', models.TextField()),
                ('head_number', models.IntegerField(default=1)),
                ('in_force_number', models.IntegerField(default=0)),
                ('digest', models.CharField(default='', max_length=64)),
                ('event_day', models.IntegerField(null=True)),
                ('recorded_day', models.IntegerField()),
                ('retired_day', models.IntegerField(null=True)),
                ('source_key', models.CharField(max_length=400, null=True)),
                ('path', models.CharField(default='', max_length=400)),
                ('use', models.CharField(default='', max_length=12)),
                ('key', models.CharField(default='', max_length=60)),
                ('search_text', models.TextField(default='')),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('kind', models.CharField(max_length=30)),
                ('file_name', models.CharField(max_length=200)),
                ('said_on', models.IntegerField()),
                ('mapping', models.JSONField(default=dict)),
                ('state', models.CharField(default='preview', max_length=12)),
                ('total', models.IntegerField(default=0)),
                ('done', models.IntegerField(default=0)),
                ('added', models.IntegerField(default=0)),
                ('changed', models.IntegerField(default=0)),
                ('unchanged', models.IntegerField(default=0)),
                ('refused', models.IntegerField(default=0)),
                ('review', models.IntegerField(default=0)),
                ('summary', models.JSONField(default=dict)),
                ('author', models.CharField(max_length=36)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('blob', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.blob')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=120, unique=True)),
                ('size', models.BigIntegerField(default=0)),
                ('frontier', models.BinaryField(default=b'')),
                ('organisation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='log', to='store.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_key', models.BigIntegerField()),
                ('practice', models.CharField(max_length=40)),
                ('variant', models.SmallIntegerField()),
                ('level', models.SmallIntegerField()),
                ('population', models.CharField(max_length=16)),
                ('n', models.IntegerField()),
                ('points', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name='blob',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.CreateModel(
            name='Payload',
            fields=[
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payload', serialize=False, to='store.revision')),
                ('salt', models.BinaryField(max_length=32, null=True)),
                ('body', models.TextField(null=True)),
            ],
            options={
                'abstract': False,
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('scope', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='standing', serialize=False, to='store.record')),
                ('packed', models.BinaryField()),
                ('tier', models.CharField(default='', max_length=10)),
                ('population', models.CharField(default='', max_length=16)),
                ('weight', models.SmallIntegerField(default=0)),
                ('use', models.CharField(default='', max_length=12)),
                ('in_scope', models.BooleanField(default=True)),
                ('worst', models.SmallIntegerField(default=6)),
                ('next_change', models.IntegerField(default=0)),
                ('rules', models.CharField(max_length=64)),
                ('entry', models.BigIntegerField(default=0)),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name='revision',
            name='record',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='store.record'),
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.IntegerField()),
                ('recorded_day', models.IntegerField()),
                ('recorded_at', models.DateTimeField()),
                ('value', models.FloatField(null=True)),
                ('count', models.IntegerField(null=True)),
                ('author', models.CharField(max_length=36)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(max_length=30)),
                ('target_key', models.CharField(default='', max_length=60)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='store.record')),
                ('target', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.IntegerField()),
                ('outcome', models.CharField(max_length=10)),
                ('before', models.IntegerField(default=0)),
                ('after', models.IntegerField(default=0)),
                ('why', models.JSONField(default=dict)),
                ('content', models.JSONField(default=dict)),
                ('decided', models.CharField(default='', max_length=10)),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows_kept', to='store.importrun')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('record', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RefAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RefCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('last', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RuleSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('from_day', models.IntegerField()),
                ('installed_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=36, unique=True)),
                ('account', models.CharField(max_length=36)),
                ('meaning', models.CharField(max_length=30)),
                ('day', models.IntegerField()),
                ('signed_at', models.DateTimeField()),
                ('good_for', models.CharField(default='', max_length=20)),
                ('good_until', models.IntegerField(null=True)),
                ('roles', models.JSONField(default=list)),
                ('basis', models.JSONField()),
                ('self_signed', models.BooleanField(default=False)),
                ('console', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signoffs', to='store.record')),
                ('revision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.revision')),
                ('signer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SourceMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signature', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=30)),
                ('mapping', models.JSONField()),
                ('used_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='StandingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.CharField(max_length=40)),
                ('old', models.SmallIntegerField()),
                ('new', models.SmallIntegerField()),
                ('old_until', models.IntegerField()),
                ('new_until', models.IntegerField()),
                ('state', models.SmallIntegerField()),
                ('day', models.IntegerField()),
                ('entry', models.BigIntegerField()),
                ('cause', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
                ('scope', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_key', models.BigIntegerField()),
                ('practice', models.CharField(max_length=40)),
                ('variant', models.SmallIntegerField()),
                ('level', models.SmallIntegerField()),
                ('population', models.CharField(max_length=16)),
                ('until', models.IntegerField()),
                ('n', models.IntegerField()),
                ('points', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='EntryText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('what', models.CharField(max_length=8)),
                ('salt', models.BinaryField(max_length=32, null=True)),
                ('text', models.TextField(null=True)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.log')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('log', 'seq', 'what'), name='entry_text_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('leaf', models.BinaryField(max_length=32)),
                ('body', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('action_id', models.CharField(max_length=36)),
                ('action', models.CharField(max_length=40)),
                ('actor', models.CharField(max_length=36)),
                ('record_uid', models.CharField(default='', max_length=36)),
                ('revision', models.IntegerField(default=0)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='store.log')),
            ],
            options={
                'indexes': [models.Index(fields=['log', 'record_uid', 'seq'], name='entry_by_record'), models.Index(fields=['log', 'action_id'], name='entry_by_action')],
                'constraints': [models.UniqueConstraint(fields=('log', 'seq'), name='entry_seq_once')],
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='store.log')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('log', 'size'), name='checkpoint_once')],
            },
        ),
        migrations.CreateModel(
            name='MemberCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=16)),
                ('flag', models.SmallIntegerField()),
                ('bearing', models.SmallIntegerField()),
                ('n', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'part', 'flag', 'bearing'), name='member_count_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=16)),
                ('member', models.CharField(max_length=60)),
                ('flag', models.SmallIntegerField()),
                ('until', models.IntegerField()),
                ('best', models.IntegerField()),
                ('cause', models.SmallIntegerField()),
                ('bearing', models.SmallIntegerField()),
                ('event', models.IntegerField(null=True)),
                ('number', models.IntegerField()),
                ('rank', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'part', 'flag', '-until', 'bearing', 'number'], name='member_by_until'), models.Index(fields=['organisation', 'part', 'flag', '-best'], name='member_by_best'), models.Index(fields=['organisation', 'part', 'flag', 'until', 'cause', 'rank', 'number', 'best'], name='member_by_state'), models.Index(fields=['organisation', 'part', 'flag', 'rank', 'number'], name='member_by_rank'), models.Index(condition=models.Q(('event__isnull', False)), fields=['organisation', 'part', 'flag', 'event', 'number'], name='member_by_event'), models.Index(fields=['organisation', 'member'], name='member_by_member')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'part', 'member'), name='member_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='LastSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=36)),
                ('entry', models.BigIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'account'), name='seen_once')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40)),
                ('about', models.BigIntegerField(default=0)),
                ('state', models.CharField(default='waiting', max_length=12)),
                ('done', models.IntegerField(default=0)),
                ('total', models.IntegerField(default=0)),
                ('cursor', models.CharField(default='', max_length=60)),
                ('why', models.JSONField(default=dict)),
                ('asked_by', models.CharField(max_length=36)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state', 'id'], name='job_by_state')],
            },
            managers=[
                ('rows', django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.UniqueConstraint(fields=('organisation', 'number'), name='run_number_once'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(fields=('organisation', 'unit_key', 'practice', 'variant', 'level', 'population'), name='holding_once'),
        ),
        migrations.AddConstraint(
            model_name='blob',
            constraint=models.UniqueConstraint(fields=('organisation', 'sha256'), name='blob_once'),
        ),
        migrations.AddField(
            model_name='payload',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='standing',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.organisation'),
        ),
        migrations.AddField(
            model_name='standing',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.record'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('organisation', 'record', 'number'), name='revision_number_once'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['organisation', 'kind', 'key', 'number'], name='record_by_key'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['organisation', 'unit', 'kind', 'number'], name='record_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'number'), name='record_number_once'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_day__isnull', True), ('source_key__isnull', False)), fields=('organisation', 'kind', 'source_key'), name='record_source_key_once'),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=models.UniqueConstraint(fields=('organisation', 'indicator', 'day'), name='measurement_once'),
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(fields=['organisation', 'target', 'relation', 'source', 'target_key'], name='link_by_target'),
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(condition=models.Q(('target_key', ''), _negated=True), fields=['organisation', 'target_key'], name='link_by_key'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.UniqueConstraint(fields=('organisation', 'source', 'relation', 'target', 'target_key'), name='link_once'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['organisation', 'run', 'outcome', 'line'], name='import_row_by_run'),
        ),
        migrations.AddConstraint(
            model_name='refalias',
            constraint=models.UniqueConstraint(fields=('organisation', 'ref'), name='alias_once'),
        ),
        migrations.AddConstraint(
            model_name='refcounter',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind'), name='counter_once'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.UniqueConstraint(fields=('organisation', 'from_day', 'digest'), name='ruleset_once'),
        ),
        migrations.AddIndex(
            model_name='signoff',
            index=models.Index(fields=['organisation', 'record', 'id'], name='signoff_by_record'),
        ),
        migrations.AddConstraint(
            model_name='sourcemapping',
            constraint=models.UniqueConstraint(fields=('organisation', 'signature', 'kind'), name='mapping_once'),
        ),
        migrations.AddIndex(
            model_name='standingchange',
            index=models.Index(fields=['organisation', 'scope', 'id'], name='change_by_scope'),
        ),
        migrations.AddIndex(
            model_name='standingchange',
            index=models.Index(fields=['organisation', 'id'], name='change_newest'),
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['organisation', 'unit_key', 'until'], name='tally_by_day'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('organisation', 'unit_key', 'practice', 'variant', 'level', 'population', 'until'), name='tally_once'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(fields=['organisation', 'scope', 'tier', 'use', 'unit', 'worst', 'in_scope'], name='standing_filters'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(fields=['organisation', 'next_change'], name='standing_by_next_change'),
        ),
    ]
