"""Invoices made up for tests, written through the import as the retailer's systems send them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kajo.access.models import Customer
from kajo.contracts.models import Location
from kajo.core import times
from kajo.import_api.loading import load
from kajo.invoices.models import Invoice
from kajo.metering.formats.options import Options

Record = dict[str, Any]
IBAN, BIC, REFERENCE = "FI7944052020036082", "HELSFIHH", "868516259619897"
SELLER = {"name": "Kajo Energia Oy", "business_id": "2077474-0", "email": "laskutus@kajo.example"}


def bill(number: str, customer: Customer, *locations: Location, **facts: Any) -> Record:
    """Return an invoice of October 2026 with two rows for each location; 125,50 € for one."""
    rows = [row for location in locations for row in _rows(location.point.gsrn)]
    net = 100 * max(len(locations), 1)
    said = {
        "record": "invoice",
        "number": number,
        "customer": customer.number,
        "dated_on": "2026-11-08",
        "starts_on": "2026-10-01",
        "last_day": "2026-10-31",
        "due_on": "2026-12-10",
        "total_without_vat": f"{net}.00",
        "total_vat": f"{net * 0.255:.2f}",
        "total_with_vat": f"{net * 1.255:.2f}",
        "vats": [{"percent": "25.5", "base": f"{net}.00", "vat": f"{net * 0.255:.2f}"}],
        "payee": "Kajo Energia Oy",
        "iban": IBAN,
        "bic": BIC,
        "reference": REFERENCE,
        "seller": SELLER,
        "language": "fi",
        "channel": "e_mail",
        "sites": [_site(location) for location in locations],
        "rows": rows,
    }
    return {**said, **facts}


def credit_note(number: str, of: str, customer: Customer, total: str = "-125.50", **facts: Any) -> Record:
    """Return a credit note of an invoice, without rows."""
    said = {
        "kind": "credit_note",
        "credited_number": of,
        "total_with_vat": total,
        "total_without_vat": None,
        "total_vat": None,
        "vats": [],
        "rows": [],
        "due_on": None,
    }
    return bill(number, customer, **{**said, **facts})


def payment(of: str, amount: str = "125.50", paid_on: str = "2026-11-20", **facts: Any) -> Record:
    said = {"record": "payment", "number": f"M-{of}-{amount}", "invoice": of}
    return {**said, "paid_on": paid_on, "amount": amount, **facts}


def status(of: str, **facts: Any) -> Record:
    return {"record": "invoice_status", "invoice": of, **facts}


def send(*records: Record) -> None:
    """Load the records by the import, as a file of today's."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "invoices.jsonl"
        told = [each for record in records for each in _with_delivery(record)]
        lines = (json.dumps({"change_number": 1, **record}) for record in told)
        path.write_text("\n".join(lines), encoding="utf-8")
        load(path, Options(sent=times.now()), now=times.now())


def _with_delivery(record: Record) -> Iterable[Record]:
    """Yield the record, and after an invoice how and when it was delivered."""
    channel, sent_on = record.get("channel"), record.get("sent_on")
    yield {name: value for name, value in record.items() if name not in ("channel", "sent_on")}
    if record["record"] == "invoice":
        delivery = {"record": "invoice_delivery", "invoice": record["number"], "channel": channel or "paper"}
        yield {**delivery, "sent_on": sent_on or record["dated_on"]}


def found(number: str) -> Invoice:
    return Invoice.everything.select_related("owner").get(number=number)


def day_before(day: date, days: int) -> str:
    return (day - timedelta(days=days)).isoformat()


def _site(location: Location) -> Record:
    return {"gsrn": location.point.gsrn, "address": f"{location.street} {location.building}".strip()}


def _rows(gsrn: str) -> Iterable[Record]:
    days = {"starts_on": "2026-10-01", "last_day": "2026-10-31"}
    energy = {
        "kind": "energy",
        "name": "Energia",
        "quantity": "1000",
        "unit": "kWh",
        "amount_without_vat": "96.04",
    }
    fee = {
        "kind": "basic_fee",
        "name": "Perusmaksu",
        "quantity": "1",
        "unit": "kk",
        "amount_without_vat": "3.96",
    }
    price = {"unit_price_without_vat": "9.604", "price_base_quantity": "100", "vat_percent": "25.5"}
    yield {"gsrn": gsrn, **days, **energy, **price}
    yield {"gsrn": gsrn, **days, **fee, "unit_price_without_vat": "3.96", "vat_percent": "25.5"}
