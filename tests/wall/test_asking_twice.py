"""Two requests at the same moment have one effect: on committed connections, as pages open them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from kajo.access.areas import Area
from kajo.access.models import Customer, User
from kajo.access.policy import open_customer
from kajo.access.wall import behind_the_wall
from kajo.changes.actions import AlreadyAsked, ask
from kajo.changes.models import Change
from kajo.core import times
from tests.wall.conftest import Neighbours

AT_ONCE = 4


@pytest.mark.django_db(transaction=False)
def test_of_requests_at_the_same_moment_one_is_kept(neighbours: Neighbours, django_db_blocker: Any) -> None:
    start = Barrier(AT_ONCE)
    with django_db_blocker.unblock(), ThreadPoolExecutor(AT_ONCE) as threads:
        tries = [threads.submit(ask_once, neighbours.home, neighbours.aino, start) for _ in range(AT_ONCE)]
        answers = sorted(done.result() for done in tries)
    assert answers == ["already asked"] * (AT_ONCE - 1) + ["asked"]


def ask_once(home: Customer, user: User, start: Barrier) -> str:
    """Ask on a connection of this thread's own, which commits; what was kept is removed afterwards."""
    try:
        with behind_the_wall(user.pk, read_only=False):
            access = open_customer(user.pk, home.key, now=times.now())
            assert access is not None
            start.wait(timeout=20)
            ask(
                access,
                area=Area.CONTRACTS,
                kind="wall.twice",
                subject="S-1",
                facts={},
                now=times.now(),
            )
        start.wait(timeout=20)
        Change.everything.filter(kind="wall.twice").delete()
        return "asked"
    except AlreadyAsked:
        start.wait(timeout=20)
        return "already asked"
    finally:
        connections[connection.alias].close()
