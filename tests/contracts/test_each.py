"""A test that asks of many fails with each it does not hold for."""

from __future__ import annotations

import pytest

from harness.each import for_each


def test_every_value_that_fails_is_told_and_the_others_are_asked_all_the_same():
    asked = []

    @for_each("n, word", [(1, "one"), (2, "two"), (3, "three")])
    def small(n, word):
        asked.append(word)
        assert n < 2

    with pytest.raises(ExceptionGroup, match="2 of 3") as failed:
        small()
    assert asked == ["one", "two", "three"]
    assert [error.__notes__ for error in failed.value.exceptions] == [
        ["of n 2, word two"],
        ["of n 3, word three"],
    ]


def test_nothing_to_ask_of_is_a_fault():
    with pytest.raises(AssertionError, match="nothing is asked"):
        for_each("n", [])(lambda n: n)
