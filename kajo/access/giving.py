"""What an owner does with access rights: gives, changes, sends again, removes.

The database asks once more whether the user is an owner, and writes the audit log and orders the mails in the
same transaction: see sql/giving.sql.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.access.proofs import Proof, digest_of
from kajo.core.functions import call
from kajo.core.keys import new_key
from kajo.core.times import local_midnight

OPENED_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Terms:
    """What is given, to whom, and for how long: exactly what the check page shows, and what the proof is of.

    `starts_on` and `ends_on` are half-open local days, open at the end when None. `key` and `version` name
    the right that is changed; they are empty when a new one is given.
    """

    email: str
    levels: Mapping[Area, Level]
    starts_on: date
    ends_on: date | None
    key: str = ""
    version: int = 0

    def digest(self, customer_id: int) -> str:
        """Return what a proof must be about, so that it is good for these terms and no others."""
        return digest_of(
            [
                "access right",
                customer_id,
                self.email,
                self.levels_by_word,
                self.starts_on.isoformat(),
                self.ends_on.isoformat() if self.ends_on else None,
                self.key,
                self.version,
            ]
        )

    @property
    def levels_by_word(self) -> dict[str, int]:
        return {area.value: int(level) for area, level in self.levels.items() if level > Level.NONE}


class CannotGive(Exception):
    """The right was not given, changed or removed."""


class AlreadyGiven(CannotGive):
    """A right that still stands was given to the address before."""


class ChangedMeanwhile(CannotGive):
    """Somebody has changed the right since it was read."""


class NoLonger(CannotGive):
    """The right has ended, or was never there."""


REFUSALS: dict[str, type[CannotGive]] = {
    "already": AlreadyGiven,
    "changed": ChangedMeanwhile,
    "gone": NoLonger,
}


def give(access: CustomerAccess, terms: Terms, proof: Proof, *, now: datetime) -> None:
    """Give the right, or change the one that the terms name.

    :raises PermissionDenied: without a proof that was made for these very terms
    :raises AlreadyGiven: when one was given to the address that still stands
    :raises ChangedMeanwhile: when the right that is changed is not as it was read
    :raises NoLonger: when it has ended
    """
    access.require_owner()
    if (proof.user_id, proof.about) != (access.user_id, terms.digest(access.customer_id)):
        raise PermissionDenied
    period = [
        local_midnight(terms.starts_on),
        local_midnight(terms.ends_on) if terms.ends_on else None,
        now + OPENED_WITHIN,
        now,
    ]
    levels = json.dumps(terms.levels_by_word)
    if terms.key:
        _do("kajo_change_right", access.customer_id, terms.key, terms.version, levels, *period)
    else:
        _do("kajo_give", access.customer_id, new_key(), terms.email, levels, *period)


def list_own_addresses(user_id: int) -> set[str]:
    """Return the proven addresses of the user behind the door: nobody gives himself a right."""
    return set(EmailAddress.objects.filter(user_id=user_id, verified=True).values_list("email", flat=True))


def resend(access: CustomerAccess, key: str, *, now: datetime) -> None:
    """Mail a right that is not opened yet once more, for another seven days; the former mail is dead.

    :raises NoLonger: when it is opened or has ended
    """
    access.require_owner()
    _do("kajo_resend_right", access.customer_id, key, now + OPENED_WITHIN, now)


def remove(access: CustomerAccess, key: str, *, now: datetime) -> None:
    """End a right at once: the next request finds nothing.

    :raises NoLonger: when it has ended already
    """
    access.require_owner()
    _do("kajo_remove_right", access.customer_id, key, now)


def _do(name: str, *arguments: Any) -> None:
    answer = call(name, *arguments)
    if answer in REFUSALS:
        raise REFUSALS[answer]
