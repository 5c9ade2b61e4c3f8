"""The invoices as the retailer's systems send them: Finvoice with what lies beside it, and JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from demo.invoicing.attachments import SITES_FILE, sites_of
from demo.invoicing.documents import Billed, credit_note_of, document_of
from demo.invoicing.finvoice import finvoice_of
from demo.invoicing.outcomes import Outcome, events_of, payments_known
from demo.invoicing.paper import bill_of
from demo.invoicing.planning import Planned
from demo.shapes import Cast
from kajo.core.records import Record
from kajo.invoices.records import InvoiceRecord

NEIGHBOURS = "11"  # their customer numbers begin so
PRINTED_FOR = timedelta(days=400)  # older bills have no PDF: enough to look at, and quick to make
UNTIL_CREDITED = timedelta(days=12)

# Elements that no Finvoice has, by contract and age as the stories are: the invoice is taken with a notice.
OWN_ELEMENTS = {("S-100221", 2): {"OwnTariffText": "Talvitariffi alkaa 1.11."}}


def send(billed: list[Billed], cast: Cast, folder: Path) -> Iterator[Path]:
    """Write the invoices into a folder, and yield the files: Finvoice, then records.

    A PDF and the attachment lie beside the newer ones; of older ones they were never given.
    """
    records: list[Record] = []
    for one in billed:
        for document in _documents(one):
            pdf = bill_of(document) if _is_printed(one.planned, cast.today) else None
            if _goes_as_finvoice(one.planned):
                path = folder / f"{document.number}.xml"
                own = OWN_ELEMENTS.get((one.planned.contract, one.planned.age))
                path.write_bytes(finvoice_of(document, own))
                if pdf is not None:
                    path.with_suffix(".pdf").write_bytes(pdf)
                    if document.links:
                        path.with_name(f"{path.stem}-{SITES_FILE}").write_bytes(sites_of(document))
                yield path
            else:
                records.append(document.model_copy(update={"pdf": pdf}))
            records += events_of(one.planned, document, one.outcome, cast.today)
    path = folder / "invoices.jsonl"
    path.write_text("\n".join(_lines([*records, payments_known(cast.today)])))
    yield path


def _documents(billed: Billed) -> Iterator[InvoiceRecord]:
    """Yield the invoice, and of a credited one the credit note too."""
    invoice = document_of(billed)
    yield invoice
    if billed.outcome is Outcome.CREDITED:
        yield credit_note_of(invoice, f"{invoice.number}H", invoice.dated_on + UNTIL_CREDITED)


def _goes_as_finvoice(planned: Planned) -> bool:
    """Tell which form it has: Finvoice has no place for what a final invoice says of a refund."""
    is_real = planned.parts[0].location.readings == "real"
    return not (is_real or planned.is_final or planned.customer.number.startswith(NEIGHBOURS))


def _is_printed(planned: Planned, today: date) -> bool:
    is_new = planned.dated_on > today - PRINTED_FOR
    return is_new and not planned.customer.number.startswith(NEIGHBOURS)


def _lines(records: list[Record]) -> Iterator[str]:
    for record in records:
        yield record.model_dump_json(exclude_defaults=True)
