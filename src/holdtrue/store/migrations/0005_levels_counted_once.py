"""Levels are counted once for the parts they hang on: no table changes, what is counted is derived again."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0004_index_points'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop, elidable=True),
    ]
