"""Who is let in: owners, those who were granted, members of firms, staff with a look; nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kajo.access import policy, register
from kajo.access.areas import Area, Level
from kajo.access.models import Customer, User
from kajo.access.policy import CustomerAccess
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.core.functions import list_rows
from tests.access import people

pytestmark = pytest.mark.django_db


def opened(user: User, customer: Customer) -> CustomerAccess | None:
    with behind_the_wall(user.pk, read_only=True):
        return policy.open_customer(user.pk, customer.key, now=times.now())


def looking(staff: User, key: str, *, after: timedelta = timedelta()) -> CustomerAccess | None:
    entry = policy.enter_look(staff.pk, key, level=Level.READ, page="", method="", now=times.now() + after)
    return entry and entry.access


def test_owner_may_write_in_every_area() -> None:
    home = people.customer("100")
    access = opened(people.owner("aino", "100"), home)
    assert access is not None
    assert all(access.may(area, Level.WRITE) for area in Area)
    assert access.is_owner


def test_reader_holds_the_granted_area_and_no_other() -> None:
    home = people.customer("100")
    access = opened(people.reader("bertta", "100"), home)
    assert access is not None
    assert dict(access.levels) == {Area.REPORTING: Level.READ}
    with pytest.raises(PermissionDenied):
        access.require(Area.REPORTING, Level.WRITE)
    with pytest.raises(PermissionDenied):
        access.require(Area.CONTRACTS)


def test_stranger_gets_the_answer_of_a_customer_that_is_not_there() -> None:
    home = people.customer("100")
    people.owner("aino", "100")
    assert opened(people.user("cecilia"), home) is None


def test_grant_is_over_at_the_instant_it_ends() -> None:
    home = people.customer("100")
    now = times.now()
    bertta = people.reader("bertta", "100", until=now)
    with behind_the_wall(bertta.pk, read_only=True):
        assert policy.open_customer(bertta.pk, home.key, now=now - timedelta(microseconds=1)) is not None
        assert policy.open_customer(bertta.pk, home.key, now=now) is None


def test_removed_grant_is_gone_at_once() -> None:
    home = people.customer("100")
    bertta = people.reader("bertta", "100")
    assert opened(bertta, home) is not None
    assert register.end_grants("100", user=bertta, now=times.now()) == 1
    assert opened(bertta, home) is None


def test_who_leaves_the_firm_is_out_and_who_stays_is_in() -> None:
    home = people.customer("100")
    firm, tiina = people.firm_with("tiina", "100")
    colleague = people.user("timo")
    register.add_member(firm, colleague)
    register.remove_member(firm, tiina)
    assert opened(tiina, home) is None
    access = opened(colleague, home)
    assert access is not None
    assert access.may(Area.INVOICES)


def test_user_who_was_closed_is_let_in_nowhere() -> None:
    home = people.customer("100")
    aino = people.owner("aino", "100")
    User.objects.filter(pk=aino.pk).update(is_active=False)
    assert opened(aino, home) is None


def test_policy_answers_only_for_the_user_whom_the_door_set() -> None:
    home = people.customer("100")
    aino, cecilia = people.owner("aino", "100"), people.user("cecilia")
    with behind_the_wall(cecilia.pk, read_only=True):
        assert policy.open_customer(aino.pk, home.key, now=times.now()) is None
        assert policy.list_choices(aino.pk, now=times.now()).total == 0
        assert list_rows("kajo_open_many", aino.pk, "contracts", Level.READ, times.now()) == [([], [], 0)]


def test_grants_of_one_area_to_one_person_do_not_overlap() -> None:
    people.customer("100")
    bertta = people.reader("bertta", "100")
    with pytest.raises(register.CannotRegister):
        register.add_grant("100", Area.REPORTING, Level.WRITE, user=bertta, starts_at=times.now())


def test_many_are_opened_together_and_those_without_the_area_are_counted() -> None:
    mine, granted, without = people.customer("100"), people.customer("101"), people.customer("102")
    aino = people.owner("aino", "100")
    register.add_grant("101", Area.CONTRACTS, Level.READ, user=aino, starts_at=people.yesterday())
    register.add_grant("102", Area.REPORTING, Level.READ, user=aino, starts_at=people.yesterday())
    accesses = policy.enter_many(aino.pk, Area.CONTRACTS, page="", method="", now=times.now())
    with behind_the_wall(aino.pk, read_only=True, open_to=accesses.customer_ids):
        seen = set(Customer.everything.values_list("pk", flat=True))
    assert set(accesses.customer_ids) == {mine.pk, granted.pk} == seen
    assert accesses.owned_ids == {mine.pk}
    assert accesses.left_out == 1
    assert without.pk not in accesses.customer_ids


def test_chooser_lists_own_customers_first_and_finds_by_a_part_of_the_name_or_number() -> None:
    people.customer("100", "Öljymäki")
    people.customer("101", "Aalto")
    people.customer("102", "Bergström")
    aino = people.owner("aino", "100")
    for number in ("101", "102"):
        register.add_grant(number, Area.REPORTING, Level.READ, user=aino, starts_at=people.yesterday())
    with behind_the_wall(aino.pk, read_only=True):
        listed = policy.list_choices(aino.pk, now=times.now())
        found = policy.list_choices(aino.pk, search="ERGSTRÖ", now=times.now())
        numbered = policy.list_choices(aino.pk, search="101", now=times.now())
    assert [choice.name for choice in listed.choices] == ["Öljymäki", "Aalto", "Bergström"]
    assert [choice.name for choice in found.choices] == ["Bergström"]
    assert [choice.name for choice in numbered.choices] == ["Aalto"]


def test_look_is_read_only_in_every_area_and_ends() -> None:
    home = people.customer("100")
    staff = people.user("sirpa", is_staff=True)
    key = people.look(staff, home).key
    other = people.user("seppo", is_staff=True)
    access = looking(staff, key)
    assert access is not None
    assert all(access.may(area) and not access.may(area, Level.WRITE) for area in Area)
    assert looking(staff, key, after=timedelta(minutes=31)) is None
    assert looking(other, key) is None
    User.objects.filter(pk=staff.pk).update(is_staff=False)
    assert looking(staff, key) is None
