"""Which customer somebody is: numbers of an invoice, and a code that the customer alone gets.

What is answered to numbers that fit nobody is drawn from the numbers, so that it stays the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import salted_hmac

from kajo.core import codes
from kajo.core.functions import call
from kajo.core.keys import ALPHABET, LENGTH, new_key
from kajo.notifications.sms import can_send_sms
from kajo.registration.protocol import can_identify
from kajo.registration.words import ClaimWay

CODE_HOLDS, LETTER_HOLDS = timedelta(minutes=10), timedelta(days=14)
REFERENCE = re.compile(r"(RF[0-9]{2})?0*([0-9]{4,20})")
GSRN_DIGITS = 18


class CannotClaim(Exception):
    """The code is not right, or too old, or was used."""


class MustIdentify(CannotClaim):
    """The code was right, but it is a company's, and the user has not identified himself."""


class HasOwner(CannotClaim):
    """The code was right, but the customer has an owner already."""


REFUSALS = {"wrong": CannotClaim, "owned": HasOwner, "unidentified": MustIdentify}


@dataclass(frozen=True)
class Numbers:
    """What shows that a customer number is one's own; what it is not is empty.

    Whatever the register takes for the same is the same here, since made-up places are drawn from it: two
    spellings that show one place, or two, tell nothing.
    """

    reference: str
    business_id: str

    @classmethod
    def read(cls, text: str) -> Numbers:
        """Read a reference or a metering point number: 18 digits may be either."""
        reference = REFERENCE.fullmatch("".join(text.split()).upper())
        return cls(reference=reference[2] if reference else "", business_id="")

    @property
    def gsrn(self) -> str:
        return self.reference and self.reference.zfill(GSRN_DIGITS)

    def __bool__(self) -> bool:
        return bool(self.reference or self.business_id)


@dataclass(frozen=True)
class Claimed:
    """A claim that waits for its code, and where the code went, all but hidden."""

    key: str
    named: str
    way: ClaimWay
    addresses: tuple[str, ...]
    phones: tuple[str, ...]


def claim(named: str, numbers: Numbers, way: ClaimWay, *, now: datetime) -> None:
    """Say that one is the customer of that number. A code goes to the customer, if the numbers are right."""
    call(
        "kajo_claim",
        new_key(),
        named,
        _drawn_from(named, numbers),
        numbers.gsrn,
        numbers.reference,
        numbers.business_id,
        way.value,
        can_send_sms(),
        can_identify(),
        now + CODE_HOLDS,
        now,
    )


def claim_again(claimed: Claimed, *, now: datetime) -> None:
    """Have a new code sent; the former one is dead."""
    call("kajo_claim_again", claimed.key, new_key(), can_send_sms(), now + CODE_HOLDS, now)


def find_claimed(*, now: datetime) -> Claimed | None:
    """Return what the user behind the door has said last and may still give a code for."""
    answer: str | None = call("kajo_claimed", now - LETTER_HOLDS, now)
    if answer is None:
        return None
    facts: dict[str, Any] = json.loads(answer)
    shown: list[str] = facts["shown"]
    return Claimed(
        key=facts["key"],
        named=facts["named"],
        way=ClaimWay(facts["way"]),
        addresses=tuple(one.replace("@", "•••@") + "•••" for one in shown if "@" in one),
        phones=tuple(f"••• ••• ••{one}" for one in shown if "@" not in one),
    )


def try_code(user_id: int, code: str, *, now: datetime) -> str:
    """Become an owner of the customer whose code it is; return the customer's key.

    :raises MustIdentify: when it is a company, and has to wait until the user has identified himself
    :raises HasOwner: when somebody owns the customer; the owners are told
    :raises CannotClaim: when the code is that of none of the user's claims
    """
    answer: str = call("kajo_try_code", hash_of_code(user_id, code), can_identify(), now)
    if answer in REFUSALS:
        raise REFUSALS[answer]
    return answer


def hash_of_code(user_id: int, code: str) -> str:
    """Return what the database keeps of a code: good for that user's claims alone."""
    return codes.digest_of(code, about=f"claims of {user_id}")


def _drawn_from(named: str, numbers: Numbers) -> str:
    """Return a customer's key that need not exist: made-up places are those of whose key comes next.

    Drawn from both numbers: places that change with the second alone do not tell which of two is right.
    """
    typed = json.dumps([named, numbers.reference, numbers.business_id])
    drawn = salted_hmac("kajo.registration.claims.made_up", typed, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[:LENGTH])
