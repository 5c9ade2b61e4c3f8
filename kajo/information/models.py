"""How a customer is reached."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kajo.access.areas import Area
from kajo.access.models import User
from kajo.access.owned import CustomerOwned
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key
from kajo.information.words import AddressUse, ContactKind, ContactSource, ContactUse


class Contact(CustomerOwned):
    """A phone number (as `+358401234567`) or an e-mail address (in small letters) of a customer's.

    The import replaces those of the retailer's register alone; one that was added here becomes the
    register's when the register sends it. `added_by` stays then too: who added it is not reached by it when a
    stranger is to prove who he is. `proved_at`: a code that was sent to it came back.
    """

    AREA = Area.INFORMATION

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    value = models.CharField(max_length=254, db_collation="C")
    uses = ArrayField(models.CharField(max_length=20, choices=ContactUse.choices), default=list)
    is_primary = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=ContactSource.choices)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    proved_at = models.DateTimeField(null=True)

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "kind", "value"], name="a_customer_has_a_contact_once"),
            models.UniqueConstraint(
                fields=["owner", "kind"],
                condition=Q(is_primary=True),
                name="one_contact_of_a_kind_is_primary",
            ),
        ]


class Address(CustomerOwned):
    """Where letters, or invoices, are sent. An invoicing address is there only when it differs."""

    AREA = Area.INFORMATION

    use = models.CharField(max_length=10, choices=AddressUse.choices)
    recipient = models.CharField(max_length=150, blank=True)
    street = models.CharField(max_length=150)
    postcode = models.CharField(max_length=12, db_collation="C")
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2, default="FI", db_collation="C")

    class Meta(CustomerOwned.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "use"], name="a_customer_has_an_address_of_a_use_once")
        ]


class ContactProof(CustomerOwned):
    """A number or an address that somebody wants to add: a code is on its way to it, or has come back.

    No code goes before who asked for it has shown once more to be himself: `confirmed_at`. The job that sends
    makes the code and keeps its hash alone. Sending anew makes a new proof. `replaces` is the value of the
    contact that this is to take the place of.
    """

    AREA = Area.INFORMATION
    PAGE_RIGHTS = ("select", "insert", "update (confirmed_at, expires_at, used_at)")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    value = models.CharField(max_length=254, db_collation="C")
    uses = ArrayField(models.CharField(max_length=20, choices=ContactUse.choices), default=list)
    is_primary = models.BooleanField(default=False)
    replaces = models.CharField(max_length=254, blank=True, default="", db_collation="C")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    code_sha256 = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(CustomerOwned.Meta):
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="contact_proof_by_time")]
