"""Counts of web processes: one for all of them, and committed whatever becomes of the page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from tests.wall.conftest import Neighbours, owner_address
from tests.wall.test_web_process import start

pytestmark = pytest.mark.django_db

THREE_WRONG_TRIES = """
import json
from config import wsgi
from django.test import Client
form = {"login": "wall-nobody", "password": "not the right password"}
answers = [Client(headers={"host": "localhost"}).post("/account/login/", form) for _ in range(3)]
print(json.dumps(["Too many tries" in answer.content.decode() for answer in answers]))
"""

A_PAGE_THAT_COUNTS_AND_FAILS = """
import json
from config import wsgi
from django.core.cache import cache
from kajo.access.wall import behind_the_wall
try:
    with behind_the_wall(0, read_only=True):
        cache.set("wall-count", 1)
        raise PermissionError
except PermissionError:
    print(json.dumps(cache.get("wall-count")))
"""


@pytest.fixture(autouse=True)
def no_counts_left(neighbours: Neighbours) -> Iterator[None]:
    with psycopg.connect(owner_address(), autocommit=True) as owner:
        owner.execute("delete from core_cache")
        yield
        owner.execute("delete from core_cache")


def answer_of(script: str) -> object:
    run = start("-c", script)
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])


def test_wrong_tries_at_one_process_count_at_another() -> None:
    assert answer_of(THREE_WRONG_TRIES) == [False, False, False]
    assert answer_of(THREE_WRONG_TRIES) == [False, False, True]


def test_a_page_that_only_reads_and_then_fails_keeps_what_it_counted() -> None:
    assert answer_of(A_PAGE_THAT_COUNTS_AND_FAILS) == 1
