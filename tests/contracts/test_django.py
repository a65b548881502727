"""Django's own word on the settings and the tables."""

from __future__ import annotations


def test_the_checks_find_nothing(application):
    from django.core.management import call_command

    call_command("check", fail_level="WARNING")


def test_every_change_of_a_table_has_its_migration(database, capsys):
    from django.core.management import call_command

    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out
