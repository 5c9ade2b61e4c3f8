"""What is asked to be changed of how a customer is reached; the retailer's answer makes it so (`tasks`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.access.proofs import Proof
from kajo.changes.actions import AlreadyAsked, ask
from kajo.changes.rows import ChangeRow
from kajo.core import codes, jobs
from kajo.information.models import ContactProof
from kajo.information.queries import deed_of, find_contact, get_information
from kajo.information.rows import ContactRow
from kajo.information.words import AddressUse, ContactKind, ContactUse, InformationChange

SEND_CODE = "order.contact-code"
CODE_HOLDS = timedelta(minutes=10)


class CannotChange(Exception):
    """Says why by a code: `there` (known or asked for already), `waits` (a change of it), `gone`, `last`."""


class WrongCode(Exception):
    """What was typed is not the code."""


class CodeIsOver(Exception):
    """The code was used, has run out, or is somebody else's."""


@dataclass(frozen=True)
class NewContact:
    """A number or an address as it is to be; `replaces` is the key of the contact whose place it takes."""

    kind: ContactKind
    value: str
    uses: Sequence[ContactUse]
    is_primary: bool
    replaces: str = ""


@dataclass(frozen=True)
class NewAddress:
    """A postal address as it is to be."""

    recipient: str
    street: str
    postcode: str
    city: str
    country: str


def order_code(access: CustomerAccess, new: NewContact, *, now: datetime) -> str:
    """Keep a new number or address until a code is sent to it; returns the key of the proof that waits.

    :raises CannotChange: see there
    """
    access.require(Area.INFORMATION, Level.WRITE)
    known = get_information(access)
    replaced = _get_contact(access, new.replaces) if new.replaces else None
    added = [change.facts.get("value") for change in known.asked if change.is_pending]
    there = [contact.value for contact in known.contacts]
    if new.value in there or new.value in added:
        raise CannotChange("there")
    proof = ContactProof(
        owner_id=access.customer_id,
        user_id=access.user_id,
        kind=new.kind,
        value=new.value,
        uses=[use.value for use in new.uses],
        is_primary=new.is_primary,
        replaces=replaced.value if replaced else "",
        asked_at=now,
        expires_at=now + CODE_HOLDS,
    )
    proof.save(force_insert=True)
    return proof.key


def confirm(access: CustomerAccess, key: str, proof: Proof, *, now: datetime) -> None:
    """Have the code sent, now that who ordered it has shown to be the user and no finder of an open browser.

    :raises CodeIsOver: when it has been used, or is somebody else's
    :raises PermissionDenied: without a proof that was made for this
    """
    access.require(Area.INFORMATION, Level.WRITE)
    _look_at(access, proof, key)
    waiting = _take(access, key)
    if waiting.confirmed_at is None:
        own = ContactProof.of(access, Level.WRITE).filter(pk=waiting.pk)
        own.update(confirmed_at=now, expires_at=now + CODE_HOLDS)
        jobs.order(SEND_CODE, proof=key)


def send_anew(access: CustomerAccess, key: str, *, now: datetime) -> str:
    """Have another code sent to where one was; the former opens nothing any more. Returns the new key.

    :raises CodeIsOver: when it has been used, or is somebody else's
    """
    access.require(Area.INFORMATION, Level.WRITE)
    former = _take(access, key)
    if former.confirmed_at is None:
        raise CodeIsOver
    ContactProof.of(access, Level.WRITE).filter(pk=former.pk).update(used_at=now)
    proof = ContactProof(
        owner_id=access.customer_id,
        user_id=access.user_id,
        kind=former.kind,
        value=former.value,
        uses=former.uses,
        is_primary=former.is_primary,
        replaces=former.replaces,
        asked_at=now,
        confirmed_at=former.confirmed_at,
        expires_at=now + CODE_HOLDS,
    )
    proof.save(force_insert=True)
    jobs.order(SEND_CODE, proof=proof.key)
    return proof.key


