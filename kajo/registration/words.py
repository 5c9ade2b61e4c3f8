"""How a code comes to whoever says which customer he is, asking without one, and a bank's refusals."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kajo.registration.limits import TOO_MANY


class ClaimWay(TextChoices):
    CONTACT = "contact", pgettext_lazy("code", "By e-mail or text message")
    LETTER = "letter", pgettext_lazy("code", "By letter")


class AskGround(TextChoices):
    """Why somebody may act for a customer, as a document shows."""

    COMPANY = "company", _("I may sign for the company or housing company")
    POWER_OF_ATTORNEY = "power_of_attorney", _("I have a power of attorney")
    GUARDIAN = "guardian", _("I am the guardian")
    DEATH_ESTATE = "death_estate", _("I take care of a death estate")
    MYSELF = "myself", _("I am the customer myself")


class AskState(TextChoices):
    """What has become of a request to be joined to a customer."""

    WAITING = "waiting", pgettext_lazy("request", "Waits for customer service")
    APPROVED = "approved", pgettext_lazy("request", "Approved")
    REFUSED = "refused", pgettext_lazy("request", "Not approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
    LAPSED = "lapsed", pgettext_lazy("request", "Not answered in time")


class Refusal(TextChoices):
    """Why a bank identified nobody."""

    CANCELLED = "cancelled", _("You broke off identifying yourself.")
    LOST = "lost", _("This answer of the bank does not belong to what was begun in this browser, or is late.")
    FAILED = "failed", _("The bank's answer cannot be trusted, so nothing was done.")
    WEAK = "weak", _("This way of identifying oneself is not strong enough.")
    OLD = "old", _("The bank did not ask for you anew, so we cannot know that it is you.")
    NO_CODE = "no_code", _("The bank did not tell your personal identity code.")
    ANOTHER = "another", _("The bank identified somebody else than whose user ID this is.")
    DOWN = "down", _("The identification service does not answer. Try again in a while.")
    TOO_MANY = "too_many", TOO_MANY
