"""What is kept of a bank's identifications: whose identity it is, and which customers are his by it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlsplit

from kajo.core.functions import call, list_rows
from kajo.registration.protocol import Identified, can_identify


class CannotJoin(Exception):
    """The identity was not joined to the user."""


class OtherUserId(CannotJoin):
    """The person has identified himself with another user ID of his, which the argument names."""


class AnotherPerson(CannotJoin):
    """The user ID belongs to somebody else, who has identified himself with it."""


@dataclass(frozen=True)
class Identification:
    """That the user was identified, by whom, and when last."""

    by: str
    at: datetime

    @classmethod
    def of(cls, issuer: str, bank: str, at: datetime) -> Identification:
        """Return it by the name of the bank, or where there is none by who has asked the bank."""
        return cls(bank or urlsplit(issuer).hostname or issuer, at)


def identify(who: Identified, *, now: datetime) -> list[str]:
    """Keep who the user behind the door is; return the keys of the customers that became his by it.

    :raises OtherUserId: when the identity is kept with another user ID
    :raises AnotherPerson: when another identity is kept with this one
    """
    answer = json.loads(call("kajo_identify", _as_json(who), now))
    if "other" in answer:
        raise OtherUserId(answer["other"])
    if "different" in answer:
        raise AnotherPerson
    joined: list[str] = answer["joined"]
    return joined


def find_user_id(who: Identified, *, now: datetime) -> int | None:
    """Return the id of the user whose identity it is; None when nobody has identified himself so."""
    found: int | None = call("kajo_identified_user", _as_json(who), now)
    return found


def is_identified(who: Identified, *, now: datetime) -> bool:
    """Tell whether it is the user behind the door."""
    return bool(call("kajo_is_identified", _as_json(who), now))


def find_identification() -> Identification | None:
    """Return what is kept of the user behind the door, in words."""
    for issuer, bank, at in list_rows("kajo_identification"):
        return Identification.of(issuer, bank, at)
    return None


def must_identify() -> bool:
    """Tell whether the user behind the door has yet to identify himself, to act for a company."""
    return can_identify() and find_identification() is None


def forget_identification(*, now: datetime) -> bool:
    """Keep the user's identity no longer; tell whether it was kept. His customers stay his."""
    return bool(call("kajo_forget_identification", now))


def _as_json(who: Identified) -> str:
    return json.dumps({**asdict(who), "at": who.at.isoformat()})
