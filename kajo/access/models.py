"""Who there is, whose the data is, and who was let in to it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.contrib.postgres.fields.ranges import RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower, Now

from kajo.access.areas import Area, Level
from kajo.access.mandates import Invite as Invite
from kajo.access.mandates import Mandate as Mandate
from kajo.access.mandates import Mine as Mine
from kajo.access.owned import CustomerOwned
from kajo.access.words import Deed
from kajo.core.keys import LENGTH as KEY_LENGTH
from kajo.core.keys import new_key


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class RandomKey(Func):
    """A public key that the database makes, for rows that its own functions insert."""

    template = "substr(translate(replace(gen_random_uuid()::text, '-', ''), '01', 'xy'), 1, 10)"
    output_field = models.CharField()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self._called(username or "").get()

    def find(self, username: str) -> User | None:
        """Return who has the user ID, whatever the case of its letters."""
        return self._called(username).first()

    def _called(self, username: str) -> models.QuerySet[User]:
        # Folded as the unique constraint folds, by the database.
        return self.alias(folded=Lower("username")).filter(folded=Lower(Value(username)))


class User(AbstractBaseUser):
    """Somebody who signs in. `username` is the user ID that stands in the upper right corner."""

    username = models.CharField(max_length=150, unique=True)  # not by collation C, to which Ä is not ä's
    email = models.EmailField(blank=True)
    first_name = models.CharField(max_length=70, blank=True)
    last_name = models.CharField(max_length=70, blank=True)
    language = models.CharField(max_length=2, default="fi")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # Of customer service, those who may link customers to housing managers and others.
    is_corporate_service = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    is_in_a_firm = False  # known of whom a session names, see access/backend.py

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="user_id_unique_regardless_of_case")
        ]

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.username


class Firm(models.Model):
    """A housing manager's or bookkeeper's office: what is granted to it, its present members have."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    name = models.CharField(max_length=150)
    business_id = models.CharField(max_length=9, blank=True, db_collation="C")


class FirmMember(models.Model):
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    is_administrator = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)  # of a substitute; null: since ever, until further notice
    ends_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(db_default=Now())  # when those whom it concerns last heard of the dates

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "firm"], name="firm_has_a_member_once"),
        ]


class Customer(models.Model):
    """Whose the data is: a row of the retailer's customer register."""

    class Kind(models.TextChoices):
        PERSON = "person"
        COMPANY = "company"
        HOUSING_COMPANY = "housing_company"

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    number = models.CharField(max_length=20, unique=True, db_collation="C")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=150)
    sort_key = models.CharField(max_length=200, db_collation="C")
    business_id = models.CharField(max_length=9, blank=True, db_collation="C")
    language = models.CharField(max_length=2, default="fi")
    # Of its locations, folded as names are sorted: what the chooser finds it by. Written with the locations.
    addresses = models.TextField(blank=True, default="", db_default="", db_collation="C")
    change_number = models.BigIntegerField(default=0)
    # Marked by customer service: grants given before wait for a review, and nothing is marketed.
    is_estate = models.BooleanField(default=False, db_default=False)

    everything: ClassVar[models.Manager[Customer]] = models.Manager()

    class Meta:
        default_manager_name = "everything"


class IdentityCode(models.Model):
    """The keyed hash of a customer's personal identity code, `key id:hex`. No page sees it.

    Functions of the database compare it with hashes of what a bank says; see `information/identity.py`.
    """

    owner = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=90, db_collation="C", db_index=True)

    everything: ClassVar[models.Manager[IdentityCode]] = models.Manager()

    class Meta:
        default_manager_name = "everything"


class Ownership(models.Model):
    """A user who has write in all areas of a customer, and the right to grant."""

    owner = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    everything: ClassVar[models.Manager[Ownership]] = models.Manager()

    class Meta:
        default_manager_name = "everything"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "owner"], name="user_owns_a_customer_once")
        ]


