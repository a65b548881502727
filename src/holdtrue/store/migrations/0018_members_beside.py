"""The rows of one member stand beside each other, and one index of them is enough.

Standing is derived anew after it: it could be wrong where the organisation's own facts, its risk criteria or a merge of
units changed, or where somebody waited their turn while rules or profile did.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0017_standing_anew"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='member',
            name='member_by_member',
        ),
        migrations.RemoveConstraint(
            model_name='member',
            name='member_once',
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(fields=('organisation', 'member', 'part'), name='member_once'),
        ),
    ]