def prove(access: CustomerAccess, key: str, code: str, *, now: datetime) -> ChangeRow:
    """Take a code that came back, once, and ask for what it proves. The caller counts tries.

    :raises WrongCode: see there
    :raises CodeIsOver: see there
    :raises CannotChange: when the same was asked meanwhile
    """
    access.require(Area.INFORMATION, Level.WRITE)
    proof = _take(access, key)
    if proof.expires_at <= now:
        raise CodeIsOver
    if not codes.is_right(code, proof.code_sha256, about=proof.key):
        raise WrongCode
    ContactProof.of(access, Level.WRITE).filter(pk=proof.pk).update(used_at=now)
    facts = {
        "contact_kind": proof.kind,
        "value": proof.value,
        "uses": proof.uses,
        "is_primary": proof.is_primary,
        "proved_at": now.isoformat(),
    }
    if proof.replaces:
        return _ask(access, InformationChange.CHANGE, proof.replaces, facts, now)
    return _ask(access, InformationChange.ADD, proof.value, facts, now)


def change_contact(
    access: CustomerAccess, key: str, *, uses: Sequence[ContactUse], is_primary: bool, now: datetime
) -> ChangeRow | None:
    """Ask to use a contact for other things, or as the first of its kind. None when nothing differs.

    :raises CannotChange: see there
    """
    access.require(Area.INFORMATION, Level.WRITE)
    contact = _get_contact(access, key)
    if tuple(uses) == contact.uses and is_primary == contact.is_primary:
        return None
    facts = {
        "contact_kind": contact.kind.value,
        "value": contact.value,
        "uses": [use.value for use in uses],
        "is_primary": is_primary,
    }
    return _ask(access, InformationChange.CHANGE, contact.value, facts, now)


def remove_contact(access: CustomerAccess, key: str, proof: Proof, *, now: datetime) -> ChangeRow:
    """Ask to have a contact removed.

    :raises CannotChange: see there
    :raises PermissionDenied: without a proof that was made for this
    """
    access.require(Area.INFORMATION, Level.WRITE)
    _look_at(access, proof, key)
    contact = _get_contact(access, key)
    if not any(other.key != key and not _is_going(other) for other in get_information(access).contacts):
        raise CannotChange("last")
    facts = {"contact_kind": contact.kind.value}
    return _ask(access, InformationChange.REMOVE, contact.value, facts, now)


def change_address(
    access: CustomerAccess, use: AddressUse, new: NewAddress, *, now: datetime
) -> ChangeRow | None:
    """Ask for another postal address of a use. None when nothing differs.

    :raises CannotChange: see there
    """
    access.require(Area.INFORMATION, Level.WRITE)
    before = next(address for address in get_information(access).addresses if address.use == use)
    if new == NewAddress(before.recipient, before.street, before.postcode, before.city, before.country):
        return None
    return _ask(access, InformationChange.ADDRESS, use.value, asdict(new), now)


def _get_contact(access: CustomerAccess, key: str) -> ContactRow:
    contact = find_contact(access, key)
    if contact is None:
        raise CannotChange("gone")
    if contact.waiting:
        raise CannotChange("waits")
    return contact


def _is_going(contact: ContactRow) -> bool:
    return contact.waiting is not None and contact.waiting.kind == InformationChange.REMOVE


def _look_at(access: CustomerAccess, proof: Proof, key: str) -> None:
    if (proof.user_id, proof.about) != (access.user_id, deed_of(access, key)):
        raise PermissionDenied


def _take(access: CustomerAccess, key: str) -> ContactProof:
    """Return the user's own proof, held until the end: two tries at once come one after the other."""
    if access.is_look:
        raise PermissionDenied
    own = ContactProof.of(access, Level.WRITE).filter(key=key, user_id=access.user_id, used_at=None)
    proof = own.select_for_update().first()
    if proof is None:
        raise CodeIsOver
    return proof


def _ask(
    access: CustomerAccess, kind: InformationChange, subject: str, facts: dict[str, Any], now: datetime
) -> ChangeRow:
    try:
        return ask(access, area=Area.INFORMATION, kind=kind, subject=subject, facts=facts, now=now)
    except AlreadyAsked as asked:
        raise CannotChange("waits") from asked


def ask_for_erasure(access: CustomerAccess, proof: Proof, *, now: datetime) -> ChangeRow:
    """Ask staff to erase what need not be kept. Only an owner may.

    :raises CannotChange: when it waits already
    :raises PermissionDenied: to anybody else, and without a proof that was made for this
    """
    access.require_owner()
    _look_at(access, proof, InformationChange.ERASE)
    return _ask(access, InformationChange.ERASE, access.number, {"customer": access.name}, now)