class Offer(models.Model):
    """What an owner gave to an e-mail address, area by area. It lets nobody in: opened, it becomes grants.

    `levels` is {area: level}. The token that is mailed is kept as its hash, and only while it may be used.
    One that is void looks to its giver like any that is not opened: see the trigger `offers_of_lost_address`.
    """

    class Ending(models.TextChoices):
        WITHDRAWN = Deed.WITHDRAWN.value
        REMOVED = Deed.REMOVED.value
        DECLINED = Deed.DECLINED.value
        GIVEN_BACK = Deed.GIVEN_BACK.value
        EXPIRED = Deed.EXPIRED.value
        LAPSED = "lapsed"

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    owner = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=254, db_collation="C")
    levels = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    token_sha256 = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    is_void = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=20, blank=True, default="", choices=Ending.choices)

    everything: ClassVar[models.Manager[Offer]] = models.Manager()

    class Meta:
        default_manager_name = "everything"
        indexes: ClassVar = [models.Index(fields=["email"], name="offer_by_address")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="offer_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            models.UniqueConstraint(
                fields=["owner", "email"],
                condition=Q(ended_at__isnull=True),
                name="an_address_has_one_offer_of_a_customer",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~Q(token_sha256=""), name="a_token_opens_one_offer"
            ),
        ]


class Grant(models.Model):
    """Access to one area of one customer, given to a user or a firm from `starts_at` until `ends_at`.

    One that comes of an offer names it; others were made by customer service.
    """

    key = models.CharField(
        max_length=KEY_LENGTH, unique=True, default=new_key, db_default=RandomKey(), db_collation="C"
    )
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, null=True, related_name="+")
    area = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Area], db_collation="C")
    level = models.SmallIntegerField(choices=[(int(v), v.name) for v in (Level.READ, Level.WRITE)])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=200, blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    paused_at = models.DateTimeField(null=True)  # lets nobody in until customer service has reviewed it
    created_at = models.DateTimeField(auto_now_add=True)
    warned_at = models.DateTimeField(null=True)  # that it ends soon
    end_told_at = models.DateTimeField(null=True)

    everything: ClassVar[models.Manager[Grant]] = models.Manager()

    class Meta:
        default_manager_name = "everything"
        indexes: ClassVar = [
            models.Index(fields=["user", "owner"], name="grant_by_user"),
            models.Index(fields=["firm", "owner"], name="grant_by_firm"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="grant_is_to_a_user_or_a_firm",
                condition=Q(user__isnull=False, firm__isnull=True) | Q(user__isnull=True, firm__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
            ),
            ExclusionConstraint(
                name="grants_do_not_overlap",
                expressions=[
                    (Coalesce("user", 0), RangeOperators.EQUAL),
                    (Coalesce("firm", 0), RangeOperators.EQUAL),
                    ("owner", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (Coalesce("offer", 0), RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Holding(CustomerOwned):
    """A customer held a metering point on the local days from `starts_on` until before `ends_on`.

    Written with the contracts by the owner role; the functions that read intervals look it up here.
    The point and the location are named by id alone: the rooms that keep them lie above this one.
    """

    AREA = Area.REPORTING

    point_id = models.BigIntegerField()
    location_id = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta(CustomerOwned.Meta):
        indexes: ClassVar = [models.Index(fields=["owner", "location_id"], name="holding_by_location")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="holding_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
            ),
            ExclusionConstraint(
                name="a_point_has_one_holder_a_day",
                expressions=[
                    ("point_id", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class StaffLook(models.Model):
    """A staff member looks at a customer's own pages, for a reason, until it ends."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, db_collation="C")
    staff = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    everything: ClassVar[models.Manager[StaffLook]] = models.Manager()

    class Meta:
        default_manager_name = "everything"


class AccessLogEntry(models.Model):
    """One look by somebody who is not an owner, and at whose data."""

    at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    look = models.ForeignKey(StaffLook, on_delete=models.PROTECT, null=True, related_name="+")
    customers = ArrayField(models.BigIntegerField())
    page = models.CharField(max_length=80, db_collation="C")
    method = models.CharField(max_length=7, db_collation="C")

    everything: ClassVar[models.Manager[AccessLogEntry]] = models.Manager()

    class Meta:
        default_manager_name = "everything"
        indexes: ClassVar = [
            models.Index(fields=["at"], name="access_log_by_time"),
            models.Index(fields=["user", "-at"], name="access_log_by_user"),
            GinIndex(fields=["customers"], name="access_log_by_customer"),
        ]


class AuditEntry(models.Model):
    """Who did what that changes who may do what. PostgreSQL refuses to change or remove an entry.

    Users and customers are named without a constraint: the entry stays when they go.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    kind = models.CharField(max_length=30, db_collation="C")
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    facts = models.JSONField(default=dict)

    everything: ClassVar[models.Manager[AuditEntry]] = models.Manager()

    class Meta:
        default_manager_name = "everything"
        indexes: ClassVar = [models.Index(fields=["customer", "at"], name="audit_by_customer")]
