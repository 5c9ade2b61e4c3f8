"""Reading how a customer is reached, and what of it is asked to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from kajo.access.areas import Area
from kajo.access.customers import get_customer_facts
from kajo.access.policy import CustomerAccess
from kajo.access.proofs import digest_of
from kajo.changes.queries import list_newest
from kajo.changes.rows import ChangeRow
from kajo.information.models import Address, Contact, ContactProof
from kajo.information.rows import AddressRow, ContactRow, Information, ProofRow
from kajo.information.values import can_take_sms, shown_value
from kajo.information.words import (
    AddressUse,
    ContactKind,
    ContactSource,
    ContactUse,
    InformationChange,
)
from kajo.notifications.sms import finds_phones

OF_CONTACTS = (InformationChange.ADD, InformationChange.CHANGE, InformationChange.REMOVE)


def get_information(access: CustomerAccess) -> Information:
    """Return names, numbers, contacts and addresses, with what is asked of them.

    :raises PermissionDenied: when the access does not reach the area
    """
    kinds = {*OF_CONTACTS, InformationChange.ADDRESS}
    asked = [change for change in list_newest(access, Area.INFORMATION) if change.kind in kinds]
    customer = get_customer_facts(access)
    return Information(
        name=access.name,
        number=access.number,
        kind=customer.kind,
        business_id=customer.business_id,
        contacts=_contacts(access, asked),
        addresses=_addresses(access, asked),
        asked=asked,
    )


def find_contact(access: CustomerAccess, key: str) -> ContactRow | None:
    """Return one contact, or None."""
    return next((contact for contact in get_information(access).contacts if contact.key == key), None)


@finds_phones
def phone_of(access: CustomerAccess) -> str:
    """Return the first phone number that takes text messages; empty when there is none.

    None that somebody else has added: who was given this area alone would read of all others.
    """
    added = [c for c in list_newest(access, Area.INFORMATION) if "proved_at" in c.facts]
    by_others = {change.facts["value"] for change in added if change.user_id != access.user_id}
    ours = Contact.of(access).filter(Q(added_by=None) | Q(added_by=access.user_id), kind=ContactKind.PHONE)
    phones = [phone.value for phone in ours.order_by("-is_primary", "id") if phone.value not in by_others]
    return next((phone for phone in phones if can_take_sms(phone)), "")


def deed_of(access: CustomerAccess, key: str) -> str:
    """Return what a proof of oneself must be about, so that it is good for this deed alone.

    :param key: of the `ContactProof` by which a contact comes, or of the `Contact` that is to go; or the kind
        of a change that is about the customer as a whole
    """
    return digest_of(["information", access.customer_id, key])


def find_proof(access: CustomerAccess, key: str, *, now: datetime) -> ProofRow | None:
    """Return a code that the user himself has ordered and not used, or None."""
    proof = ContactProof.of(access).filter(key=key, user_id=access.user_id, used_at=None).first()
    if proof is None:
        return None
    return ProofRow(
        key=proof.key,
        kind=ContactKind(proof.kind),
        shown=shown_value(proof.kind, proof.value),
        replaces=shown_value(proof.kind, proof.replaces) if proof.replaces else "",
        is_confirmed=proof.confirmed_at is not None,
        expires_at=proof.expires_at,
        is_sent=bool(proof.code_sha256),
        is_over=proof.expires_at <= now,
    )


def _contacts(access: CustomerAccess, asked: list[ChangeRow]) -> list[ContactRow]:
    waiting = {c.subject: c for c in asked if c.is_pending and c.kind in OF_CONTACTS}
    found = Contact.of(access).order_by("-kind", "-is_primary", "value")
    return [
        ContactRow(
            key=contact.key,
            kind=ContactKind(contact.kind),
            value=contact.value,
            shown=shown_value(contact.kind, contact.value),
            uses=tuple(use for use in ContactUse if use in contact.uses),
            is_primary=contact.is_primary,
            source=ContactSource(contact.source),
            proved_at=contact.proved_at,
            waiting=waiting.get(contact.value),
        )
        for contact in found
    ]


def _addresses(access: CustomerAccess, asked: list[ChangeRow]) -> list[AddressRow]:
    waiting = {c.subject: c for c in asked if c.is_pending and c.kind == InformationChange.ADDRESS}
    known = {address.use: address for address in Address.of(access)}
    return [_address(use, known, waiting.get(use)) for use in AddressUse]


def _address(use: AddressUse, known: Mapping[str, Address], waiting: ChangeRow | None) -> AddressRow:
    address = known.get(use, Address(street="", postcode="", city=""))
    return AddressRow(
        use=use,
        recipient=address.recipient,
        street=address.street,
        postcode=address.postcode,
        city=address.city,
        country=address.country,
        waiting=waiting,
    )
