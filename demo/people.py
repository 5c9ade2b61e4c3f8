"""The users, firms and rights of the cast: what no file of the retailer's brings."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password

from demo.cast import PASSWORD
from demo.rights import let_in_others
from demo.shapes import Cast, Person
from kajo.access import register
from kajo.access.models import User
from kajo.core import times
from kajo.registration.models import TermsAcceptance


def let_in(cast: Cast) -> None:
    """Make everybody who signs in, and let them in to what they own or were granted."""
    users = {name: _user(person) for name, person in cast.people.items()}
    validate_password(PASSWORD)
    User.objects.update(password=make_password(PASSWORD))  # made once: it is slow, as it should be
    TermsAcceptance.objects.bulk_create(
        TermsAcceptance(user=user, terms_from=settings.ENV.terms_from, accepted_at=times.now())
        for user in users.values()
    )
    for name in cast.firms:
        _firm(cast, name, users)
    for customer in cast.customers.values():
        for owner in customer.owners:
            register.add_owner(customer.number, users[owner])
    let_in_others(cast)


def introductions(cast: Cast) -> Iterator[str]:
    """Yield a line for each person of the cast who is in the database: user ID, password and who it is."""
    known = set(User.objects.values_list("username", flat=True))
    people = [person for person in cast.people.values() if person.username in known]
    width = max((len(person.username) for person in people), default=0)
    for person in people:
        yield f"{person.username:{width}}  {PASSWORD}  {person.first_name} {person.last_name}: {person.about}"


def _user(person: Person) -> User:
    return register.add_user(
        person.username,
        email=person.email,
        email_is_proven=True,
        first_name=person.first_name,
        last_name=person.last_name,
        language=person.language,
        is_staff=person.is_staff,
        is_corporate_service=person.is_corporate_service,
    )


def _firm(cast: Cast, name: str, users: dict[str, User]) -> None:
    wanted = cast.firms[name]
    firm = register.add_firm(wanted.name, business_id=wanted.business_id)
    for index, member in enumerate(wanted.members):
        register.add_member(firm, users[member], is_administrator=index == 0)
