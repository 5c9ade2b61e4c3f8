"""A thousand Finvoice files of electricity bills from a folder to committed, one core."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection

from bench.measuring import HERE, Line, at_least
from kajo.core.refusals import ImportRefused
from kajo.core.times import now
from kajo.import_api.loading import load_all
from kajo.metering.formats.options import Options

BILL = HERE.parent / "tests" / "data" / "finvoice" / "electricity.xml"
FILES, CUSTOMERS = 1000, 250
ADDRESS = {"street": "Koivutie 4", "postcode": "00100", "city": "Helsinki"}


def measure() -> Iterator[Line]:
    with TemporaryDirectory() as place:
        _load(_write_register(Path(place) / "register.jsonl"))
        bills = Path(place) / "bills"
        bills.mkdir()
        _write_bills(bills)
        busy, begins = _processor_seconds(), time.perf_counter()
        _load(bills)
        passed, used = time.perf_counter() - begins, _processor_seconds() - busy
    yield at_least(
        "Finvoice files taken in by a second of one core, server included", FILES / used, 300, "files", 0
    )
    yield Line("the same by a second of the clock", f"{FILES / passed:.0f} files")


def _processor_seconds() -> float:
    """Return the processor time of this process and of its own server process: other work does not count."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (server,) = cursor.fetchone()
    ticks = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _load(path: Path) -> None:
    refused = [
        answer for answer in load_all([path], Options(), now=now()) if isinstance(answer, ImportRefused)
    ]
    assert not refused, refused[0]


def _write_register(path: Path) -> Path:
    product = {"record": "product", "code": "F", "kind": "open_ended", "name": {"fi": "Sähkö"}}
    records: list[dict[str, Any]] = [product]
    for number in range(CUSTOMERS):
        customer, gsrn = f"F{number}", _gsrn(number)
        named = {"number": customer, "kind": "person", "name": f"Asiakas {number}"}
        contract = {"number": f"FC-{number}", "customer": customer, "gsrn": gsrn, "product": "F"}
        records += [
            {"record": "customer", **named},
            {"record": "location", "customer": customer, "gsrn": gsrn, "address": ADDRESS},
            {"record": "contract", **contract, "starts_on": "2024-01-01"},
        ]
    path.write_text("\n".join(json.dumps({"change_number": 1, **record}) for record in records))
    return path


def _write_bills(folder: Path) -> None:
    bill = BILL.read_text(encoding="utf-8")
    for number in range(FILES):
        customer = number % CUSTOMERS
        text = bill.replace(">86851625<", f">7{number:06d}<").replace(">100<", f">F{customer}<")
        text = text.replace("643006966022791278", _gsrn(customer)).replace("S-1", f"FC-{customer}")
        (folder / f"{number:04d}.xml").write_text(text, encoding="utf-8")


def _gsrn(number: int) -> str:
    return f"{644_900_000_000_000_000 + number}"
