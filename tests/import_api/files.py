"""Small files for tests of the import, made of records written as Python."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from kajo.core import times
from kajo.import_api.loading import Report, load
from kajo.metering.formats.options import Options

Record = dict[str, Any]

HOME = "643006966022791278"
FLAT = "643007574000138589"
FEE = {"fi": "Perusmaksu", "sv": "Grundavgift", "en": "Basic fee"}


def customer(number: str = "100", **facts: Any) -> Record:
    return {"record": "customer", "number": number, "kind": "person", "name": "Aino Ahola", **facts}


def location(customer: str = "100", gsrn: str = HOME, **facts: Any) -> Record:
    address = {"street": "Koivutie 4", "postcode": "00100", "city": "Helsinki"}
    named = {"customer": customer, "gsrn": gsrn, "address": address | facts.pop("address", {})}
    return {"record": "location", **named, **facts}


def product(code: str = "OPEN", kind: str = "open_ended", **facts: Any) -> Record:
    name = {"fi": "Perussähkö", "en": "Basic electricity"}
    return {"record": "product", "code": code, "kind": kind, "name": name, **facts}


def contract(
    number: str = "S-1", customer: str = "100", gsrn: str = HOME, starts_on: str = "2024-01-01", **facts: Any
) -> Record:
    named = {"number": number, "customer": customer, "gsrn": gsrn, "product": "OPEN"}
    return {"record": "contract", "starts_on": starts_on, **named, **facts}


def component(contract: str = "S-1", code: str = "FEE", **facts: Any) -> Record:
    prices = [{"starts_on": "2024-01-01", "price_without_vat": "3.22"}]
    said = {"kind": "basic_fee", "unit": "€/month", "name": FEE, "prices": prices}
    return {"record": "price_component", "contract": contract, "code": code, **said, **facts}


def vat_rate(starts_on: str, percent: str, supply: str = "electricity_sales") -> Record:
    return {"record": "vat_rate", "supply": supply, "starts_on": starts_on, "percent": percent}


def bulletin(number: str = "T-1", **facts: Any) -> Record:
    said = {"kind": "news", "title": {"fi": "Uutinen"}, "body": {"fi": "Ensimmäinen.\n\nToinen."}}
    return {
        "record": "bulletin",
        "number": number,
        "published_at": "2026-11-20T09:00:00+02:00",
        **said,
        **facts,
    }


def home() -> list[Record]:
    """One customer with one location and one open contract."""
    return [customer(), location(), product(), contract(), component()]


def lines(records: Iterable[Record], *, change_number: int = 1) -> str:
    return "".join(
        json.dumps({"change_number": change_number, **record}, ensure_ascii=False) + "\n"
        for record in records
    )


def take_in(folder: Path, content: str | bytes | Iterable[Record], **said: Any) -> Report:
    """Write a file and load it."""
    if not isinstance(content, str | bytes):
        content = lines(content)
    path = folder / "records.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load(path, Options(**said), now=now())


def now() -> datetime:
    return times.now()
