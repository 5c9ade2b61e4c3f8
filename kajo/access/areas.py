"""The subpages that can be granted on their own, and how far."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Area(StrEnum):
    CONTRACTS = "contracts"
    INVOICES = "invoices"
    REPORTING = "reporting"
    MESSAGES = "messages"
    INFORMATION = "information"


class Level(IntEnum):
    NONE = 0
    READ = 1
    WRITE = 2


AREA_NAMES: dict[Area, Promise] = {
    Area.CONTRACTS: _("Contracts"),
    Area.INVOICES: _("Invoices"),
    Area.REPORTING: _("Reporting service"),
    Area.MESSAGES: _("Contact us"),
    Area.INFORMATION: _("My information"),
}

WHAT_WRITE_ALLOWS: dict[Area, Promise] = {
    Area.CONTRACTS: _("May edit the profile of a location of use and send requests about contracts."),
    Area.INVOICES: _("May postpone a due date and ask for another way of invoicing."),
    Area.REPORTING: _("May write notes, set targets and order reports."),
    Area.MESSAGES: _("May send messages to customer service in your name."),
    Area.INFORMATION: _(
        "May change phone numbers, e-mail and postal addresses, and choose how messages are sent."
    ),
}
