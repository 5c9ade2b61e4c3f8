"""Statements that are put together once: the ORM takes longer to write most than PostgreSQL to answer.

A function under `@statement` returns a queryset that begins with `Model.owned()`; in it a `given` stands for
each value that an asking brings. Its SQL is written when it is first asked for and kept with the process.
What the function itself takes (an order, whether a filter is there) makes a statement each.

    @statement
    def _coming() -> QuerySet[Contract]:
        return Contract.owned().filter(starts_on__gt=given("today", DateField())).order_by("starts_on")

    contracts = _coming().of(access, today=today)
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, CharField, Field, Lookup, QuerySet, Value
from django.db.models.query import ValuesListIterable

from kajo.access.areas import Area

if TYPE_CHECKING:
    from kajo.access.owned import CustomerOwned
    from kajo.access.policy import CustomerAccess, ManyAccess

Structure = ParamSpec("Structure")
Row = TypeVar("Row")
MOST_KEPT = 200  # of one function


class Given(Value):
    """A place in a statement for a value."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]  # it stays among the parameters until the statement is asked

    def fill(self, access: Any, values: dict[str, Any]) -> Any:
        return values[self.value]


class GivenOwner(Given):
    """The place for the customer, which is filled only when the access reaches the model's area."""

    def __init__(self, model: type[CustomerOwned]) -> None:
        super().__init__("owner", BigIntegerField())
        self.model = model

    def fill(self, access: Any, values: dict[str, Any]) -> int:
        self.model.ask(access)
        customer_id: int = access.customer_id
        return customer_id


class GivenOwners(Given):
    """The place for many customers, as one array, which is filled only when they were opened for the area."""

    def __init__(self, model: type[CustomerOwned]) -> None:
        super().__init__("owners", ArrayField(BigIntegerField()))
        self.model = model

    def fill(self, access: Any, values: dict[str, Any]) -> list[int]:
        self.model.ask_many(access)
        return list(access.customer_ids)


class GivenAreas(Given):
    """The place for the areas that the access reaches."""

    def __init__(self) -> None:
        super().__init__("areas", ArrayField(CharField()))

    def fill(self, access: Any, values: dict[str, Any]) -> list[str]:
        return [area.value for area in Area if access.may(area)]


class GivenSetting(Given):
    """The place for a setting, which tests change."""

    def fill(self, access: Any, values: dict[str, Any]) -> Any:
        return getattr(settings, self.value)


def given(name: str, field: Field[Any, Any]) -> Any:
    """Return what stands for a value in filters and annotations."""
    return Given(name, field)


def given_setting(name: str, field: Field[Any, Any]) -> Any:
    """Return what stands for a setting."""
    return GivenSetting(name, field)


@Field.register_lookup
class AnyOf(Lookup):
    """`contract_id__any=given("contracts", ArrayField(…))`: IN, for a list of any length."""

    lookup_name = "any"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = any({right})", [*left_params, *right_params]


class Statement(Generic[Row]):
    """A queryset whose SQL is written."""

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = self._compiler.as_sql()
        columns = [column for column, *_ in self._compiler.select]
        self._is_plain = rows._iterable_class is ValuesListIterable and not self._compiler.get_converters(
            columns
        )

    def of(self, access: CustomerAccess | ManyAccess, **values: Any) -> list[Row]:
        """Return the rows of the customer, or of the many for whom `owned_by_many` has a place.

        :raises PermissionDenied: when the access does not reach the area of one of the models
        """
        params = [one.fill(access, values) if isinstance(one, Given) else one for one in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            found: list[Any] = cursor.fetchall()
        return found if self._is_plain else self._made_of(found)

    def _made_of(self, found: list[tuple[Any, ...]]) -> list[Row]:
        """Let the ORM make its rows of what was found, without writing the SQL again."""
        rows, compiler = self._rows.all(), copy(self._compiler)
        compiler.execute_sql = lambda *_, **__: [found]
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(rows)


def statement(build: Callable[Structure, QuerySet[Any, Row]]) -> Callable[Structure, Statement[Row]]:
    """Let a function's queryset be put together once for what it takes."""

    @wraps(build)
    def made(*args: Structure.args, **kwargs: Structure.kwargs) -> Statement[Row]:
        return Statement(build(*args, **kwargs))

    return cast("Callable[Structure, Statement[Row]]", lru_cache(maxsize=MOST_KEPT)(made))
