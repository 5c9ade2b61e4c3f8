"""Writing customers and their contacts as the retailer's register sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, Value
from django.db.models.functions import StrIndex, Substr

from kajo.access.models import Customer, IdentityCode
from kajo.core.records import Counts, Line, newer_than
from kajo.core.refusals import Faults
from kajo.core.sorting import sort_key
from kajo.information.models import Address, Contact
from kajo.information.records import CustomerAddress, CustomerContact, CustomerRecord
from kajo.information.words import ContactSource

WRITTEN = ("kind", "name", "sort_key", "business_id", "language", "change_number")
SORTED_BY = 200  # small letters may need more room than the name did

ContactsOf = Mapping[int, Sequence[CustomerContact]]
AddressesOf = Mapping[int, Sequence[CustomerAddress]]


def write_customers(lines: Sequence[Line[CustomerRecord]], faults: Faults) -> Counts:
    """Write customers, each at most once, with their contacts and the hashes of their identity codes."""
    known = dict(
        Customer.everything.filter(number__in=[line.record.number for line in lines]).values_list(
            "number", "change_number"
        )
    )
    newer = newer_than({(number,): change for number, change in known.items()}, lines)
    Customer.everything.bulk_create(
        [_customer(line.record) for line in newer],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=WRITTEN,
        batch_size=1000,
    )
    numbers = [line.record.number for line in newer]
    ids = dict(Customer.everything.filter(number__in=numbers).values_list("number", "id"))
    _write_identity_codes({ids[line.record.number]: line.record.identity_code for line in newer})
    _write_contacts({ids[line.record.number]: line.record.contacts for line in newer})
    _write_addresses({ids[line.record.number]: line.record.addresses for line in newer})
    return Counts(len(lines), len(newer), len(lines) - len(newer))


def _customer(record: CustomerRecord) -> Customer:
    return Customer(
        number=record.number,
        kind=record.kind,
        name=record.name,
        sort_key=sort_key(record.name)[:SORTED_BY],
        business_id=record.business_id,
        language=record.language,
        change_number=record.change_number,
    )


def _write_identity_codes(digests: Mapping[int, str]) -> None:
    IdentityCode.everything.filter(owner__in=digests).delete()
    IdentityCode.everything.bulk_create(
        [IdentityCode(owner_id=owner, digest=digest) for owner, digest in digests.items() if digest],
        batch_size=1000,
    )


def count_identity_codes() -> list[tuple[str, int]]:
    """Return each key by which codes that are kept were hashed, and of how many customers."""
    key = Substr("digest", 1, StrIndex("digest", Value(":")) - 1)
    kept = IdentityCode.everything.values(name=key).annotate(customers=Count("pk")).order_by("name")
    return [(row["name"], row["customers"]) for row in kept]


def _write_contacts(sent: ContactsOf) -> None:
    """Let the register's contacts be those that were sent; what was added here stays."""
    values = {(owner, contact.kind.value, contact.value) for owner in sent for contact in sent[owner]}
    primary = {(owner, contact.kind.value) for owner in sent for contact in sent[owner] if contact.is_primary}
    gone, second = [], []
    for kept in Contact.everything.filter(owner__in=sent):
        if kept.source == ContactSource.RETAILER and (kept.owner_id, kept.kind, kept.value) not in values:
            gone.append(kept.pk)
        elif kept.is_primary and (kept.owner_id, kept.kind) in primary:
            second.append(kept.pk)
    Contact.everything.filter(pk__in=gone).delete()
    Contact.everything.filter(pk__in=second).update(is_primary=False)
    Contact.everything.bulk_create(
        [_contact(owner, contact) for owner in sent for contact in sent[owner]],
        update_conflicts=True,
        unique_fields=["owner", "kind", "value"],
        update_fields=["uses", "is_primary", "source"],
        batch_size=1000,
    )


def _contact(owner: int, contact: CustomerContact) -> Contact:
    return Contact(
        owner_id=owner,
        kind=contact.kind,
        value=contact.value,
        uses=[use.value for use in contact.uses],
        is_primary=contact.is_primary,
        source=ContactSource.RETAILER,
    )


def _write_addresses(sent: AddressesOf) -> None:
    """Let the addresses be those that were sent."""
    Address.everything.filter(owner__in=sent).delete()
    Address.everything.bulk_create(
        [Address(owner_id=owner, **address.model_dump()) for owner in sent for address in sent[owner]],
        batch_size=1000,
    )
