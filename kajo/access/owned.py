"""The door of the data: a row that belongs to a customer is reached through an access, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import QuerySet, Value
from django.db.models.constraints import BaseConstraint

from kajo.access.areas import Area, Level
from kajo.access.statements import GivenAreas, GivenOwner, GivenOwners
from kajo.access.wall import array_text

if TYPE_CHECKING:
    from kajo.access.policy import CustomerAccess, ManyAccess


class CustomerOwned(models.Model):
    """A row of one customer's. The class names the area that must be held to see it.

    ALSO_SEEN_IN are further areas whose holders may read it, such as the location that an invoice is of.
    PAGE_RIGHTS are what pages may do to the table within the wall; imports and jobs are the owner role.
    """

    AREA: ClassVar[Area]
    ALSO_SEEN_IN: ClassVar[tuple[Area, ...]] = ()
    PAGE_RIGHTS: ClassVar[tuple[str, ...]] = ("select",)

    owner = models.ForeignKey("access.Customer", on_delete=models.PROTECT, related_name="+")

    everything: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        default_manager_name = "everything"
        base_manager_name = "everything"

    @classmethod
    def ask(cls, access: CustomerAccess, level: Level = Level.READ) -> None:
        """Pass, or stop the page.

        :raises PermissionDenied: when the access does not reach the model's area
        """
        if level > Level.READ or not any(access.may(area) for area in cls.ALSO_SEEN_IN):
            access.require(cls.AREA, level)

    @classmethod
    def of(cls, access: CustomerAccess, level: Level = Level.READ) -> QuerySet[Self]:
        """Return the customer's rows.

        :raises PermissionDenied: when the access does not reach the model's area
        """
        cls.ask(access, level)
        return cls.everything.filter(owner_id=access.customer_id)

    @classmethod
    def owned(cls) -> QuerySet[Self]:
        """Return what a statement begins with: the rows of the one customer that it will be asked of."""
        return cls.everything.filter(owner_id=GivenOwner(cls))

    @classmethod
    def ask_many(cls, accesses: ManyAccess) -> None:
        """Pass, or stop the page.

        :raises PermissionDenied: when the customers were opened for another area than the model's
        """
        if accesses.area not in cls.ALSO_SEEN_IN:
            accesses.require(cls.AREA)

    @classmethod
    def of_many(cls, accesses: ManyAccess) -> QuerySet[Self]:
        """Return the rows of all customers whose area was opened together."""
        cls.ask_many(accesses)
        return cls.everything.filter(owner__id__any=array_of(accesses.customer_ids))

    @classmethod
    def owned_by_many(cls) -> QuerySet[Self]:
        """Return what a statement begins with that will be asked of many customers."""
        return cls.everything.filter(owner__id__any=GivenOwners(cls))


def array_of(ids: Iterable[int]) -> Value:
    """Return customers as one array, not as thousands of parameters: for the lookup `id__any`."""
    return Value(list(ids), _Ids(models.BigIntegerField()))


class _Ids(ArrayField):  # type: ignore[type-arg] # of ids
    """An array that is sent as one text: of thousands, each by itself takes longer than the query."""

    def get_db_prep_value(self, value: list[int], connection: Any, prepared: bool = False) -> str:
        return array_text(value)


class OwnedByArea(CustomerOwned):
    """A row that names its own area: an access sees the rows of the areas that it reaches."""

    area = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Area], db_collation="C")

    class Meta(CustomerOwned.Meta):
        abstract = True

    @classmethod
    def of(cls, access: CustomerAccess, level: Level = Level.READ) -> QuerySet[Self]:
        """Return the customer's rows of every area that the access reaches, perhaps none."""
        areas = [area.value for area in Area if access.may(area, level)]
        return cls.everything.filter(owner_id=access.customer_id, area__in=areas)

    @classmethod
    def ask(cls, access: CustomerAccess, level: Level = Level.READ) -> None:
        """Pass: an access sees the rows of its areas, if only none."""

    @classmethod
    def owned(cls) -> QuerySet[Self]:
        """Return what a statement begins with: the customer's rows of the areas that are reached."""
        return super().owned().filter(area__any=GivenAreas())

    @classmethod
    def of_many(cls, accesses: ManyAccess) -> QuerySet[Self]:
        """Return the rows, of the area that was opened, of all customers that were opened with it."""
        return cls.everything.filter(owner__id__any=array_of(accesses.customer_ids), area=accesses.area.value)


class SameOwner(BaseConstraint):
    """Foreign key (owner, parent) → parent(owner, id): a child cannot hang on another customer's row.

    Row security is not asked by foreign keys, so the database holds it this way. The parent needs
    `UniqueConstraint(fields=["owner", "id"])`.
    """

    def __init__(self, *, parent: str, name: str) -> None:
        super().__init__(name=name)
        self.parent = parent

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None and schema_editor is not None  # noqa: S101 - Django passes both
        field = cast("models.ForeignKey[Any, Any]", model._meta.get_field(self.parent))
        quote = schema_editor.quote_name
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (owner_id, {quote(field.column)}) "
            f"REFERENCES {quote(field.remote_field.model._meta.db_table)} (owner_id, id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        assert model is not None and schema_editor is not None  # noqa: S101 - Django passes both
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        # Not part of CREATE TABLE: the parent may be made later in the same migration.
        assert model is not None and schema_editor is not None  # noqa: S101 - Django passes both
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave it to the database."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "parent": self.parent}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameOwner) and (self.name, self.parent) == (other.name, other.parent)

    def __hash__(self) -> int:
        return hash((self.name, self.parent))
