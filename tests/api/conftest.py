"""One founded house per kind of database for all tests of the API; each test adds what it needs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from django.test import Client

    from harness.cast import Cast
    from harness.databases import Databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "stage" in metafunc.fixturenames:
        kinds = metafunc.config.getoption("--databases").split(",")
        metafunc.parametrize("stage", kinds, indirect=True, scope="package")


@dataclass
class Stage:
    """The cast, and one way for any of them to ask the API."""

    cast: Cast
    database: str
    clients: dict[str, Client] = field(default_factory=dict)
    """Signed in once: a sign-in is an entry of its own."""

    @property
    def base(self) -> str:
        return f"/api/v1/o/{self.cast.slug}"

    def client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = self.cast.client(who)
        return self.clients[who]

    def proved(self, who: str) -> None:
        """Let them have given their password a moment ago."""
        import time

        session, user = self.client(who).session, self.cast.users[who]
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Send JSON; header names are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client(who).generic(
            method,
            path if path.startswith("/api/") else f"{self.base}{path}",
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={**self.cast.headers(who), **sent},
        )

    def send(self, who: str, path: str, form: dict[str, Any]) -> HttpResponse:
        """Send a form with a file."""
        return self.client(who).post(f"{self.base}{path}", form, headers=self.cast.headers(who))

    def added(self, kind: str, /, who: str = "owner", **fields: object) -> dict[str, Any]:
        response = self.ask(who, "POST", "/records", {"kind": kind, "fields": fields})
        assert response.status_code == 201, response.content
        return response.json()


@pytest.fixture(scope="package")
def stage(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    from django.test import override_settings

    from harness.cast import cast
    from holdtrue.settings import DataFolder

    folder = DataFolder(tmp_path_factory.mktemp("api") / "data").prepare()
    with override_settings(HOLDTRUE_FOLDER=folder), databases.fresh(request.param, folder.path):
        yield Stage(cast(), request.param)
