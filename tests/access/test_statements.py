"""Statements whose SQL is kept: they give what a queryset gives, and open nothing that it would not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError
from django.db.models import DateField, F, QuerySet
from pytest_django import DjangoAssertNumQueries

from kajo.access import policy
from kajo.access.models import Customer, User
from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.access.wall import behind_the_wall
from kajo.contracts.models import Contract
from kajo.core import times
from tests.world import World

LONG_AGO = date(1990, 1, 1)


@statement
def begun_before() -> QuerySet[Contract]:
    begun = Contract.owned().filter(starts_on__lt=given("day", DateField()))
    return begun.select_related("location__point", "product").annotate(at=F("location_id")).order_by("id")


@statement
def numbers(*, newest_first: bool) -> QuerySet[Contract, tuple[str, date]]:
    return Contract.owned().order_by("-id" if newest_first else "id").values_list("number", "starts_on")


def opened(user: User, customer: Customer) -> CustomerAccess:
    access = policy.open_customer(user.pk, customer.key, now=times.now())
    assert access is not None
    return access


def test_the_rows_are_those_of_the_queryset_and_come_with_what_they_hang_on(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with behind_the_wall(world.leena.pk, read_only=True):
        access = opened(world.leena, world.bakery_company)
        wanted = list(Contract.of(access).order_by("id"))
        assert wanted
        with django_assert_num_queries(1):
            found = begun_before().of(access, day=times.today())
            named = [(one.location.point.gsrn, one.product.name, one.at) for one in found]  # type: ignore[attr-defined]
        assert found == [one for one in wanted if one.starts_on < times.today()]
        assert [at for *_, at in named] == [one.location_id for one in found]
        assert begun_before().of(access, day=LONG_AGO) == []


def test_one_statement_answers_each_customer_with_its_own(world: World) -> None:
    for user, customer in ((world.leena, world.bakery_company), (world.sanna, world.spot_household)):
        with behind_the_wall(user.pk, read_only=True):
            access = opened(user, customer)
            wanted = list(Contract.of(access).order_by("-id").values_list("number", "starts_on"))
            assert numbers(newest_first=True).of(access) == wanted
            assert numbers(newest_first=False).of(access) == wanted[::-1]
    assert numbers(newest_first=True) is numbers(newest_first=True)


def test_without_the_area_a_statement_is_refused(world: World) -> None:
    with behind_the_wall(world.bertta.pk, read_only=True):
        access = opened(world.bertta, world.kalles_household)
        with pytest.raises(PermissionDenied):
            numbers(newest_first=True).of(access)


def test_what_a_statement_begins_with_cannot_be_asked_by_itself(world: World) -> None:
    with pytest.raises(ProgrammingError):
        list(Contract.owned())
