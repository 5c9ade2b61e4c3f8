"""Codes that come back at the same moment, and pages that break after a wrong one, with what is committed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, connections

from kajo.access.models import Customer, Ownership, User
from kajo.access.receiving import hash_of
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.core.functions import call
from kajo.registration.claims import CannotClaim, hash_of_code, try_code
from kajo.registration.models import Claim, SignUp, TermsAcceptance
from tests.access import people
from tests.elsewhere import elsewhere
from tests.wall.conftest import Neighbours
from tests.wall.test_web_process import start

AT_ONCE = 6
CODE, WRONG = "12345678", "87654321"
NUMBER, ADDRESS, TOKEN = "wall-3", "wall.newcomer@example.com", "a token of the wall's"
pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def free(neighbours: Neighbours, django_db_blocker: Any) -> Iterator[Customer]:
    """A customer without an owner; committed, and cleared afterwards."""
    with django_db_blocker.unblock():
        elsewhere(clear)
        yield elsewhere(lambda: people.customer(NUMBER, "Wall Free"))
        elsewhere(clear)


def clear() -> None:
    Ownership.everything.filter(owner__number=NUMBER).delete()
    Claim.objects.filter(named=NUMBER).delete()
    Customer.everything.filter(number=NUMBER).delete()
    SignUp.objects.filter(email=ADDRESS).delete()
    newcomers = User.objects.filter(email=ADDRESS)
    TermsAcceptance.objects.filter(user__in=newcomers).delete()
    EmailAddress.objects.filter(email=ADDRESS).delete()
    newcomers.delete()
    cursor = connection.cursor()
    cursor.execute("delete from procrastinate_jobs where task_name like 'registration.%'")
    cursor.execute("delete from core_cache")


def claim_of(user: User, customer: Customer, key: str) -> None:
    now = times.now()
    Claim.objects.create(
        key=key,
        user=user,
        customer=customer,
        named=NUMBER,
        way="contact",
        code_hash=hash_of_code(user.pk, CODE),
        asked_at=now,
        expires_at=now + timedelta(minutes=10),
    )


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Let all be done at the same moment; return what each answered."""
    begin = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        try:
            begin.wait(timeout=30)
            return deed()
        finally:
            connections[connection.alias].close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [done.result() for done in [threads.submit(one, deed) for deed in deeds]]


def gives(user: User, code: str) -> str:
    """Give the code, as a page does that then says what is wrong: the page is not undone."""
    with behind_the_wall(user.pk, read_only=False):
        try:
            return try_code(user.pk, code, now=times.now())
        except CannotClaim as refused:
            return type(refused).__name__


def test_of_one_code_at_the_same_moment_one_is_taken(neighbours: Neighbours, free: Customer) -> None:
    elsewhere(lambda: claim_of(neighbours.bertta, free, "wallclaim1"))
    answers = at_once(*[lambda: gives(neighbours.bertta, CODE)] * AT_ONCE)
    assert sorted(answers) == sorted([free.key, *["CannotClaim"] * (AT_ONCE - 1)])
    assert elsewhere(lambda: Ownership.everything.filter(owner=free).count()) == 1


def test_of_two_with_right_codes_at_the_same_moment_one_becomes_the_owner(
    neighbours: Neighbours, free: Customer
) -> None:
    elsewhere(lambda: claim_of(neighbours.bertta, free, "wallclaim1"))
    elsewhere(lambda: claim_of(neighbours.cecilia, free, "wallclaim2"))
    answers = at_once(lambda: gives(neighbours.bertta, CODE), lambda: gives(neighbours.cecilia, CODE))
    assert sorted(answers) == sorted([free.key, "HasOwner"])
    assert elsewhere(lambda: Ownership.everything.filter(owner=free).count()) == 1


def test_wrong_codes_at_the_same_moment_are_all_counted(neighbours: Neighbours, free: Customer) -> None:
    elsewhere(lambda: claim_of(neighbours.bertta, free, "wallclaim1"))
    at_once(*[lambda: gives(neighbours.bertta, WRONG)] * AT_ONCE)
    assert elsewhere(lambda: Claim.objects.get(key="wallclaim1").wrong_tries) == AT_ONCE
    assert at_once(lambda: gives(neighbours.bertta, CODE)) == ["CannotClaim"]


def test_of_one_link_at_the_same_moment_one_user_is_made(free: Customer) -> None:
    now = times.now()
    elsewhere(
        lambda: SignUp.objects.create(
            email=ADDRESS,
            language="fi",
            token_sha256=hash_of(TOKEN),
            asked_at=now,
            expires_at=now + timedelta(hours=1),
        )
    )

    def registers(username: str) -> int | None:
        given = (username, "x", "Wall", "Newcomer", "fi", now.date(), now)
        with behind_the_wall(0, read_only=False):
            made: int | None = call("kajo_register", hash_of(TOKEN), *given)
            return made

    answers = at_once(*[lambda name=f"wall-new-{index}": registers(name) for index in range(AT_ONCE)])
    assert sum(answer is not None for answer in answers) == 1
    assert elsewhere(lambda: User.objects.filter(email=ADDRESS).count()) == 1


# Five wrong codes in pages that break after counting, and then the right one.
WRONG_CODES = """
import json
from config import wsgi
from django.test import RequestFactory
from kajo.access.models import User
from kajo.access.wall import behind_the_wall
from kajo.core import times
from kajo.registration import claiming, claims
user = User.objects.get(username="wall-bertta")
said = []
for code in ["87654321"] * 5 + ["12345678"]:
    request = RequestFactory().post("/")
    request.user = user
    try:
        with behind_the_wall(user.pk, read_only=False):
            claimed = claims.find_claimed(now=times.now())
            try:
                claiming._join(request, claimed, code)
            except claims.CannotClaim:
                said.append("refused")
            except AttributeError:
                said.append("taken")  # the request has no place for messages
            raise RuntimeError("the page breaks")
    except RuntimeError:
        pass
print(json.dumps(said))
"""


def test_wrong_codes_count_though_the_page_breaks(neighbours: Neighbours, free: Customer) -> None:
    elsewhere(lambda: claim_of(neighbours.bertta, free, "wallclaim1"))
    elsewhere(lambda: Claim.objects.update(expires_at=times.now() + timedelta(days=36500)))
    run = start("-c", WRONG_CODES)
    assert run.returncode == 0, run.stderr[-3000:]
    assert json.loads(run.stdout.splitlines()[-1]) == ["refused"] * 6
    assert elsewhere(lambda: Claim.objects.get(key="wallclaim1").wrong_tries) == 0, "each page was undone"
