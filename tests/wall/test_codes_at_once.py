"""A code that is written in several windows at the same moment counts once: on committed connections."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from kajo.access.models import User
from kajo.access.policy import open_customer
from kajo.access.wall import behind_the_wall
from kajo.changes.models import Change
from kajo.core import codes, times
from kajo.information.actions import CODE_HOLDS, CodeIsOver, prove
from kajo.information.models import ContactProof
from tests.wall.conftest import Neighbours

AT_ONCE = 4
VALUE, CODE = "wall.at.once@example.com", "271828"


@pytest.fixture(scope="module")
def proof(neighbours: Neighbours, django_db_blocker: Any) -> Iterator[ContactProof]:
    """A code that is on its way, committed, and gone afterwards with what came of it."""
    with django_db_blocker.unblock():
        now = times.now()
        made = ContactProof.everything.create(
            owner=neighbours.home,
            user=neighbours.aino,
            kind="email",
            value=VALUE,
            uses=["general"],
            asked_at=now,
            expires_at=now + CODE_HOLDS,
        )
        made.code_sha256 = codes.digest_of(CODE, about=made.key)
        made.save()
        yield made
        ContactProof.everything.filter(value=VALUE).delete()
        Change.everything.filter(subject=VALUE).delete()


@pytest.mark.django_db(transaction=False)
def test_of_the_same_code_at_the_same_moment_one_counts(proof: ContactProof, neighbours: Neighbours) -> None:
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = [
            threads.submit(write_code, neighbours.home.key, neighbours.aino, proof.key, start)
            for _ in range(AT_ONCE)
        ]
        answers = [done.result() for done in tries]
    assert sorted(answers) == ["asked", *["over"] * (AT_ONCE - 1)]
    assert Change.everything.filter(subject=VALUE).count() == 1


def write_code(customer: str, user: User, key: str, start: Barrier) -> str:
    """Write the code on a connection of this thread's own, which commits."""
    try:
        with behind_the_wall(user.pk, read_only=False):
            access = open_customer(user.pk, customer, now=times.now())
            assert access is not None
            start.wait(timeout=20)
            prove(access, key, CODE, now=times.now())
            return "asked"
    except CodeIsOver:
        return "over"
    finally:
        connections[connection.alias].close()
