"""Where somebody is signed in; from a stranger to an owner: an address proven, a customer shown."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from kajo.access.models import Customer, User
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.registration.words import AskGround, AskState, ClaimWay


class UserSession(AbstractBaseSession):
    """A browser's session, in the place of Django's own. What is beside `session_data` is taken out of it.

    Behind the doors no page sees the table; its own user's rows, without their keys, it gets by functions.
    `name` is what pages call a session by.
    """

    name = models.CharField(max_length=20, db_collation="C")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    browser = models.CharField(max_length=300, blank=True)
    network = models.CharField(max_length=50, blank=True, db_collation="C")
    began_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class SignUp(models.Model):
    """An address at which somebody wants a user ID. Of the mailed token its hash is kept, while it holds."""

    email = models.CharField(max_length=254, db_collation="C", db_index=True)
    language = models.CharField(max_length=2)
    token_sha256 = models.CharField(max_length=64, blank=True, db_collation="C", db_index=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class TermsAcceptance(models.Model):
    """A user accepted the terms of use that hold from a day, their version."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    terms_from = models.DateField()
    accepted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "terms_from"], name="a_version_is_accepted_once")
        ]


class Claim(models.Model):
    """A user says which customer he is, and shows it by a code that is sent to where the register reaches it.

    `customer` is null when the numbers fit nobody: pages say the same then. The code is kept as a keyed hash
    while it may be used, and never before the job that sends it. `named` is what was typed as the customer's
    number; `way` how the code was asked for, `by_letter` how it goes, `sent_to` where it went. Where it went
    nowhere, `made_up` is shown in the place of that: no more than is shown, of another customer's.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True, db_collation="C")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, related_name="+")
    named = models.CharField(max_length=20, db_collation="C")
    made_up = ArrayField(models.CharField(max_length=3), default=list)
    way = models.CharField(max_length=10, choices=ClaimWay.choices)
    by_letter = models.BooleanField(default=False)
    sent_to = ArrayField(models.CharField(max_length=254), default=list)
    code_hash = models.CharField(max_length=64, blank=True, db_collation="C")
    wrong_tries = models.SmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="claim_by_user")]


class JoinRequest(models.Model):
    """A user asks customer service to be joined to a customer, by a document; no page sees the table.

    `named` and `business_id` are as they were typed: whose they are is looked up when customer service looks,
    so that asking tells nothing. The document goes when the request ends, unless it was approved by it.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True, db_collation="C")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    named = models.CharField(max_length=20, db_collation="C")
    business_id = models.CharField(max_length=20, blank=True, db_collation="C")
    ground = models.CharField(max_length=20, choices=AskGround.choices, db_collation="C")
    note = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100, db_collation="C")
    content = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=AskState.choices, default=AskState.WAITING, db_collation="C"
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "named"],
                condition=Q(state="waiting"),
                name="a_customer_is_asked_for_once_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="join_request_waits", condition=Q(state="waiting")),
            models.Index(fields=["user", "-asked_at"], name="join_request_by_user"),
        ]


class Identification(models.Model):
    """A user was identified with a bank: an identity has one user, and a user one identity.

    `digest` is the keyed hash of the personal identity code, as `access.IdentityCode` has a customer's. The
    rest is evidence of the last time; each time is in the audit log. Pages reach it by functions alone.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=90, unique=True, db_collation="C")
    issuer = models.CharField(max_length=255, db_collation="C")
    subject = models.CharField(max_length=255, db_collation="C")
    acr = models.CharField(max_length=255, db_collation="C")
    bank = models.CharField(max_length=255, blank=True)
    identified_at = models.DateTimeField()
