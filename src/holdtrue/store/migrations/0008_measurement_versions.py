"""Values of an indicator are kept by version: a correction stands beside what it corrects."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_sign_rules"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="measurement",
            name="measurement_once",
        ),
        migrations.AddField(
            model_name="measurement",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                fields=("organisation", "indicator", "day", "version"), name="measurement_once"
            ),
        ),
    ]
