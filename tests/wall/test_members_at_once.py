"""Two administrators of a firm who take each other out at the same moment: one of them stays."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from kajo.access import register
from kajo.access.inviting import LastAdministrator, remove_member
from kajo.access.models import Firm, FirmMember, User
from kajo.access.wall import behind_the_wall
from kajo.core import times
from tests.elsewhere import elsewhere
from tests.wall.conftest import Neighbours

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def firm(neighbours: Neighbours, django_db_blocker: Any) -> Iterator[Firm]:
    """A firm that two administer; committed, and cleared afterwards."""

    def make() -> Firm:
        made = register.add_firm("Wall Firm")
        for user in (neighbours.aino, neighbours.cecilia):
            register.add_member(made, user, is_administrator=True)
        return made

    def clear() -> None:
        Firm.objects.filter(name="Wall Firm").delete()
        connection.cursor().execute("delete from procrastinate_jobs where task_name = 'members.mail'")

    with django_db_blocker.unblock():
        yield elsewhere(make)
        elsewhere(clear)


def test_of_two_who_take_each_other_out_at_the_same_moment_one_stays(
    neighbours: Neighbours, firm: Firm
) -> None:
    start = Barrier(2)

    def take_out(who: User, whom: User) -> str:
        try:
            start.wait(timeout=30)
            with behind_the_wall(who.pk, read_only=False):
                remove_member(firm.key, whom.pk, now=times.now())
        except (LastAdministrator, DatabaseError) as refused:  # the latter: who is out already asks nothing
            return type(refused).__name__
        finally:
            connections[connection.alias].close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(take_out, neighbours.aino, neighbours.cecilia)
        other = threads.submit(take_out, neighbours.cecilia, neighbours.aino)
        done = [one.result(), other.result()]
    assert done.count("done") == 1
    assert elsewhere(lambda: FirmMember.objects.filter(firm=firm, is_administrator=True).count()) == 1
