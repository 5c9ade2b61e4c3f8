"""What the receiver of an access right does with it: opens or declines it, and gives it back.

A user answers for the proven addresses that are his own; who has no user answers by the mailed token.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kajo.access.rights import Levels, levels_of
from kajo.core.functions import call, list_rows
from kajo.core.sorting import sort_key
from kajo.core.times import last_day_before, local_day


class CannotAnswer(Exception):
    """The right no longer waits for an answer, or is not this user's to give back."""


class NotThere(CannotAnswer):
    """No such right was given to the user."""


@dataclass(frozen=True)
class ReceivedRight:
    """A right that the user was given: it waits to be opened, is open, or is paused or to begin later."""

    key: str
    customer_key: str
    customer: str
    giver: str
    levels: Levels
    starts_on: date
    last_day: date | None
    given_at: datetime
    is_waiting: bool
    is_paused: bool
    is_open: bool


@dataclass(frozen=True)
class FirmRight:
    """What a firm was let have of a customer: it is open, or is paused or to begin later."""

    key: str
    customer_key: str
    customer: str
    number: str
    levels: Levels
    starts_on: date
    last_day: date | None
    is_paused: bool
    is_open: bool


@dataclass(frozen=True)
class Invitation:
    """A right that was mailed to an address and may still be opened by whoever holds the mailed token."""

    key: str
    email: str
    customer: str
    giver: str
    levels: Levels
    starts_on: date
    last_day: date | None
    has_account: bool


def list_received(*, now: datetime) -> list[ReceivedRight]:
    """Return the rights of the user behind the door: first what waits for an answer, then the newest."""
    return [_received(row, now) for row in list_rows("kajo_received", now)]


def _received(row: tuple[Any, ...], now: datetime) -> ReceivedRight:
    key, customer_key, customer, giver, levels, starts_at, ends_at, given_at, is_waiting, is_paused = row
    return ReceivedRight(
        key=key,
        customer_key=customer_key,
        customer=customer,
        giver=giver,
        levels=levels_of(levels),
        starts_on=local_day(starts_at),
        last_day=last_day_before(ends_at),
        given_at=given_at,
        is_waiting=is_waiting,
        is_paused=is_paused,
        is_open=starts_at <= now and not is_waiting and not is_paused,
    )


def find_received(key: str, *, now: datetime) -> ReceivedRight | None:
    """Return one of the user's rights, or None."""
    return next((right for right in list_received(now=now) if right.key == key), None)


def list_firm_rights(
    firm_key: str, *, search: str = "", limit: int, offset: int = 0, now: datetime
) -> tuple[list[FirmRight], int]:
    """Return what a firm was let have, by the customers' names, to its administrator; and how many in all."""
    rows = list_rows("kajo_firm_rights", firm_key, None, sort_key(search.strip()), limit, offset, now)
    return [_of_firm(row, now) for row in rows], rows[0][-1] if rows else 0


def find_firm_right(firm_key: str, key: str, *, now: datetime) -> FirmRight | None:
    """Return one of a firm's rights, to its administrator, or None."""
    found = list_rows("kajo_firm_rights", firm_key, key, "", 1, 0, now)
    return _of_firm(found[0], now) if found else None


def _of_firm(row: tuple[Any, ...], now: datetime) -> FirmRight:
    key, customer_key, customer, number, levels, starts_at, ends_at, is_paused, _total = row
    return FirmRight(
        key=key,
        customer_key=customer_key,
        customer=customer,
        number=number,
        levels=levels_of(levels),
        starts_on=local_day(starts_at),
        last_day=last_day_before(ends_at),
        is_paused=is_paused,
        is_open=starts_at <= now and not is_paused,
    )


def answer(key: str, *, opens: bool, now: datetime) -> None:
    """Open a right that was given to the user behind the door, or decline it.

    :raises NotThere: when it was given to no proven address of the user's
    :raises CannotAnswer: when it was answered, withdrawn or changed before, or its time is over
    """
    _do("kajo_answer_right", key, opens, now)


def give_back(key: str, *, now: datetime) -> None:
    """End a right that the user behind the door was given, or that a firm was which the user administers.

    :raises CannotAnswer: when it has ended already
    """
    _do("kajo_give_back", key, now)


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """Return what a mailed token stands for, or None when it cannot be used, for whatever reason."""
    found = list_rows("kajo_invitation", hash_of(token), now)
    return _invitation(found[0]) if found else None


def _invitation(row: tuple[Any, ...]) -> Invitation:
    key, email, customer, giver, levels, starts_at, ends_at, has_account = row
    return Invitation(
        key=key,
        email=email,
        customer=customer,
        giver=giver,
        levels=levels_of(levels),
        starts_on=local_day(starts_at),
        last_day=last_day_before(ends_at),
        has_account=has_account,
    )


def decline_invitation(token: str, *, now: datetime) -> None:
    """Decline what a mailed token stands for.

    :raises CannotAnswer: when the token cannot be used
    """
    _do("kajo_decline_invitation", hash_of(token), now)


def join_by_invitation(
    token: str,
    *,
    username: str,
    password_hash: str,
    first_name: str,
    last_name: str,
    language: str,
    now: datetime,
) -> int:
    """Make a user whose proven address is the one that the token was mailed to; return the user's id.

    :raises CannotAnswer: when the token cannot be used, or the address has a user
    """
    name = "kajo_join_by_invitation"
    user = (username, password_hash, first_name, last_name, language)
    made: int | None = call(name, hash_of(token), *user, now)
    if made is None:
        raise CannotAnswer
    return made


def hash_of(token: str) -> str:
    """Return what the database keeps of a token, which has 256 random bits and so needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _do(name: str, *arguments: Any) -> None:
    done = call(name, *arguments)
    if done != "done":
        raise NotThere if done == "not there" else CannotAnswer
