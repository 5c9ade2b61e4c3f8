"""The first picture of a two-page bill: the helper not started yet, started, and the picture kept."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import HERE, Line, at_most, median_ms

BILL = HERE.parent / "kajo" / "invoices" / "paper" / "bill.typ"
ROW = {"name": "Energia", "notes": ["1.–31.10.2026"], "cells": ["1 193 kWh", "6,21 c/kWh", "25,5 %", "74,09"]}


def measure() -> Iterator[Line]:
    from kajo.files.pictures import drawing
    from kajo.files.pictures.helper import helper
    from kajo.files.pictures.shelf import Shelf

    bills = [_bill(number) for number in range(31)]

    def show(bill: bytes) -> None:
        digest = hashlib.sha256(bill).hexdigest()
        assert drawing.look_into(digest, lambda: bill).pages > 1
        assert drawing.draw_page(digest, 1, lambda: bill)

    with tempfile.TemporaryDirectory() as folder:
        drawing.shelf = Shelf(Path(folder))
        helper.stop()
        begins = time.perf_counter()
        show(bills[-1])
        first = (time.perf_counter() - begins) * 1000
        yield at_most("first picture of a two-page bill, the helper not started", first, 500, "ms", 0)
        median = median_ms(lambda place: show(bills[place]), 30, warm_up=0)
        yield at_most("first picture of a two-page bill", median, 500, "ms", 0)
        yield Line("the same picture again", f"{median_ms(lambda _: show(bills[0]), 100):.2f} ms")
    helper.stop()


def _bill(number: int) -> bytes:
    """Return a bill of its own with rows for two pages."""
    from kajo.files.typesetting import make_pdf

    return make_pdf(
        BILL,
        {
            "language": "fi", "title": f"Lasku {number}", "mark": "M", "seller": ["Kajo"], "buyer": ["Väinö"],
            "facts": [], "columns": ["Rivi", "Määrä", "Hinta", "Alv", "€"], "why": "", "sum": "Summa",
            "sites": [{"heading": "Kuusitie 4", "rows": [ROW] * 60}], "totals": [["Yht.", "1,00 €", True]],
            "pay": "Maksutiedot", "payment": [], "more": "Muuta", "texts": [], "page": "Sivu",
        },
    )  # fmt: skip
