"""Eight clients that create evidence over HTTP on the real server; a process of its own, started by the bench."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

SECONDS = 10


def hammer(port: int, slug: str, token: str, refs: list[str], clients: int) -> dict[str, float]:
    """Create for some seconds; return how many a second, and the milliseconds of one at the median and the 95th."""
    walls: list[float] = []
    until = time.perf_counter() + SECONDS

    def client(number: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Host": "localhost",
        }
        count = 0
        while time.perf_counter() < until:
            count += 1
            body = json.dumps(evidence_about(refs[(number * 131 + count) % len(refs)], count + number / 100))
            began = time.perf_counter()
            link.request("POST", f"/api/v1/o/{slug}/records", body, headers)
            answer = link.getresponse()
            text = answer.read()
            if answer.status != 201:  # created
                raise RuntimeError(answer.status, text)
            walls.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    walls.sort()
    return {
        "per_second": len(walls) / spent,
        "p50": walls[len(walls) // 2],
        "p95": walls[len(walls) * 95 // 100],
    }


def evidence_about(ref: str, number: float) -> dict[str, object]:
    """Return the body that creates evidence about a system."""
    fields = {"tag": "test-report", "source": "bench", "title": f"Run {number}", "collected_on": "2026-01-05"}
    return {"kind": "evidence", "fields": fields, "links": {"about": [ref]}}


def served(folder: Path, port: int, slug: str, token: str, refs: list[str]) -> dict[str, Any]:
    """Start the server on a folder, hammer it with one client and with eight, and tell its memory."""
    began = time.perf_counter()
    code = (
        f"from holdtrue.server.serve import serve; serve({str(folder)!r}, port={port}, ready=lambda _: None)"
    )
    server = subprocess.Popen([sys.executable, "-c", code])  # our own code
    try:
        _wait(port)
        started = time.perf_counter() - began
        told: dict[int, object] = {}
        for clients in (1, 8):
            asked = json.dumps([port, slug, token, refs[:500], clients])
            out = subprocess.run(  # likewise
                [sys.executable, "-m", "bench.clients"],
                input=asked,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            told[clients] = json.loads(out.stdout)
        resident = [round(size) for size in _family(server.pid)]
    finally:
        server.terminate()
        server.wait(20)
    return {"start": started, "clients": told, "resident": resident}


def _wait(port: int) -> None:
    for _ in range(600):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            link.request("GET", "/healthz", headers={"Host": "localhost"})
            link.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            link.close()


def _family(pid: int) -> list[float]:
    """MiB resident of a process and of each it started."""
    from bench.measuring import resident

    children = [
        int(entry)
        for entry in os.listdir("/proc")  # noqa: PTH208  # names are all that is wanted
        if entry.isdigit() and f"PPid:\t{pid}\n" in _status(entry)
    ]
    return sorted((resident(one) for one in (pid, *children)), reverse=True)


def _status(entry: str) -> str:
    try:
        return Path(f"/proc/{entry}/status").read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    port, slug, token, refs, clients = json.load(sys.stdin)
    json.dump(hammer(port, slug, token, refs, clients), sys.stdout)
