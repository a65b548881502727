"""The service as processes: it answers, and killing its head leaves nothing behind that holds the port."""

from __future__ import annotations

import os
import signal
import socket
import time

import pytest

from harness.service import Service


@pytest.mark.slow
def test_a_killed_service_frees_its_port(tmp_path):
    with Service(tmp_path, "-m", "harness.plain", "{data}", "{port}") as service:
        os.kill(service.process.pid, signal.SIGKILL)
        service.process.wait()
        until = time.monotonic() + 300
        while answers(service.port) and time.monotonic() < until:
            time.sleep(0.2)
        assert not answers(service.port)


@pytest.mark.slow
def test_a_taken_port_is_refused_in_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        service = Service(tmp_path, "-m", "harness.plain", "{data}", "{port}")
        service.command[-1] = str(taken.getsockname()[1])
        with pytest.raises(RuntimeError, match=r"server\.port\.taken"):
            service.__enter__()


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
