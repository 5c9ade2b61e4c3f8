"""What customers ask of invoices, in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kajo.access.policy import CustomerAccess
from kajo.changes.asked import Asked, tells
from kajo.changes.rows import ChangeRow
from kajo.invoices.invoicing import FREQUENCY, METHOD
from kajo.invoices.models import Invoice
from kajo.invoices.postponing import POSTPONE
from kajo.invoices.words import Channel, channel_word
from kajo.ui import formats


@tells(POSTPONE)
def postponement(access: CustomerAccess, change: ChangeRow) -> Asked:
    """Tell of a due date to be moved: of which invoice, from when and to when."""
    key = Invoice.of(access).values_list("key", flat=True).get(number=change.subject)
    days = {name: _day(change.facts[name]) for name in ("due_on", "new_due_on")}
    return Asked(
        title=_("Due date of invoice %(number)s") % {"number": change.subject},
        page=access.url("invoice-detail", key=key),
        lines=(_("From %(due_on)s to %(new_due_on)s") % days,),
    )


@tells(METHOD, FREQUENCY)
def wish(access: CustomerAccess, change: ChangeRow) -> Asked:
    """Tell of a wish about how invoices are sent."""
    return Asked(title_of(change), access.url("invoice-sending"))


def title_of(change: ChangeRow) -> str:
    """Return a wish about how invoices are sent in a few words."""
    if change.kind == FREQUENCY:
        return _("Invoices %(how_often)s") % {"how_often": frequency_words(int(change.facts["bills_a_year"]))}
    channel = Channel(change.facts["channel"])
    parts = [
        channel_word(channel, is_company=True),
        change.facts.get("address", ""),
        change.facts.get("operator", ""),
    ]
    return _("Invoices: %(how)s") % {"how": ", ".join(part for part in parts if part)}


def frequency_words(bills_a_year: int) -> str:
    """Return how often invoices come: 12 a year, once a month."""
    return {
        12: pgettext("invoices", "12 a year, every month"),
        6: pgettext("invoices", "6 a year, every second month"),
        4: pgettext("invoices", "4 a year, every third month"),
    }[bills_a_year]


def _day(written: str) -> str:
    return formats.day(date.fromisoformat(written), formats.page_language())
