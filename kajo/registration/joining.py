"""Asking customer service to be joined to a customer, by a document; and customer service's answer.

Nothing is looked up when somebody asks, and nothing is told before customer service has approved it. The
database asks for itself who does it, and writes the audit log and the orders of mails: sql/joining.sql.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kajo.access.linking import require_corporate
from kajo.access.policy import StaffAccess
from kajo.core.functions import call, list_rows
from kajo.core.keys import new_key
from kajo.files.uploads import Upload
from kajo.registration.identifications import Identification
from kajo.registration.protocol import can_identify
from kajo.registration.words import AskGround, AskState

MOST_WAITING = 3  # of one user
ANSWERED_WITHIN = timedelta(days=30)
SHOWN_FOR = timedelta(days=30)


class CannotAsk(Exception):
    """The same was asked before and waits, or too many of the user's requests wait."""


class WaitsAlready(CannotAsk):
    """The user has asked to be joined to this very customer."""


class CannotSettle(Exception):
    """The request was answered, withdrawn or has lapsed."""


class OwnRequest(CannotSettle):
    """Nobody decides on a request of his own."""


class MustIdentify(CannotSettle):
    """It is a company, and whoever asks has not identified himself."""


class AnotherCustomer(CannotSettle):
    """The numbers are no customer's, or no longer those of the one that was shown."""


REFUSALS = {
    "gone": CannotSettle,
    "own": OwnRequest,
    "unidentified": MustIdentify,
    "other": AnotherCustomer,
}


@dataclass(frozen=True)
class Asked:
    """Which customer is meant, and why the user may act for it."""

    named: str
    business_id: str
    ground: AskGround
    note: str


@dataclass(frozen=True)
class OwnRequestRow:
    """What the user has asked for, and what has become of it."""

    key: str
    named: str
    ground: AskGround
    asked_at: datetime
    lapses_at: datetime
    state: AskState
    reason: str

    @property
    def is_waiting(self) -> bool:
        return self.state is AskState.WAITING


@dataclass(frozen=True)
class JoinRequestRow:
    """A request that waits for customer service; without a `customer` the numbers are nobody's.

    Unless the asker `may_own` the customer, it cannot be approved before he has identified himself.
    """

    key: str
    user_id: int
    name: str
    username: str
    email: str
    named: str
    business_id: str
    ground: AskGround
    note: str
    document: str
    size: int
    asked_at: datetime
    lapses_at: datetime
    identification: Identification | None
    customer_key: str | None
    customer: str | None
    may_own: bool


def ask_to_join(asked: Asked, document: Upload, *, now: datetime) -> None:
    """Put the request of the user behind the door before customer service.

    :raises WaitsAlready: when one about the same customer number waits
    :raises CannotAsk: when as many wait as may
    """
    what = (asked.named, asked.business_id, asked.ground.value, asked.note)
    paper = (document.name, document.media_type, document.content)
    done = call("kajo_ask_to_join", new_key(), *what, *paper, MOST_WAITING, now + ANSWERED_WITHIN, now)
    if done != "done":
        raise WaitsAlready if done == "waits" else CannotAsk


def list_own_requests(*, now: datetime) -> list[OwnRequestRow]:
    """Return what the user behind the door has asked for: what waits, and what was answered of late."""
    return [
        OwnRequestRow(key, named, AskGround(ground), asked_at, lapses_at, AskState(state), reason)
        for key, named, ground, asked_at, lapses_at, state, reason in list_rows(
            "kajo_join_requests", now - SHOWN_FOR
        )
    ]


def withdraw(key: str, *, now: datetime) -> bool:
    """Take back a request of the user's own; tell whether it still waited."""
    done: bool = call("kajo_withdraw_join_request", key, now)
    return done


def list_requests(
    access: StaffAccess, *, limit: int, offset: int = 0, now: datetime
) -> tuple[list[JoinRequestRow], int]:
    """Return the requests that wait, the oldest first, and how many in all.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    rows = list_rows("kajo_staff_join_requests", None, limit, offset, can_identify(), now)
    return [_row(row) for row in rows], rows[0][-1] if rows else 0


def count_requests(access: StaffAccess, *, now: datetime) -> int:
    """Return how many requests wait.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    return list_requests(access, limit=1, now=now)[1]


def find_request(access: StaffAccess, key: str, *, now: datetime) -> JoinRequestRow | None:
    """Return a request that waits, or None.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    rows = list_rows("kajo_staff_join_requests", key, 1, 0, can_identify(), now)
    return _row(rows[0]) if rows else None


def find_request_document(access: StaffAccess, key: str, *, now: datetime) -> Upload | None:
    """Return the document of a request that waits; that it was read is written into the audit log.

    :raises PermissionDenied: when the user is not of corporate customer service
    """
    require_corporate(access)
    rows = list_rows("kajo_staff_join_document", key, now)
    return next((Upload(name, media_type, bytes(content)) for name, media_type, content in rows), None)


def approve(access: StaffAccess, key: str, *, customer_key: str, now: datetime) -> None:
    """Make the user an owner of the customer that was shown.

    :raises PermissionDenied: when the user is not of corporate customer service
    :raises OwnRequest: when it is one's own
    :raises MustIdentify: when it is a company's, and the user has to identify himself first
    :raises AnotherCustomer: when the numbers are not that customer's
    :raises CannotSettle: when it waits no longer
    """
    require_corporate(access)
    _settle(call("kajo_staff_approve_join", key, customer_key, can_identify(), now))


def refuse(access: StaffAccess, key: str, *, reason: str, now: datetime) -> None:
    """Refuse a request, for a reason that the user reads.

    :raises PermissionDenied: when the user is not of corporate customer service
    :raises CannotSettle: when it waits no longer
    """
    require_corporate(access)
    _settle(call("kajo_staff_refuse_join", key, reason, now))


def _settle(done: str) -> None:
    if done != "done":
        raise REFUSALS[done]


def _row(row: Sequence[Any]) -> JoinRequestRow:
    *asked, issuer, bank, identified_at, customer_key, customer, may_own, _total = row
    identification = Identification.of(issuer, bank, identified_at) if issuer else None
    facts = [*asked[:7], AskGround(asked[7]), *asked[8:], identification, customer_key, customer, may_own]
    return JoinRequestRow(*facts)
