"""Users, firms and who was let in where, written by hand: the command line and the demo until pages do it.

Runs as the owner role. Each function says no with a `CannotRegister` that a person can act on.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from kajo.access.areas import Area, Level
from kajo.access.models import Customer, Firm, FirmMember, Grant, Ownership, User


class CannotRegister(Exception):
    """Says what is in the way."""


def add_user(
    username: str,
    *,
    email: str = "",
    password: str | None = None,
    first_name: str = "",
    last_name: str = "",
    language: str = "fi",
    is_staff: bool = False,
    email_is_proven: bool = False,
) -> User:
    """Make a user with that user ID; a password that the rules refuse is refused here too.

    The address counts as proven when somebody has looked at it for the user, as `manage.py people` asks.

    :raises CannotRegister: when the user ID is taken, or the address or password is not accepted
    """
    why = why_refused(username, email)
    if why:
        raise CannotRegister(why)
    user = User(
        username=username,
        email=email,
        first_name=first_name,
        last_name=last_name,
        language=language,
        is_staff=is_staff,
    )
    try:
        if email:
            validate_email(email)
        if password is not None:
            validate_password(password, user)
    except ValidationError as refused:
        raise CannotRegister(" ".join(refused.messages)) from refused
    user.set_password(password)
    user.save()
    if email:
        EmailAddress.objects.create(user=user, email=email.lower(), verified=email_is_proven, primary=True)
    return user


def why_refused(username: str, email: str) -> str:
    """Return why a user ID cannot be had by somebody with that address, or nothing when it can.

    One signs in with a user ID or a proven address; so nobody's user ID may be another's address, and a user
    ID in the form of an address is the user's own. Allauth lets nobody in before the address is proven.
    """
    if not username or username != username.strip() or any(mark.isspace() for mark in username):
        return "A user ID is a word or an e-mail address, without spaces."
    if User.objects.filter(username__iexact=username).exists():
        return f"The user ID {username} is taken."
    if "@" in username and username.casefold() != email.casefold():
        return "A user ID in the form of an e-mail address must be the user's own address."
    if EmailAddress.objects.filter(email__iexact=username).exists():
        return f"The user ID {username} is somebody else's address."
    if email and User.objects.filter(username__iexact=email).exists():
        return f"The address {email} is somebody else's user ID."
    if email and EmailAddress.objects.filter(email__iexact=email, verified=True).exists():
        return f"The address {email} is proven to be somebody else's."
    return ""


def add_firm(name: str, *, business_id: str = "") -> Firm:
    """Make a firm without members."""
    return Firm.objects.create(name=name, business_id=business_id)


def add_member(firm: Firm, user: User, *, is_administrator: bool = False) -> None:
    """Let a user act for a firm; a second time changes only whether as its administrator."""
    FirmMember.objects.update_or_create(firm=firm, user=user, defaults={"is_administrator": is_administrator})


def remove_member(firm: Firm, user: User) -> None:
    """Take a user out of a firm: at the next request what the firm was granted is gone."""
    FirmMember.objects.filter(firm=firm, user=user).delete()


def add_owner(customer_number: str, user: User) -> None:
    """Make a user an owner of a customer.

    :raises CannotRegister: when there is no such customer
    """
    Ownership.everything.get_or_create(owner=_customer(customer_number), user=user)


def add_grant(
    customer_number: str,
    area: Area,
    level: Level,
    *,
    user: User | None = None,
    firm: Firm | None = None,
    starts_at: datetime,
    ends_at: datetime | None = None,
    given_by: User | None = None,
    ground: str = "",
) -> Grant:
    """Grant an area of a customer to a user or a firm.

    :raises CannotRegister: when there is no such customer or the period overlaps one that was given
    """
    try:
        with transaction.atomic():
            return Grant.everything.create(
                owner=_customer(customer_number),
                user=user,
                firm=firm,
                area=area.value,
                level=int(level),
                starts_at=starts_at,
                ends_at=ends_at,
                given_by=given_by,
                ground=ground,
            )
    except IntegrityError as refused:
        raise CannotRegister(
            f"Customer {customer_number}: the grant of {area} overlaps another, or is to nobody."
        ) from refused


def end_grants(
    customer_number: str, *, user: User | None = None, firm: Firm | None = None, now: datetime
) -> int:
    """End at once what was granted to a user or a firm. Returns how many grants ended."""
    in_force = Grant.everything.filter(owner=_customer(customer_number), user=user, firm=firm)
    return in_force.filter(ends_at=None).update(ends_at=now) + in_force.filter(ends_at__gt=now).update(
        ends_at=now
    )


def find_user(username: str) -> User:
    """Return the user of that user ID.

    :raises CannotRegister: when there is none
    """
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise CannotRegister(f"There is no user ID {username}.")
    return user


def find_firm(key: str) -> Firm:
    """Return the firm of that key.

    :raises CannotRegister: when there is none
    """
    firm = Firm.objects.filter(key=key).first()
    if firm is None:
        raise CannotRegister(f"There is no firm with the key {key}.")
    return firm


def _customer(number: str) -> Customer:
    customer = Customer.everything.filter(number=number).first()
    if customer is None:
        raise CannotRegister(f"There is no customer {number}.")
    return customer
