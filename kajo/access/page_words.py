"""What pages are called in the log of who looked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By how the name of the page begins; the longest that fits.
PAGE_WORDS: dict[str, Promise] = {
    "front": _("Front page"),
    "customer": _("List of customers"),
    "contract": _("Contracts"),
    "contract-detail": _("A contract"),
    "contract-profile": _("Profile of a location of use"),
    "contract-document": _("A document of a contract"),
    "contract-summary": _("A document of a contract"),
    "invoice": _("Invoices"),
    "invoice-csv": _("List of invoices as a file"),
    "invoice-xlsx": _("List of invoices as a file"),
    "invoice-sending": _("How invoices are sent"),
    "invoice-method": _("How invoices are sent"),
    "invoice-frequency": _("How invoices are sent"),
    "invoice-export": _("Invoices in one file"),
    "invoice-detail": _("An invoice"),
    "invoice-postpone": _("Postponing the due date of an invoice"),
    "invoice-check": _("Check of an invoice"),
    "invoice-explain": _("Explanation of an invoice"),
    "invoice-picture": _("Picture of an invoice"),
    "invoice-bill": _("An invoice as a file"),
    "invoice-original": _("An invoice as a file"),
    "report": _("Reporting service"),
    "report-csv": _("Readings as a file"),
    "location": _("Locations of use"),
    "message": _("Contact us"),
    "information": _("My information"),
    "bulletin": _("Bulletins"),
}


def page_words(name: str) -> str:
    """Return a page in words; one that is no more is a page of the service."""
    fitting = [beginning for beginning in PAGE_WORDS if name.startswith(beginning)]
    return str(PAGE_WORDS[max(fitting, key=len)] if fitting else _("A page of the service"))
