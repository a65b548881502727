"""Changes no table, so that standing is derived anew where a folder has it from before.

Evidence that an edit gave to a system by its first link went on counting for the organisation.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0016_members_by_span"),
    ]

    operations = []
