"""What is counted holds until its time is over, however much there is of it, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from kajo.core import times

pytestmark = pytest.mark.django_db


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from core_cache")
        return int(cursor.fetchone()[0])


def later(seconds: int) -> time_machine.travel:
    return time_machine.travel(times.now() + timedelta(seconds=seconds))


def test_a_count_is_remembered_however_many_others_there_are() -> None:
    cache.set("sanna", [2.5, 1.25], 300)
    for number in range(400):
        cache.set(f"z{number}", [1.0], 300)
    assert cache.get("sanna") == [2.5, 1.25]


def test_a_count_ends_with_its_time() -> None:
    cache.set("short", 1, 60)
    cache.set("without-end", 1, None)
    with later(59):
        assert cache.get("short") == 1
    with later(61):
        assert cache.get("short") is None
        assert cache.get("without-end") == 1


def test_one_takes_a_lock_and_the_next_has_to_wait_until_it_is_given_back_or_over() -> None:
    assert cache.add("lock", True, 10)
    assert not cache.add("lock", True, 10)
    with later(11):
        assert cache.add("lock", True, 10)
        assert cache.delete("lock")
        assert cache.add("lock", True, 10)


def test_what_is_over_goes_away_by_itself() -> None:
    cache.clear()
    for number in range(20):
        cache.set(f"old{number}", 1, 60)
    with later(61):
        for number in range(3):
            cache.set(f"new{number}", 1, 60)
    assert rows() == 3


def test_entries_are_text_that_nothing_can_run() -> None:
    cache.set("tries", [1.5], 60)
    with connection.cursor() as cursor:
        cursor.execute("select value::text from core_cache where cache_key like '%%:tries'")
        assert cursor.fetchone() == ("[1.5]",)
