"""What a customer can ask to be changed about invoices, on its way to the retailer until it answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404

from kajo.access.areas import Area, Level
from kajo.access.policy import CustomerAccess
from kajo.changes.actions import AlreadyAsked as AlreadyAsked
from kajo.changes.actions import ask
from kajo.changes.models import Change
from kajo.core import times
from kajo.invoices.invoicing import BILLS_A_YEAR, FREQUENCY, METHOD
from kajo.invoices.models import Invoice, Postponement
from kajo.invoices.postponing import POSTPONE, WhyNot, why_not
from kajo.invoices.queries.reading import LISTED, row_of
from kajo.invoices.queries.standing import shown, with_standing
from kajo.invoices.rows import InvoiceRow
from kajo.invoices.words import Channel


class CannotPostpone(Exception):
    """Says why a due date is not moved."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.sentence)
        self.why = why


def postpone_due_date(access: CustomerAccess, *, key: str, days: int, now: datetime) -> date:
    """Move the due date of an invoice that has not fallen due, once, and return the new one.

    :raises CannotPostpone: when it has fallen due, was moved before, or `days` is over the limit
    :raises Http404: when the customer has no such invoice
    """
    access.require(Area.INVOICES, Level.WRITE)
    invoice_id, invoice, due_on = _postponable(access, key, times.local_day(now))
    if not 1 <= days <= settings.POSTPONE_MAX_DAYS:
        raise CannotPostpone(WhyNot.TOO_LONG)
    moved = due_on + timedelta(days=days)
    facts = {"due_on": due_on.isoformat(), "new_due_on": moved.isoformat()}
    try:
        with transaction.atomic():
            asked = ask(
                access, area=Area.INVOICES, kind=POSTPONE, subject=invoice.number, facts=facts, now=now
            )
            Postponement(
                owner_id=access.customer_id,
                invoice_id=invoice_id,
                due_on=moved,
                asked_at=now,
                change=Change.of(access).get(key=asked.key),
            ).save(force_insert=True)
    except (AlreadyAsked, IntegrityError) as at_the_same_moment:
        raise CannotPostpone(WhyNot.ONCE_ALREADY) from at_the_same_moment
    return moved


def ask_for_method(
    access: CustomerAccess, *, channel: Channel, address: str, operator: str, now: datetime
) -> None:
    """Ask for another way of sending invoices: by e-mail or as an e-invoice to `address`, or on paper.

    :raises AlreadyAsked: when a former wish waits for its answer
    """
    access.require(Area.INVOICES, Level.WRITE)
    facts = {"channel": channel.value, "address": address, "operator": operator}
    _ask(access, METHOD, {name: value for name, value in facts.items() if value}, now)


def ask_for_frequency(access: CustomerAccess, *, bills_a_year: int, now: datetime) -> None:
    """Ask for 12, 6 or 4 invoices a year.

    :raises AlreadyAsked: when a former wish waits for its answer
    :raises ValueError: when it is another number
    """
    access.require(Area.INVOICES, Level.WRITE)
    if bills_a_year not in BILLS_A_YEAR:
        raise ValueError(f"{bills_a_year} invoices a year cannot be asked for")
    _ask(access, FREQUENCY, {"bills_a_year": bills_a_year}, now)


def _ask(access: CustomerAccess, kind: str, facts: dict[str, Any], now: datetime) -> None:
    ask(access, area=Area.INVOICES, kind=kind, subject=access.number, facts=facts, now=now)


def _postponable(access: CustomerAccess, key: str, today: date) -> tuple[int, InvoiceRow, date]:
    """Return the invoice and the due date to move."""
    found = with_standing(Invoice.of(access).filter(shown()), today=today).filter(key=key)
    facts = found.values(*LISTED).first()
    if facts is None:
        raise Http404
    row = row_of(facts, {})
    was_postponed = Postponement.of(access).filter(invoice=facts["id"]).exists()
    why = why_not(row, was_postponed=was_postponed, today=today)
    if why or row.due_on is None:
        raise CannotPostpone(why or WhyNot.NO_DUE_DATE)
    return facts["id"], row, row.due_on
