"""An index of the rows with an open end: what is unknown is found without looking through what fails."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_whole_register'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='member',
            index=models.Index(condition=models.Q(('best__gt', models.F('until'))), fields=['organisation', 'part', 'flag', 'rank', 'number'], name='member_unsure'),
        ),
    ]
