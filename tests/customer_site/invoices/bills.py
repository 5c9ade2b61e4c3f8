"""Invoices made up for tests, written through the import as the retailer's systems send them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kajo.access.models import Customer, User
from kajo.contracts.models import Location
from kajo.core import times
from kajo.import_api.loading import load
from kajo.invoices.models import Invoice
from kajo.metering.formats.options import Options
from tests.access import people
from tests.import_api import files

Record = dict[str, Any]
IBAN, BIC, REFERENCE = "FI7944052020036082", "HELSFIHH", "868516259619897"
SELLER = {"name": "Kajo Energia Oy", "business_id": "2077474-0", "email": "laskutus@kajo.example"}
GSRN, OTHER_GSRN = files.HOME, files.FLAT


@dataclass(frozen=True)
class Household:
    """A customer with a home, a contract of it since 2019, and somebody who owns it all."""

    customer: Customer
    home: Location
    owner: User

    def bill(self, number: str, **facts: Any) -> Record:
        """Return an invoice of October 2026, 125,50 € due 10 December, of the home."""
        return bill(number, self.customer.number, self.home.point.gsrn, **facts)

    def credit_note(self, number: str, of: str, total: str = "-125.50", **facts: Any) -> Record:
        """Return a credit note of an invoice, without rows."""
        empty = {"total_without_vat": None, "total_vat": None, "vats": [], "rows": [], "due_on": None}
        said = {"kind": "credit_note", "credited_number": of, "total_with_vat": total}
        return self.bill(number, **{**empty, **said, **facts})


def household(number: str = "900100", gsrn: str = GSRN, **facts: Any) -> Household:
    """Make a household through the import."""
    contract = files.contract(f"S-{number}", number, gsrn, "2019-01-01")
    send(files.customer(number, **facts), files.location(number, gsrn), files.product(), contract)
    owner = people.owner(f"owner-{number}", number)
    home = Location.everything.select_related("point", "owner").get(owner__number=number)
    return Household(home.owner, home, owner)


def bill(number: str, customer: str, gsrn: str, **facts: Any) -> Record:
    """Return an invoice of October 2026 to a customer: 1 000 kWh and a basic fee, 125,50 €."""
    said: Record = {
        "record": "invoice",
        "number": number,
        "customer": customer,
        "dated_on": "2026-11-08",
        "starts_on": "2026-10-01",
        "last_day": "2026-10-31",
        "due_on": "2026-12-10",
        "total_without_vat": "100.00",
        "total_vat": "25.50",
        "total_with_vat": "125.50",
        "vats": [{"percent": "25.5", "base": "100.00", "vat": "25.50"}],
        "payee": "Kajo Energia Oy",
        "iban": IBAN,
        "bic": BIC,
        "reference": REFERENCE,
        "seller": SELLER,
        "language": "fi",
        "channel": "paper",
        "sites": [{"gsrn": gsrn, "address": "Koivutie 4"}],
        "rows": [
            row("energy", "Energia", "1000", "kWh", "9.604", "96.04", gsrn=gsrn, price_base_quantity="100"),
            row("basic_fee", "Perusmaksu", "1", "kk", "3.96", "3.96", gsrn=gsrn),
        ],
    }
    return {**said, **facts}


def row(kind: str, name: str, quantity: str, unit: str, price: str, amount: str, **facts: Any) -> Record:
    said = {"kind": kind, "name": name, "quantity": quantity, "unit": unit, "vat_percent": "25.5"}
    return {**said, "unit_price_without_vat": price, "amount_without_vat": amount, **facts}


def payment(of: str, amount: str = "125.50", paid_on: str = "2026-11-20", **facts: Any) -> Record:
    said = {"record": "payment", "number": f"M-{of}-{amount}", "invoice": of}
    return {**said, "paid_on": paid_on, "amount": amount, **facts}


def status(of: str, **facts: Any) -> Record:
    return {"record": "invoice_status", "invoice": of, **facts}


def due_date(of: str, due_on: str) -> Record:
    return {"record": "invoice_due_date", "invoice": of, "due_on": due_on}


def send(*records: Record, change_number: int = 1) -> None:
    """Load the records by the import, as a file of today's."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        told = [each for record in records for each in _with_delivery(record)]
        lines = (json.dumps({"change_number": change_number, **record}) for record in told)
        path.write_text("\n".join(lines), encoding="utf-8")
        load(path, Options(sent=times.now()), now=times.now())


def found(number: str) -> Invoice:
    return Invoice.everything.select_related("owner").get(number=number)


def _with_delivery(record: Record) -> Iterable[Record]:
    """Yield the record, and after an invoice how and when it was delivered."""
    yield {name: value for name, value in record.items() if name not in ("channel", "sent_on")}
    if record["record"] == "invoice":
        delivery = {"record": "invoice_delivery", "invoice": record["number"], "channel": record["channel"]}
        yield {**delivery, "sent_on": record.get("sent_on") or record["dated_on"]}
