"""Memberships may end on a day, and advisers may be from outside."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('store', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_role_known',
        ),
        migrations.AddField(
            model_name='membership',
            name='outside',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='membership',
            name='until',
            field=models.IntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('owner', 'Owner'), ('manager', 'Manager'), ('contributor', 'Contributor'), ('auditor', 'Auditor'), ('adviser', 'Adviser'), ('member', 'Member')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['owner', 'manager', 'contributor', 'auditor', 'adviser', 'member'])), name='membership_role_known'),
        ),
    ]
