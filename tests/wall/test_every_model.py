"""Two customers never see each other's rows, of any model there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Field
from psycopg import sql

from kajo.access.models import Customer
from kajo.access.owned import CustomerOwned
from kajo.access.wall import page_rights
from tests.wall.conftest import open_to

pytestmark = pytest.mark.django_db

OWNED = [model for model in apps.get_models() if issubclass(model, CustomerOwned)]


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_two_customers_never_see_each_others_rows(
    world: Any, web: psycopg.Connection, model: type[CustomerOwned]
) -> None:
    owners = list(model.everything.order_by("owner_id").values_list("owner_id", flat=True).distinct()[:2])
    assert len(owners) == 2, f"the cast has no rows of {model.__name__} for two customers: give it some"
    table = sql.Identifier(model._meta.db_table)
    assert "select" in page_rights()[model._meta.db_table]
    for owner in Customer.everything.filter(pk__in=owners):
        open_to(web, owner)
        seen = web.execute(sql.SQL("select distinct owner_id from {}").format(table)).fetchall()
        assert seen == [(owner.pk,)]


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_a_child_cannot_hang_on_another_customers_row(world: Any, model: type[CustomerOwned]) -> None:
    for field in model._meta.concrete_fields:
        parent = field.related_model
        if not (isinstance(parent, type) and issubclass(parent, CustomerOwned)):
            continue
        children = model.everything.exclude(**{field.name: None}).order_by("-pk")[:300]
        refusals = (refusal_of(child, field, parent) for child in children)
        assert any("foreign key" in refusal for refusal in refusals), field.name


def refusal_of(child: CustomerOwned, field: Field[Any, Any], parent: type[CustomerOwned]) -> str:
    """Return why a row cannot be hung on another customer's; some rows would be twice there besides."""
    foreign = parent.everything.exclude(owner_id=child.owner_id).order_by("pk").first()
    assert foreign is not None
    with pytest.raises(IntegrityError) as refused, checked_at_once():
        type(child).everything.filter(pk=child.pk).update(**{field.attname: foreign.pk})
    return str(refused.value)


@contextmanager
def checked_at_once() -> Iterator[None]:
    with transaction.atomic():
        yield
        connection.check_constraints()
