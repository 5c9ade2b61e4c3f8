"""Records about invoices as other systems send them."""

from __future__ import annotations

import base64
from typing import Any

from tests.import_api import files
from tests.invoices.finvoices import PDF

Record = dict[str, Any]


def invoice(number: str = "1", **facts: Any) -> Record:
    """Return an invoice of October 2026: 100 kWh and a fee, 15,06 €."""
    rows = [
        {
            "kind": "energy", "name": "Energia", "quantity": "100", "unit": "kWh", "vat_percent": "25.5",
            "unit_price_without_vat": "0.08", "amount_without_vat": "8.00",
        },
        {"kind": "basic_fee", "name": "Perusmaksu", "vat_percent": "25.5", "amount_without_vat": "4.00"},
    ]  # fmt: skip
    said = {
        "customer": "100", "dated_on": "2026-11-08", "due_on": "2026-11-29",
        "starts_on": "2026-10-01", "last_day": "2026-10-31",
        "total_without_vat": "12.00", "total_vat": "3.06", "total_with_vat": "15.06",
        "payee": "Kajo Energia Oy", "iban": "FI79 4405 2020 0360 82", "reference": "8685 16259 61989 7",
        "sites": [{"gsrn": files.HOME, "address": "Koivutie 4"}],
        "vats": [{"percent": "25.5", "base": "12.00", "vat": "3.06"}], "rows": rows,
    }  # fmt: skip
    return {"record": "invoice", "number": number, **said, **facts}


def pdf(content: bytes = PDF) -> str:
    return base64.b64encode(content).decode()


def payment(number: str = "M-1", invoice: str = "1", **facts: Any) -> Record:
    said = {"paid_on": "2026-11-20", "amount": "15.06"}
    return {"record": "payment", "number": number, "invoice": invoice, **said, **facts}


def delivery(invoice: str = "1", channel: str = "e_invoice", sent_on: str = "2026-11-09") -> Record:
    return {"record": "invoice_delivery", "invoice": invoice, "channel": channel, "sent_on": sent_on}


def due_date(due_on: str, invoice: str = "1") -> Record:
    return {"record": "invoice_due_date", "invoice": invoice, "due_on": due_on}


def status(invoice: str = "1", **facts: Any) -> Record:
    return {"record": "invoice_status", "invoice": invoice, **facts}


def known(known_at: str) -> Record:
    return {"record": "payments_known", "known_at": known_at}


def newer(record: Record, change_number: int) -> Record:
    return {**record, "change_number": change_number}
