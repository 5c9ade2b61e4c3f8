"""Two who postpone the same due date at the same moment move it once: on committed connections."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from kajo.access.models import User
from kajo.access.policy import open_customer
from kajo.access.wall import behind_the_wall
from kajo.changes.models import Change
from kajo.core import times
from kajo.core.models import ImportRun
from kajo.invoices.actions import CannotPostpone, postpone_due_date
from kajo.invoices.models import Invoice, Postponement
from kajo.invoices.postponing import WhyNot
from tests.customer_site.invoices.bills import bill, send
from tests.wall.conftest import Neighbours

AT_ONCE = 4
NUMBER = "wall-700"


@pytest.fixture(scope="module")
def invoice(neighbours: Neighbours, django_db_blocker: Any) -> Iterator[Invoice]:
    """An open invoice that is committed, and gone afterwards with what was asked of it."""
    with django_db_blocker.unblock():
        taken = set(ImportRun.objects.values_list("pk", flat=True))
        send(bill(NUMBER, neighbours.home.number, "643006966022791278"))
        yield Invoice.everything.get(number=NUMBER)
        Postponement.everything.filter(invoice__number=NUMBER).delete()
        Change.everything.filter(subject=NUMBER).delete()
        Invoice.everything.filter(number=NUMBER).delete()
        ImportRun.objects.exclude(pk__in=taken).delete()


@pytest.mark.django_db(transaction=False)
def test_of_postponements_at_the_same_moment_one_is_kept(invoice: Invoice, neighbours: Neighbours) -> None:
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = [
            threads.submit(postpone, neighbours.home.key, neighbours.aino, invoice.key, days, start)
            for days in range(1, AT_ONCE + 1)
        ]
        answers = [done.result() for done in tries]
    moved = [answer for answer in answers if isinstance(answer, date)]
    assert len(moved) == 1
    assert [answer for answer in answers if not isinstance(answer, date)] == [WhyNot.ONCE_ALREADY] * (
        AT_ONCE - 1
    )
    assert kept_days(invoice) == moved


def kept_days(invoice: Invoice) -> list[date]:
    days = Postponement.everything.filter(invoice=invoice).values_list("due_on", flat=True)
    assert Change.everything.filter(subject=NUMBER).count() == len(days)
    return list(days)


def postpone(customer: str, user: User, key: str, days: int, start: Barrier) -> date | WhyNot:
    """Postpone on a connection of this thread's own, which commits."""
    try:
        with behind_the_wall(user.pk, read_only=False):
            access = open_customer(user.pk, customer, now=times.now())
            assert access is not None
            start.wait(timeout=20)
            return postpone_due_date(access, key=key, days=days, now=times.now())
    except CannotPostpone as cannot:
        return cannot.why
    finally:
        connections[connection.alias].close()
