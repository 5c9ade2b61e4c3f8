"""The demo's invoices are such as a retailer's systems would send."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from demo.calendar import Calendar
from demo.cast import TODAY, cast_of
from demo.history import history_days, readings_of
from demo.invoicing.amounts import Amounts
from demo.invoicing.documents import document_of
from demo.invoicing.finvoice import finvoice_of
from demo.invoicing.outcomes import Outcome, due_on_of, outcome_of
from demo.invoicing.planning import plan
from demo.market_files import spot_curve
from demo.shapes import Location
from kajo.core.refusals import Faults
from kajo.invoices.formats.finvoice import parsing
from kajo.invoices.models import Invoice, InvoiceFile
from kajo.invoices.oddities import list_odd
from kajo.invoices.queries.standing import with_standing
from kajo.invoices.records import InvoiceRecord, InvoiceRow
from kajo.invoices.words import FileKind, InvoiceState, Source
from tests.world import World

CAST = cast_of(TODAY, neighbours_wanted=1)
HOMES = ("spot_home", "kalles_home", "night_home", "hybrid_home", "bakery", "movers_old_home")


@pytest.fixture(scope="module")
def documents() -> list[InvoiceRecord]:
    """The invoices of some homes and of the bakery, of four months and of before the readings begin."""
    calendar = history_days(TODAY, 4)
    planned = plan(CAST, calendar.starts_on)
    amounts = Amounts(planned, spot_curve(calendar.starts_on - timedelta(days=1), TODAY))
    for name, location in CAST.locations.items():
        if name in HOMES or location.profile.trade or name == "electric_home":
            take(amounts, location, calendar)
    return [document_of(billed) for billed in amounts.billed(TODAY)]


def take(amounts: Amounts, location: Location, calendar: Calendar) -> None:
    for sent in readings_of(location, calendar):
        amounts.take(location, sent.first, calendar)


def test_nothing_is_odd_about_them(documents: list[InvoiceRecord]) -> None:
    assert len(documents) > 20
    for document in documents:
        assert list_odd(document, None) == []


def test_as_finvoice_they_follow_the_schema_and_are_read_back_as_they_were(
    documents: list[InvoiceRecord],
) -> None:
    for document in documents:
        faults = Faults("invoice.xml")
        (read,) = parsing.parse(finvoice_of(document), faults)
        assert not faults.found
        assert read.odd == ()
        for fact in (
            "number",
            "customer",
            "dated_on",
            "due_on",
            "total_with_vat",
            "iban",
            "reference",
            "instalments",
        ):
            assert getattr(read.facts, fact) == getattr(document, fact), fact
        for row, there in zip(rows_of(read.facts), rows_of(document), strict=True):
            assert (row.kind, row.amount_without_vat) == (there.kind, there.amount_without_vat)
            assert (row.quantity, row.gsrn) == (there.quantity, there.gsrn)


def rows_of(document: InvoiceRecord) -> list[InvoiceRow]:
    """Return the rows, each before its own."""
    return [one for row in document.rows for one in (row, *row.rows)]


def test_the_same_day_gives_the_same_documents(documents: list[InvoiceRecord]) -> None:
    assert finvoice_of(documents[0]) == finvoice_of(documents[0])


@pytest.mark.django_db
def test_there_is_one_of_every_state(world: World) -> None:
    standing = with_standing(Invoice.everything.all(), today=TODAY)
    assert set(standing.values_list("state", flat=True)) == set(InvoiceState)


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2027, 1, 12), date(2027, 6, 1)])
def test_on_any_day_one_is_open_and_one_is_partly_paid(day: date) -> None:
    planned = plan(cast_of(day, neighbours_wanted=1), day - timedelta(days=200))
    for outcome in (Outcome.OPEN, Outcome.PARTLY_PAID):
        found = [one for one in planned if outcome_of(one, day) is outcome]
        assert found and all(due_on_of(one, outcome, day) >= day for one in found)


@pytest.mark.django_db
def test_they_come_in_both_forms_and_some_have_a_pdf(world: World) -> None:
    sources = set(Invoice.everything.values_list("source", flat=True))
    assert sources == {Source.FINVOICE, Source.JSON}
    pdfs = InvoiceFile.everything.filter(kind=FileKind.PDF, invoice__source=Source.FINVOICE)
    assert 20 < pdfs.count() < Invoice.everything.count()
