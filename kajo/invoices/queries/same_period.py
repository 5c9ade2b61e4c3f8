"""What the same days a year before used, by the invoices of the same locations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, DateField, QuerySet

from kajo.access.policy import CustomerAccess
from kajo.access.statements import given, statement
from kajo.invoices.detail_rows import SamePeriod
from kajo.invoices.models import Invoice, InvoiceSite
from kajo.invoices.queries.standing import shown_then
from kajo.invoices.rows import InvoiceRow
from kajo.invoices.words import InvoiceKind


def find_same_period(access: CustomerAccess, invoice: InvoiceRow) -> SamePeriod | None:
    """Return the energy of the same days a year before; None where invoices do not cover just those days.

    Credit notes of those days count: what they correct is corrected. One statement.
    """
    if not invoice.starts_on or not invoice.ends_on or not invoice.sites or invoice.energy_kwh is None:
        return None
    starts_on, ends_on = a_year_before(invoice.starts_on), a_year_before(invoice.ends_on)
    points = [site.gsrn for site in invoice.sites]
    found = _invoiced().of(access, points=points, starts_on=starts_on, ends_on=ends_on)
    invoiced = {
        (first, end) for kind, first, end, _ in found if kind == InvoiceKind.INVOICE and first and end
    }
    energies = [energy for *_, energy in found if energy is not None]
    if len(energies) < len(found) or not _covers(sorted(invoiced), starts_on, ends_on):
        return None
    return SamePeriod(starts_on, ends_on, sum(energies, Decimal(0)))


@statement
def _invoiced() -> QuerySet[Invoice, tuple[str, date | None, date | None, Decimal | None]]:
    sites = InvoiceSite.owned().filter(gsrn__any=given("points", ArrayField(CharField())))
    starts_on, ends_on = given("starts_on", DateField()), given("ends_on", DateField())
    found = Invoice.owned().filter(
        shown_then(), pk__in=sites.values("invoice"), starts_on__lt=ends_on, ends_on__gt=starts_on
    )
    return found.values_list("kind", "starts_on", "ends_on", "energy_kwh")


def a_year_before(day: date) -> date:
    """Return the same day of the year before; of a leap day the first of March."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)


def _covers(periods: list[tuple[date, date]], starts_on: date, ends_on: date) -> bool:
    """Tell whether the periods are the days from `starts_on` until `ends_on`, without gap or excess."""
    day = starts_on
    for first, end in periods:
        if first != day:
            return False
        day = end
    return day == ends_on
