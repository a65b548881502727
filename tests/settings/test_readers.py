"""Settings are refused where vague, and secrets may lie in files."""

from __future__ import annotations

import pytest

from holdtrue.core.refusals import BadInput
from holdtrue.settings import readers
from holdtrue.settings.database import database
from holdtrue.settings.site import site
from holdtrue.words import say


def refused(call, *args, **kwargs):
    with pytest.raises(BadInput) as caught:
        call(*args, **kwargs)
    return say(caught.value.message)


@pytest.mark.parametrize(
    ("value", "meant"), [("yes", True), (" TRUE ", True), ("off", False), ("0", False), ("", False)]
)
def test_yes_and_no_are_read_in_their_usual_spellings(value, meant):
    assert readers.yes({"HOLDTRUE_PROXY": value}, "HOLDTRUE_PROXY", default="no") is meant


@pytest.mark.parametrize("value", ["maybe", "2", "y", "enabled"])
def test_anything_else_is_refused_by_name(value):
    assert "HOLDTRUE_PROXY is" in refused(
        readers.yes, {"HOLDTRUE_PROXY": value}, "HOLDTRUE_PROXY", default="no"
    )


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8e3", "eight", "٨"])
def test_a_number_outside_its_bounds_is_refused(value):
    said = refused(readers.whole, {"P": value}, "P", default=8000, lowest=1, highest=65_535)
    assert "whole number from 1 to 65,535" in said


def test_a_secret_may_lie_in_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    assert readers.secret({"K_FILE": str(file)}, "K") == "from the file"
    assert readers.secret({}, "K") is None
    assert "keep one" in refused(readers.secret, {"K": "x", "K_FILE": str(file)}, "K")
    assert "cannot be read" in refused(readers.secret, {"K_FILE": str(tmp_path / "none")}, "K")
    file.write_text(" \n")
    assert "is empty" in refused(readers.secret, {"K_FILE": str(file)}, "K")


def test_a_star_among_the_hosts_is_refused():
    assert "switch the host check off" in refused(readers.names, {"H": "a.example, *"}, "H", default=())


@pytest.mark.parametrize(
    "value", ["aims.example.org", "ftp://aims.example.org", "https://aims.example.org/path"]
)
def test_an_address_is_a_scheme_and_a_host(value):
    assert "https://aims.example.org" in refused(
        readers.address, {"A": value}, "A", default="http://localhost"
    )


def test_a_postgresql_address_is_taken_apart(tmp_path):
    read = database(
        {"HOLDTRUE_DATABASE_URL": "postgresql://ada:p%40ss@db.example:5433/aims?sslmode=require"},
        file=tmp_path / "x",
    )
    assert (read["NAME"], read["USER"], read["PASSWORD"]) == ("aims", "ada", "p@ss")
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("db.example", "5433", {"sslmode": "require"})


@pytest.mark.parametrize("value", ["mysql://db/aims", "postgresql://db", "postgresql://db:port/aims", "aims"])
def test_a_refused_database_address_never_repeats_its_password(tmp_path, value):
    said = refused(
        database, {"HOLDTRUE_DATABASE_URL": value.replace("//", "//ada:hidden@")}, file=tmp_path / "x"
    )
    assert "hidden" not in said


def test_https_switches_on_what_needs_encryption(tmp_path):
    given = {"HOLDTRUE_DATA": str(tmp_path), "HOLDTRUE_SECRET_KEY": "k" * 50}
    plain = site(given)
    secure = site(given | {"HOLDTRUE_ADDRESS": "https://aims.example.org", "HOLDTRUE_PROXY": "yes"})
    assert (plain["SESSION_COOKIE_SECURE"], secure["SESSION_COOKIE_SECURE"]) == (False, True)
    assert (plain["SECURE_HSTS_SECONDS"], secure["SECURE_HSTS_SECONDS"]) == (0, 31_536_000)
    assert "aims.example.org" in secure["ALLOWED_HOSTS"]
    assert "begin with https" in refused(site, given | {"HOLDTRUE_PROXY": "yes"})


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    first = site({"HOLDTRUE_DATA": str(tmp_path / "data")})["SECRET_KEY"]
    assert first == site({"HOLDTRUE_DATA": str(tmp_path / "data")})["SECRET_KEY"]
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
