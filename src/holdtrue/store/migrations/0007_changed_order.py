"""Records in the order of their last change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_comments"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["organisation", "kind", "changed_at"], name="record_by_change"),
        ),
    ]
