"""The end of a session is told beforehand, and use puts it off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from demo.cast import PASSWORD
from kajo.core import times
from tests.visiting import Visitor
from tests.world import World


@pytest.fixture(autouse=True)
def no_tries_yet(db: None) -> None:
    cache.clear()


def sign_in(username: str) -> Visitor:
    visitor = Visitor()
    visitor.client.post("/account/login/", {"login": username, "password": PASSWORD})
    return visitor


def about(minutes: int) -> Any:
    """Return the minutes in seconds; the clock goes on while a test runs."""
    return pytest.approx(minutes * 60, abs=30)


def seconds_left(visitor: Visitor) -> int:
    """Ask as an open page does."""
    return int(visitor.get("security-stay").response.json()["seconds"])  # type: ignore[attr-defined]


def test_customer_service_is_told_at_the_foot_of_each_page(world: World) -> None:
    page = sign_in("helena.karppinen").get("security")
    page.says("You are signed out at 12:30 unless you open a page before that.")


def test_a_customer_is_told_in_the_last_hour_of_the_longest_time(world: World) -> None:
    begins = times.now()
    sanna = sign_in("sanna.saarinen")
    sanna.get("security").has_no("You are signed out at")
    for hours in range(10, 720, 10):
        with time_machine.travel(begins + timedelta(hours=hours)):
            sanna.get("security-stay")
            sanna.post("security-stay")
    with time_machine.travel(begins + timedelta(hours=719, minutes=30)):
        sanna.get("security").says("You are signed out at 12:00. Sign in again then.")


def test_asking_how_long_it_goes_on_is_no_use_and_staying_is(world: World) -> None:
    begins = times.now()
    helena = sign_in("helena.karppinen")
    with time_machine.travel(begins + timedelta(minutes=20)):
        assert seconds_left(helena) == about(10)
        assert seconds_left(helena) == about(10)
        answer = helena.post("security-stay").response.json()  # type: ignore[attr-defined]
        assert answer == {"seconds": about(30), "canBeLonger": True}
    with time_machine.travel(begins + timedelta(minutes=45)):
        assert seconds_left(helena) == about(5)
    with time_machine.travel(begins + timedelta(minutes=51)):
        helena.get("security-stay").asks_to_sign_in()


def test_nobody_stays_longer_than_the_longest_time(world: World) -> None:
    begins = times.now()
    helena = sign_in("helena.karppinen")
    for minutes in range(25, 12 * 60, 25):
        with time_machine.travel(begins + timedelta(minutes=minutes)):
            answer = helena.post("security-stay").response.json()  # type: ignore[attr-defined]
            assert answer["seconds"] == about(min(30, 12 * 60 - minutes))
    with time_machine.travel(begins + timedelta(hours=12, minutes=1)):
        helena.post("security-stay").asks_to_sign_in()


def test_who_is_not_signed_in_is_told_of_no_end(world: World) -> None:
    assert "data-kajo-session" not in Visitor().get("terms").body
