"""Prepared queries: composed by Django once, asked with other values ever after.

For Django to compose a query of three tables takes longer than for PostgreSQL to answer it, and a page asks a dozen,
always the same but for their values. Those that every page of a kind asks are prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

_Values = ParamSpec("_Values")
_Row = TypeVar("_Row")

# No row has them: they stand for values to come while a query is composed. The numbers fit in 32 bits.
_NUMBERS: Final = 2_147_000_000
_DAYS: Final = date(9000, 1, 1)
_MOMENTS: Final = datetime(9000, 1, 1, tzinfo=UTC)
_WORDS: Final = "\ue000"

_MOST_SHAPES = 100


class prepared(Generic[_Values, _Row]):  # noqa: N801 - a decorator
    """A function that makes a queryset of its values, called for its rows instead. One query.

    The values are numbers, days, moments, words, and tuples of numbers; the function must put each into its queryset as
    it is, with nothing computed from it and no branch taken by it. Raises ValueError where one does not arrive in the
    query, TypeError for any other value. `queryset` is the function itself.
    """

    def __init__(self, make: Callable[_Values, QuerySet[Any, _Row]]) -> None:
        self.queryset = make
        self._composed: dict[tuple[object, ...], _Composed] = {}
        update_wrapper(self, make)

    def __call__(self, *values: _Values.args, **named: _Values.kwargs) -> list[_Row]:
        if named:
            raise TypeError("values of a prepared query go by their places")
        shape = tuple(len(value) if isinstance(value, tuple) else type(value) for value in values)
        composed = self._composed.get(shape)
        if composed is None:
            if len(self._composed) >= _MOST_SHAPES:
                self._composed.clear()
            composed = self._composed[shape] = _Composed(self.queryset, values)
        return composed.rows(values)


class _Composed:
    """A query that is written, asked as if it were one of Django's: what that reads of a query is handed on."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], values: Sequence[Any]) -> None:
        stands: dict[object, int] = {}
        given = [_stand_in(value, stands) for value in values]
        self._made = make(*given)
        self._query = self._made.query
        self._compiler: SQLCompiler | None = self._query.get_compiler(using=self._made.db)
        try:
            self._sql, params = self._compiler.as_sql()
        except EmptyResultSet:  # nothing can be found, whatever the values: some tuple is empty
            self._compiler = None
            return
        self._params = list(params)
        self._places = [(at, stands[one]) for at, one in enumerate(params) if _is_among(one, stands)]
        if missing := set(stands.values()) - {value for _at, value in self._places}:
            raise ValueError(f"values that do not arrive in the query as they are: {sorted(missing)}")

    def rows(self, values: Sequence[Any]) -> list[Any]:
        if self._compiler is None:
            return []
        flat = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
        params = self._params.copy()
        for at, value in self._places:
            params[at] = flat[value]
        made: Any = self._made
        query: Any = _Asked(self._query, self._compiler, self._sql, tuple(params))
        asked: Any = QuerySet(made.model, query, made._db)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups", "_known_related_objects"):
            setattr(asked, name, getattr(made, name))
        return list(asked)


class _Asked:
    """Stands where Django looks for the query of a queryset."""

    def __init__(self, query: Any, compiler: SQLCompiler, sql: str, params: tuple[object, ...]) -> None:
        self._query, self._compiler, self._written = query, compiler, (sql, params)

    def get_compiler(self, using: str) -> Any:
        compiler: Any = copy(self._compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda: self._written
        return compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _stand_in(value: object, stands: dict[object, int]) -> object:
    if isinstance(value, tuple):
        return [_stand_in(one, stands) for one in value]
    number = len(stands)
    stand: object
    if type(value) is int:
        stand = _NUMBERS + number
    elif type(value) is date:
        stand = _DAYS + timedelta(days=number)
    elif type(value) is datetime:
        stand = _MOMENTS + timedelta(days=number)
    elif type(value) is str:
        stand = f"{_WORDS}{number}"
    else:
        raise TypeError(f"not a value that a prepared query takes: {value!r}")
    stands[stand] = number
    return stand


def _is_among(param: object, stands: dict[object, int]) -> bool:
    return isinstance(param, (int, date, str)) and param in stands
