"""Access rights when two things happen at the same moment, on committed connections as pages open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access import register
from kajo.access.giving import AlreadyGiven
from kajo.access.models import Grant, Offer, Ownership
from kajo.access.policy import open_customer
from kajo.access.receiving import CannotAnswer
from kajo.access.wall import behind_the_wall
from kajo.core import times
from tests.access.giving import answer, give, reaches, remove
from tests.elsewhere import elsewhere
from tests.wall.conftest import Neighbours

AT_ONCE = 4
ADDRESS = "wall.bertta@example.com"
pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def home(neighbours: Neighbours, django_db_blocker: Any) -> Iterator[Neighbours]:
    """The neighbours' home, with a receiver whose address is proven; committed, and cleared afterwards."""
    with django_db_blocker.unblock():
        elsewhere(lambda: clear(neighbours))
        elsewhere(
            lambda: EmailAddress.objects.create(
                user=neighbours.bertta, email=ADDRESS, verified=True, primary=True
            )
        )
        yield neighbours
        elsewhere(lambda: clear(neighbours))


def clear(neighbours: Neighbours) -> None:
    Grant.everything.filter(offer__owner=neighbours.home).delete()
    Offer.everything.filter(owner=neighbours.home).delete()
    EmailAddress.objects.filter(user=neighbours.bertta).delete()
    connection.cursor().execute("delete from procrastinate_jobs where task_name = 'rights.mail'")


def at_once(deed: Callable[[], Any]) -> list[str]:
    """Let four do it at the same moment; return what became of each."""
    start = Barrier(AT_ONCE)

    def one() -> str:
        try:
            start.wait(timeout=30)
            deed()
        except (AlreadyGiven, CannotAnswer) as refused:
            return type(refused).__name__
        finally:
            connections[connection.alias].close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = [threads.submit(one) for _ in range(AT_ONCE)]
        return sorted(done.result() for done in tries)


def test_of_gifts_at_the_same_moment_one_is_made(home: Neighbours) -> None:
    answers = at_once(lambda: give(home.aino, home.home, ADDRESS))
    assert answers == ["AlreadyGiven"] * (AT_ONCE - 1) + ["done"]
    elsewhere(lambda: None)
    assert elsewhere(lambda: Offer.everything.filter(owner=home.home).count()) == 1
    mails = elsewhere(lambda: ProcrastinateJob.objects.filter(task_name="rights.mail").count())
    assert mails == 2, "one to the address, one to the owner"


def test_of_answers_at_the_same_moment_the_first_counts(home: Neighbours) -> None:
    offer = elsewhere(lambda: give(home.aino, home.home, ADDRESS))
    answers = at_once(lambda: answer(home.bertta, offer))
    assert answers == ["CannotAnswer"] * (AT_ONCE - 1) + ["done"]
    assert elsewhere(lambda: Grant.everything.filter(offer=offer).count()) == 1


def test_who_opens_and_who_withdraws_at_the_same_moment_leave_no_right_behind(home: Neighbours) -> None:
    offer = elsewhere(lambda: give(home.aino, home.home, ADDRESS))
    start = Barrier(2)

    def meet(deed: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            deed()
        except CannotAnswer:
            pass
        finally:
            connections[connection.alias].close()

    with ThreadPoolExecutor(2) as threads:
        both = [
            threads.submit(meet, lambda: answer(home.bertta, offer)),
            threads.submit(meet, lambda: remove(home.aino, home.home, offer.key)),
        ]
        for done in both:
            done.result()
    assert not elsewhere(lambda: reaches(home.bertta, home.home))


def test_what_is_removed_while_somebody_reads_is_gone_at_the_next_opening(home: Neighbours) -> None:
    offer = elsewhere(lambda: give(home.aino, home.home, ADDRESS))
    elsewhere(lambda: answer(home.bertta, offer))

    def read_while_it_is_removed() -> tuple[bool, bool]:
        with behind_the_wall(home.bertta.pk, read_only=True):
            before = open_customer(home.bertta.pk, home.home.key, now=times.now())
            elsewhere(lambda: remove(home.aino, home.home, offer.key))
            after = open_customer(home.bertta.pk, home.home.key, now=times.now())
        areas = [set(access.levels) if access else set() for access in (before, after)]
        return "invoices" in areas[0], "invoices" in areas[1]

    assert elsewhere(read_while_it_is_removed) == (True, False)


def test_what_is_opened_while_its_giver_stops_to_own_the_customer_lets_nobody_in(home: Neighbours) -> None:
    offer = elsewhere(lambda: give(home.aino, home.home, ADDRESS))
    elsewhere(lambda: register.add_owner(home.home.number, home.cecilia))

    def open_while_the_giver_leaves() -> None:
        with ThreadPoolExecutor(1) as thread:
            with transaction.atomic():
                answer(home.bertta, offer)
                leaving = thread.submit(elsewhere, leave)
                with pytest.raises(TimeoutError):
                    leaving.result(timeout=1)
            leaving.result()

    def leave() -> None:
        register.remove_owner(home.home.number, home.aino, now=times.now())

    try:
        elsewhere(open_while_the_giver_leaves)
        assert not elsewhere(lambda: reaches(home.bertta, home.home))
    finally:
        elsewhere(lambda: register.add_owner(home.home.number, home.aino))
        elsewhere(lambda: Ownership.everything.filter(owner=home.home, user=home.cecilia).delete())
