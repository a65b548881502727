"""The receipts of a signed attestation are kept with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0013_gate_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="attestation",
            name="proofs",
            field=models.JSONField(default=dict),
        ),
    ]
