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
        "requests": len(walls),
        "per_second": len(walls) / spent,
        "p50": walls[len(walls) // 2],
        "p95": walls[len(walls) * 95 // 100],
    }


def evidence_about(ref: str, number: float) -> dict[str, object]:
    """Return the body that creates evidence about a system."""
    fields = {"tag": "test-report", "source": "bench", "title": f"Run {number}", "collected_on": "2026-01-05"}
    return {"kind": "evidence", "fields": fields, "links": {"about": [ref]}}


def served(folder: Path, port: int, slug: str, token: str, refs: list[str]) -> dict[str, Any]:
    """Start the server on a folder, hammer it with one client and with eight, and tell its memory and its CPU."""
    from bench.measuring import resident

    began = time.perf_counter()
    code = (
        f"from holdtrue.server.serve import serve; serve({str(folder)!r}, port={port}, ready=lambda _: None)"
    )
    server = subprocess.Popen([sys.executable, "-c", code])  # our own code
    try:
        _wait(port)
        started = time.perf_counter() - began
        told: dict[str, dict[str, float]] = {}
        # the worker has just begun the day: the first eight clients come while it does
        for said, clients in (("8 clients as the day begins", 8), ("1 client", 1), ("8 clients", 8)):
            spent = _spent(server.pid)
            asked = json.dumps([port, slug, token, refs[:500], clients])
            out = subprocess.run(  # likewise
                [sys.executable, "-m", "bench.clients"],
                input=asked,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            told[said] = json.loads(out.stdout)
            told[said]["cpu"] = (_spent(server.pid) - spent) * 1000 / told[said]["requests"]
        sizes = sorted((round(resident(one)) for one in _family(server.pid)), reverse=True)
    finally:
        server.terminate()
        server.wait(20)
    return {"start": started, "clients": told, "resident": sizes}


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


def _family(pid: int) -> list[int]:
    """A process and each it started."""
    children = [
        int(entry)
        for entry in os.listdir("/proc")  # noqa: PTH208  # names are all that is wanted
        if entry.isdigit() and f"PPid:\t{pid}\n" in _status(entry)
    ]
    return [pid, *children]


def _spent(pid: int) -> float:
    """CPU seconds of a process and of each it started."""
    ticks = 0
    for one in _family(pid):
        ticks += sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _status(entry: str) -> str:
    try:
        return Path(f"/proc/{entry}/status").read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    port, slug, token, refs, clients = json.load(sys.stdin)
    json.dump(hammer(port, slug, token, refs, clients), sys.stdout)
