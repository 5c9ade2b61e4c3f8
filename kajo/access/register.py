"""Users, firms and who was let in where, written by hand: the command line and the demo until pages do it.

Runs as the owner role. Each function says no with a `CannotRegister` that a person can act on.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from string import ascii_letters, digits

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest

from kajo.access import audit
from kajo.access.areas import Area, Level
from kajo.access.models import Customer, Firm, FirmMember, Grant, Offer, Ownership, User
from kajo.access.words import Deed
from kajo.core import times

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
LONGEST_USER_ID = 150
# What a user ID may be written in, diacritics aside. The letters at the end have none that come off.
SIGNS = frozenset(f"{ascii_letters}{digits}._+-ÆæØøÐðÞþĐđĦħŁłŊŋŒœŦŧǤǥƷʒ")


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
    is_corporate_service: bool = False,
    email_is_proven: bool = False,
) -> User:
    """Make a user with that user ID; a password that the rules refuse is refused here too.

    The address counts as proven when somebody has looked at it for the user, as `manage.py people` asks.

    :raises CannotRegister: when the user ID is taken, or the address or password is not accepted
    """
    why = why_refused(username, email, email_is_proven=email_is_proven)
    if why:
        raise CannotRegister(why)
    user = User(
        username=username,
        email=email,
        first_name=first_name,
        last_name=last_name,
        language=language,
        is_staff=is_staff,
        is_corporate_service=is_corporate_service,
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


def is_readable(username: str) -> bool:
    """Tell whether a user ID has the form of one: a word in Latin letters, or an address.

    Letters of another script would pass for Latin ones: the Cyrillic ѕ for s.
    """
    is_word = username != "" and all(unicodedata.normalize("NFD", sign)[0] in SIGNS for sign in username)
    has_form = is_word or ADDRESS.fullmatch(username) is not None
    return has_form and len(username) <= LONGEST_USER_ID and is_read_one_way(username)


def is_free(username: str) -> bool:
    """Tell whether nobody has the user ID, in whatever letters; asked outside the doors."""
    return User.objects.find(username) is None


def why_refused(username: str, email: str, *, email_is_proven: bool) -> str:
    """Return why a user ID cannot be had by somebody with that address, or nothing when it can.

    One signs in with a user ID or a proven address. So a user ID in the form of an address is the user's own
    proven one, and an address is proven for one user only: nobody's user ID is another's address. The
    database holds to it too (`user_id_is_ones_own`).
    """
    if not is_readable(username):
        return "A user ID is a word of Latin letters, digits and . _ - +, or an e-mail address."
    if not is_free(username):
        return f"The user ID {username} is taken."
    if "@" in username and not (email_is_proven and username.lower() == email.lower()):
        return "A user ID in the form of an e-mail address must be the user's own, proven address."
    if email and EmailAddress.objects.filter(email=email.lower(), verified=True).exists():
        return f"The address {email} is proven to be somebody else's."
    return ""


def is_read_one_way(username: str) -> bool:
    """Tell whether it is written in the one way there is, and comes back from capital and small letters.

    Otherwise ı, İ, ſ and the Kelvin sign would pass for i, s and K, or be no longer found in capitals.
    """
    small, large = username.lower(), username.upper()
    comes_back = large.lower() == small and small.upper() == large
    return comes_back and unicodedata.normalize("NFKC", username) == username


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
    customer = _customer(customer_number)
    _, is_new = Ownership.everything.get_or_create(owner=customer, user=user)
    if is_new:
        facts = {"receiver": user.pk}
        audit.record("owner_added", actor_id=None, customer_id=customer.pk, facts=facts, now=times.now())


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
            made = Grant.everything.create(
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
            _note(Deed.GIVEN, made, given_by)
            return made
    except IntegrityError as refused:
        raise CannotRegister(
            f"Customer {customer_number}: the grant of {area} overlaps another, or is to nobody."
        ) from refused


@transaction.atomic
def end_grants(
    customer_number: str, *, user: User | None = None, firm: Firm | None = None, now: datetime
) -> int:
    """End at once what was granted to a user or a firm. Returns how many grants ended."""
    granted = Grant.everything.filter(owner=_customer(customer_number), user=user, firm=firm)
    return _end(granted, now)


@transaction.atomic
def remove_owner(customer_number: str, user: User, *, now: datetime) -> None:
    """Let a user own a customer no longer. What the user gave to others ends with it, opened or not.

    :raises CannotRegister: when there is no such customer, or the user is not an owner or is the last one
    """
    customer = _customer(customer_number)
    owners = list(Ownership.everything.select_for_update().filter(owner=customer))
    own = next((ownership for ownership in owners if ownership.user_id == user.pk), None)
    if own is None or len(owners) == 1:
        raise CannotRegister(f"{user.username} is not an owner of {customer_number}, or is its last one.")
    own.delete()
    # Offers first: who is opening one at this moment has made the grants when they are looked for.
    Offer.everything.filter(owner=customer, given_by=user, ended_at=None).update(
        ended_at=now, ending=Offer.Ending.REMOVED, token_sha256=""
    )
    _end(Grant.everything.filter(owner=customer, given_by=user), now)
    audit.record(
        "owner_removed", actor_id=None, customer_id=customer.pk, facts={"receiver": user.pk}, now=now
    )


def _end(granted: QuerySet[Grant], now: datetime) -> int:
    """End grants, those too that have not begun, and the offers that they come of."""
    ending = list(granted.filter(Q(ends_at=None) | Q(ends_at__gt=now)).select_related("offer"))
    Grant.everything.filter(pk__in=[grant.pk for grant in ending]).update(
        ends_at=Greatest("starts_at", Value(now)), end_told_at=now
    )
    Offer.everything.filter(pk__in=[grant.offer_id for grant in ending if grant.offer_id]).update(
        ended_at=now, ending=Offer.Ending.REMOVED
    )
    for grant in ending:
        _note(Deed.REMOVED, grant, None)
    return len(ending)


def _note(deed: Deed, grant: Grant, actor: User | None) -> None:
    """Write it into the audit log."""
    audit.record(
        deed.value,
        actor_id=actor.pk if actor else None,
        customer_id=grant.owner_id,
        facts=audit.facts_of([grant]),
        now=times.now(),
    )


def find_user(username: str) -> User:
    """Return the user of that user ID.

    :raises CannotRegister: when there is none
    """
    user = User.objects.find(username)
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
