"""Requests to be joined to a customer that come at the same moment, with what is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from kajo.access.models import Customer, Ownership, User
from kajo.access.policy import StaffAccess
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.files.uploads import Upload
from kajo.registration.joining import (
    MOST_WAITING,
    Asked,
    CannotAsk,
    CannotSettle,
    approve,
    ask_to_join,
    refuse,
)
from kajo.registration.models import JoinRequest
from kajo.registration.words import AskGround
from tests.access import people
from tests.elsewhere import elsewhere
from tests.wall.conftest import Neighbours

AT_ONCE = 6
NUMBER = "wall-4"
PAPER = Upload("paper.pdf", "application/pdf", b"%PDF-1.7 %%EOF")
pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def free(neighbours: Neighbours, django_db_blocker: Any) -> Iterator[Customer]:
    """A customer without an owner; committed, and cleared afterwards."""
    with django_db_blocker.unblock():
        elsewhere(clear)
        yield elsewhere(lambda: people.customer(NUMBER, "Wall Asked For"))
        elsewhere(clear)


def clear() -> None:
    Ownership.everything.filter(owner__number=NUMBER).delete()
    JoinRequest.objects.filter(named__startswith=NUMBER).delete()
    Customer.everything.filter(number=NUMBER).delete()
    connection.cursor().execute("delete from procrastinate_jobs where task_name like 'registration.%'")


def at_once(deed: Callable[[int], None], user: User, *, staff: bool = False) -> int:
    """Do it for each number at the same moment; return how many were let through."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> bool:
        try:
            barrier.wait()
            with behind_the_wall(user.pk, read_only=False, staff=staff):
                deed(number)
        except (CannotAsk, CannotSettle):
            return False
        finally:
            connections[connection.alias].close()
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(threads.map(run, range(AT_ONCE)))


def ask(named: str) -> None:
    ask_to_join(Asked(named, "", AskGround.MYSELF, ""), PAPER, now=times.now())


def test_no_more_wait_than_may_however_many_are_sent_at_once(neighbours: Neighbours, free: Customer) -> None:
    assert at_once(lambda number: ask(f"{NUMBER}-{number}"), neighbours.cecilia) == MOST_WAITING


def test_a_request_is_answered_once(neighbours: Neighbours, free: Customer, django_db_blocker: Any) -> None:
    assert at_once(lambda number: ask(NUMBER), neighbours.cecilia) == 1
    corporate = elsewhere(lambda: people.user("wall-corporate", is_staff=True, is_corporate_service=True))
    access, key = (
        StaffAccess(corporate.pk, True),
        elsewhere(lambda: JoinRequest.objects.get(named=NUMBER).key),
    )

    def answer(number: int) -> None:
        if number % 2:
            refuse(access, key, reason="No.", now=times.now())
        else:
            approve(access, key, customer_key=free.key, now=times.now())

    try:
        assert at_once(answer, corporate, staff=True) == 1
        state = elsewhere(lambda: JoinRequest.objects.get(named=NUMBER).state)
        owners = elsewhere(lambda: Ownership.everything.filter(owner=free).count())
        assert owners == (1 if state == "approved" else 0)
    finally:
        elsewhere(clear)
        elsewhere(corporate.delete)
