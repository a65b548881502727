"""Rule sets keep their files, and an organisation says which job is deriving its standing again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_changed_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="rederiving",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="content",
            field=models.BinaryField(default=b""),
        ),
    ]
