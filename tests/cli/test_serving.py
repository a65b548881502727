"""The command that serves: it answers at the address it prints, and ends when it is told to."""

from __future__ import annotations

import json
import urllib.request

import pytest

from harness.service import Service


@pytest.mark.slow
def test_up_prints_where_it_answers(tmp_path):
    with Service(tmp_path, "-m", "holdtrue", "--data", "{data}", "up", "--port", "{port}") as service:
        with urllib.request.urlopen(f"{service.address}/healthz", timeout=300) as answer:  # noqa: S310 # our own address
            assert answer.status == 200
        made = service.holdtrue("init", "--name", "Acme", "--json")
        assert '"organisation": "Acme"' in made
        # the port it serves on is known to a command run beside it
        link = json.loads(service.holdtrue("sign-in-link", "--json"))["owner_sign_in"]
        assert link.startswith(service.address.rstrip("/").replace("127.0.0.1", "localhost"))
        other = json.loads(service.holdtrue("sign-in-link", "--port", "8123", "--json"))["owner_sign_in"]
        assert other.startswith("http://localhost:8123/")
        assert "Holdtrue answers at http://localhost:" in service.said()
    assert service.process.returncode is not None
