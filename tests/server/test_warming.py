"""What a worker does so that nobody waits for it."""

from __future__ import annotations

import gc
import weakref

import pytest
from django.core.signals import request_finished

from holdtrue.server.warming import made_ready, swept


class Ring:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def worker(application):
    """A process as the server's: made ready, and back to what it was."""
    before = gc.get_threshold()
    made_ready()
    yield
    request_finished.disconnect(dispatch_uid="swept")
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("worker")
def test_memory_is_swept_when_an_answer_is_sent_and_only_where_much_came_to_be():
    gone = weakref.ref(Ring())
    request_finished.send(sender=None)
    assert gone() is not None
    rings = [Ring() for _ in range(25_000)]
    assert gone() is not None
    request_finished.send(sender=None)
    assert gone() is None
    assert gc.get_count()[0] < len(rings)


@pytest.mark.usefixtures("worker")
def test_what_outlived_many_sweeps_is_looked_over_too():
    kept = [Ring()]
    gone = weakref.ref(kept[0])
    gc.collect(1)
    kept.clear()
    swept()
    assert gone() is not None
    for _ in range(200):
        rings = [Ring() for _ in range(21_000)]
        swept()
        if gone() is None:
            break
    assert gone() is None
    assert rings
