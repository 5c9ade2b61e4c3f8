"""How a code comes to whoever says which customer he is, and asking without one."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
