"""How a Finvoice is paid, where that is not by one transfer: by direct debit, or in instalments."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kajo.invoices.formats.finvoice.reading import Fact, Reader, day, number, payment_number
from kajo.invoices.records import Instalment

PLAN = "PartialPaymentDetails"
SUM = "PartialPaymentVatIncludedAmount"


def is_debited(root: etree._Element) -> bool:
    """Tell whether the buyer's bank pays it by direct debit: a mandate, a creditor or an account is named."""
    return any(part.text and part.text.strip() for part in root.findall("DirectDebitInfo/*"))


def read_instalments(root: etree._Element, reader: Reader) -> tuple[Instalment, ...]:
    """Return the parts in which it is paid; one without a sum is left out."""
    return tuple(part for plan in root.findall(PLAN) for part in _parts(plan, reader))


def _parts(plan: etree._Element, reader: Reader) -> Iterator[Instalment]:
    for place in range(1, len(plan.findall(SUM)) + 1):
        facts = reader.read(plan, _facts_of(place))
        if "amount" in facts:
            yield Instalment.model_construct(None, **facts)


def _facts_of(place: int) -> tuple[Fact, ...]:
    """Return where one of the parts stands: all sums come first, then all due dates, then all references."""
    return (
        Fact("amount", (f"{SUM}[{place}]",), number),
        Fact("due_on", (f"PartialPaymentDueDate[{place}]",), day),
        Fact("reference", (f"PartialPaymentReferenceIdentifier[{place}]",), payment_number),
    )
