"""An access for tests of queries: what the policy opens to a user of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kajo.access import policy
from kajo.access.areas import Area
from kajo.access.models import Customer, User
from kajo.access.policy import CustomerAccess
from kajo.access.wall import behind_the_wall
from kajo.core import times
from tests.access import people


@contextmanager
def opened(number: str, *, area: Area | None = None) -> Iterator[CustomerAccess]:
    """Stand behind the wall with an access to that customer: an owner's, or a reader's of one area."""
    user = _user(f"{area or 'owner'}-{number}", number, area)
    key = Customer.everything.get(number=number).key
    with behind_the_wall(user.pk, read_only=False):
        access = policy.open_customer(user.pk, key, now=times.now())
        assert access is not None
        yield access


def _user(username: str, number: str, area: Area | None) -> User:
    known = User.objects.filter(username=username).first()
    if known:
        return known
    return people.reader(username, number, area) if area else people.owner(username, number)
