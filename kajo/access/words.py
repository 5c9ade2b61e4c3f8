"""What happens to an access right, and what it is like now."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kajo.access.areas import Level


class Deed(TextChoices):
    """What the audit log writes down of an access right."""

    GIVEN = "given", pgettext_lazy("access right", "Given")
    CHANGED = "changed", pgettext_lazy("access right", "Changed")
    RESENT = "resent", pgettext_lazy("access right", "Sent again")
    WITHDRAWN = "withdrawn", pgettext_lazy("access right", "Withdrawn")
    OPENED = "opened", pgettext_lazy("access right", "Opened")
    DECLINED = "declined", pgettext_lazy("access right", "Declined")
    REMOVED = "removed", pgettext_lazy("access right", "Removed")
    GIVEN_BACK = "given_back", pgettext_lazy("access right", "Given back")
    EXPIRING = "expiring", pgettext_lazy("access right", "Ends soon")
    EXPIRED = "expired", pgettext_lazy("access right", "Expired")
    PAUSED = "paused", pgettext_lazy("access right", "Paused until reviewed")
    RESUMED = "resumed", pgettext_lazy("access right", "Goes on after a review")


class MemberDeed(StrEnum):
    """What the audit log writes down of who acts for a firm."""

    ADDED = "member_added"
    CHANGED = "member_changed"
    REMOVED = "member_removed"
    EXPIRING = "member_expiring"
    EXPIRED = "member_expired"


class Ground(TextChoices):
    """On what ground customer service links a customer to somebody."""

    MANAGEMENT_CONTRACT = "management_contract", _("Management contract")
    POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney")
    GUARDIAN = "guardian", _("Guardianship")
    DEATH_ESTATE = "death_estate", _("Death estate")


class RightState(TextChoices):
    """What an access right is like at this moment."""

    NOT_OPENED = "not_opened", pgettext_lazy("access right", "Given, not opened yet")
    LAPSED = "lapsed", pgettext_lazy("access right", "Not opened in time")
    COMING = "coming", pgettext_lazy("access right", "Begins later")
    IN_FORCE = "in_force", pgettext_lazy("access right", "In force")
    PAUSED = "paused", pgettext_lazy("access right", "Paused until reviewed")
    WITHDRAWN = "withdrawn", pgettext_lazy("access right", "Withdrawn")
    DECLINED = "declined", pgettext_lazy("access right", "Declined")
    REMOVED = "removed", pgettext_lazy("access right", "Removed")
    GIVEN_BACK = "given_back", pgettext_lazy("access right", "Given back")
    EXPIRED = "expired", pgettext_lazy("access right", "Expired")


LEVEL_NAMES = {
    Level.NONE: pgettext_lazy("level", "No access"),
    Level.READ: pgettext_lazy("level", "Read-only"),
    Level.WRITE: pgettext_lazy("level", "Read and write"),
}
