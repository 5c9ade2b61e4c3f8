"""What a web process may put in the queue: orders, in the name of who is behind the door."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Jsonb

from tests.wall.conftest import Neighbours, open_to, owner_address

pytestmark = pytest.mark.django_db
ORDER = "select kajo_order(%s, null, %s)"


def test_an_order_carries_the_user_behind_the_door_whatever_the_page_says(
    web: psycopg.Connection, neighbours: Neighbours
) -> None:
    open_to(web, neighbours.home, user=neighbours.aino)
    forged = Jsonb({"export": "abc", "user_id": neighbours.cecilia.pk})
    found = web.execute(ORDER, ["order.test", forged]).fetchone()
    assert found is not None
    with psycopg.connect(owner_address()) as owner:
        job = owner.execute(
            "delete from procrastinate_jobs where id = %s returning task_name, args, status", found
        ).fetchone()
    assert job == ("order.test", {"export": "abc", "user_id": neighbours.aino.pk}, "todo")


def test_other_jobs_cannot_be_ordered(web: psycopg.Connection) -> None:
    with pytest.raises(errors.InsufficientPrivilege, match=r"changes\.tell"):
        web.execute(ORDER, ["changes.tell", Jsonb({})])


@pytest.mark.parametrize(
    "statement",
    [
        "select 1 from procrastinate_jobs",
        "insert into procrastinate_jobs (queue_name, task_name) values ('default', 'changes.tell')",
        "delete from procrastinate_jobs",
        "select procrastinate_defer_jobs_v1('{}')",
    ],
)
def test_the_queue_itself_is_closed(web: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        web.execute(statement)
