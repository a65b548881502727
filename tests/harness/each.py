"""One test that asks the same of many: what a thousand tests of a moment cost is mostly that they are a thousand."""

from __future__ import annotations

from functools import partial
from inspect import signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def for_each(names: str, values: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Ask a test of every value, and fail with each it does not hold for, told by name.

    As `pytest.mark.parametrize`, for tests that change nothing: fixtures are made once for all of them.
    """
    return partial(_asked, [name.strip() for name in names.split(",")], list(values))


def _asked(names: list[str], values: list[Any], test: Callable[..., None]) -> Callable[..., None]:
    assert values, "nothing is asked"

    def of_all(**fixtures: Any) -> None:
        wrong = []
        for value in values:
            given = dict(zip(names, value if len(names) > 1 else (value,), strict=True))
            try:
                test(**fixtures, **given)
            except Exception as error:  # noqa: BLE001  # whatever a test may end with
                error.add_note(f"of {', '.join(f'{name} {_told(one)}' for name, one in given.items())}")
                wrong.append(error)
        told = f"{len(wrong)} of {len(values)}"
        if wrong:
            raise ExceptionGroup(told, wrong)

    asked = signature(test)
    kept = [given for name, given in asked.parameters.items() if name not in names]
    of_all.__signature__ = asked.replace(parameters=kept)  # type: ignore[attr-defined]  # where pytest looks for fixtures
    of_all.__name__, of_all.__doc__, of_all.__module__ = test.__name__, test.__doc__, test.__module__
    return of_all


def _told(value: object) -> str:
    return str(getattr(value, "id", value))[:200]
