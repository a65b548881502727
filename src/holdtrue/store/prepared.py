"""Questions put together once: most of what a small query costs is Django writing its statement anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.query import get_related_populators

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

M = TypeVar("M", bound=Model)


class _Written(NamedTuple):
    """A statement of one database, and what makes records of its rows."""

    sql: str
    params: tuple[object, ...]
    compiler: Any
    converters: Any
    model: type[Model]
    place: slice
    """Where the record's own columns are."""
    names: list[str]
    populators: Any
    """What makes the records it leads to."""
    beside: tuple[tuple[str, int], ...]
    """What a query annotates its records with, and where."""


class Question(Generic[M]):
    """A query of records whose values alone change from one time to the next.

    `asked` is called with a stand-in for each value, once for each database; a stand-in must be of the value's type and
    be found nowhere else among the parameters. What it returns is read in full, and its records are new each time.
    """

    def __init__(self, asked: Callable[..., QuerySet[M]], **stand_ins: int | str) -> None:
        self._asked, self._stand_ins = asked, stand_ins
        self._written: dict[str, _Written] = {}

    def records(self, **values: object) -> list[M]:
        """Return the records found with these values. One query."""
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write()
        given = {self._stand_ins[name]: value for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [given.get(one, one) for one in written.params])  # type: ignore[call-overload]  # any parameter may be a stand-in
            rows = cursor.fetchall()
        if written.converters:
            rows = list(written.compiler.apply_converters(rows, written.converters))
        return [_record(written, row) for row in rows]

    def _write(self) -> _Written:
        compiler = self._asked(**self._stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        told: Any = compiler.klass_info
        select: Any = compiler.select
        fields = told["select_fields"]
        place = slice(fields[0], fields[-1] + 1)
        return _Written(
            sql,
            tuple(params),
            compiler,
            compiler.get_converters([column[0] for column in select]),
            told["model"],
            place,
            [column[0].target.attname for column in select[place]],
            get_related_populators(told, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]  # the stubs are of a later Django
            tuple((compiler.annotation_col_map or {}).items()),
        )


def _record(written: _Written, row: Any) -> Any:  # noqa: ANN401  # of the model asked for
    made = written.model.from_db(DEFAULT_DB_ALIAS, written.names, row[written.place])
    for populator in written.populators:
        populator.populate(row, made)
    for name, column in written.beside:
        setattr(made, name, row[column])
    return made


__all__ = ["Question"]
