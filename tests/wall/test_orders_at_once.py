"""Who orders many files at the same moment gets as many as one may have: on committed connections."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from kajo.access.areas import Area
from kajo.access.models import User
from kajo.access.policy import open_many
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.listings.actions import MOST_AT_ONCE, CannotExport, order_list
from kajo.listings.models import ListExport
from tests.elsewhere import elsewhere
from tests.wall.conftest import Neighbours

pytestmark = pytest.mark.django_db(transaction=False)

AT_ONCE = 12


@pytest.fixture
def nothing_ordered(neighbours: Neighbours, django_db_blocker: Any) -> Iterator[None]:
    """Nobody has ordered anything, and what is ordered is cleared afterwards."""

    def clear() -> None:
        ListExport.objects.filter(user=neighbours.aino).delete()
        connection.cursor().execute("delete from procrastinate_jobs where task_name = 'order.list-file'")

    with django_db_blocker.unblock():
        elsewhere(clear)
        yield
        elsewhere(clear)


def test_of_orders_at_the_same_moment_as_many_are_taken_as_one_may_have(
    neighbours: Neighbours, nothing_ordered: None
) -> None:
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = [threads.submit(order, neighbours.aino, start) for _ in range(AT_ONCE)]
        taken = [done.result() for done in tries].count(True)
    assert taken == MOST_AT_ONCE
    assert elsewhere(lambda: ListExport.objects.filter(user=neighbours.aino).count()) == MOST_AT_ONCE


def order(user: User, start: Barrier) -> bool:
    """Order a file on a connection of this thread's own, which commits; tell whether it was taken."""
    try:
        with behind_the_wall(user.pk, read_only=False):
            accesses = open_many(user.pk, Area.INVOICES, now=times.now())
            start.wait(timeout=30)
            order_list(accesses, {"list": "invoices"}, name="x.csv", now=times.now())
    except CannotExport:
        return False
    finally:
        connections[connection.alias].close()
    return True
