"""The files for a bookkeeper: the whole selection, numbers as numbers, and no formulas."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import openpyxl

from tests.conftest import Visit
from tests.customer_site.invoices.bills import Household, payment, row, send
from tests.pages import Page
from tests.visiting import Visitor

TWO_RATES = {
    "total_without_vat": "105.00",
    "total_vat": "25.50",
    "total_with_vat": "130.50",
    "vats": [
        {"percent": "25.5", "base": "100.00", "vat": "25.50"},
        {"percent": "0", "base": "5.00", "vat": "0.00"},
    ],
    "rows": [row("energy", "Energia", "1", "kWh", "105", "105.00")],
}


def csv_table(page: Page) -> list[dict[str, str]]:
    assert page.body.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(page.body.lstrip("\ufeff")), delimiter=";"))


def sheet(visitor: Visitor, home: Household, **query: str) -> list[dict[str, Any]]:
    response = visitor.get("invoice-xlsx", home.customer, **query).response
    rows = openpyxl.load_workbook(io.BytesIO(response.content)).active.values
    head = next(rows)
    return [dict(zip(head, line, strict=True)) for line in rows]


def test_the_csv_has_net_vat_by_rate_gross_and_place(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"), home.bill("70000002", dated_on="2026-11-09", **TWO_RATES))
    newest, oldest = csv_table(visit(home.owner).get("invoice-csv", home.customer))
    assert newest["Without VAT, €"] == "105.00"
    assert newest["VAT at 25.5%, €"] == "25.50"
    assert (newest["Without VAT at 0.0%, €"], newest["VAT at 0.0%, €"]) == ("5.00", "0.00")
    assert (oldest["Without VAT at 0.0%, €"], oldest["Without VAT at 25.5%, €"]) == ("", "100.00")
    assert (oldest["With VAT, €"], oldest["To pay, €"], oldest["State"]) == ("125.50", "125.50", "Open")
    assert oldest["Location of use"] == "Koivutie 4"
    assert oldest["Metering point number (GSRN)"] == home.home.point.gsrn
    assert (oldest["First day of the period"], oldest["Last day of the period"]) == (
        "2026-10-01",
        "2026-10-31",
    )


def test_a_site_without_an_address_has_the_locations_own(home: Household, visit: Visit) -> None:
    send(home.bill("70000001", sites=[{"gsrn": home.home.point.gsrn}]))
    (only,) = csv_table(visit(home.owner).get("invoice-csv", home.customer))
    assert only["Location of use"] == "Koivutie 4, 00100 Helsinki"
    found = visit(home.owner).get("invoice-list", home.customer, q="KOIVUTIE")
    found.says("70000001", "Koivutie 4, 00100 Helsinki")


def test_the_file_follows_the_language(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    (finnish,) = csv_table(visit(home.owner, language="fi").get("invoice-csv", home.customer))
    assert finnish["Sis. alv, €"] == "125,50"
    assert finnish["Laji"] == "Lasku"


def test_the_file_has_what_is_selected(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"), home.bill("70000002"), payment("70000002"))
    owner = visit(home.owner)
    assert [one["Invoice"] for one in csv_table(owner.get("invoice-csv", home.customer, state="paid"))] == [
        "70000002"
    ]
    assert [one["Invoice"] for one in sheet(owner, home, q="70000001")] == ["70000001"]


def test_the_workbook_has_numbers_and_days(home: Household, visit: Visit) -> None:
    send(home.bill("70000001"))
    (line,) = sheet(visit(home.owner), home)
    assert line["Invoice"] == "70000001"
    assert (line["With VAT, €"], line["Consumption, kWh"]) == (125.5, 1000)
    assert line["Due date"] == datetime(2026, 12, 10)  # noqa: DTZ001 - a workbook knows no zones


def test_no_text_is_a_formula(home: Household, visit: Visit) -> None:
    sites = [{"gsrn": home.home.point.gsrn, "address": "=cmd|' /C calc'!A0"}]
    send(home.bill("70000001", sites=sites, reference="+123"))
    owner = visit(home.owner)
    (line,) = csv_table(owner.get("invoice-csv", home.customer))
    assert line["Location of use"] == "'=cmd|' /C calc'!A0"
    assert line["Reference number"] == "'+123"
    response = owner.get("invoice-xlsx", home.customer).response
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(response.content)).active for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=cmd|' /C calc'!A0"] == ["s"]


def test_vat_of_an_invoice_before_april_2020_is_left_out(home: Household, visit: Visit) -> None:
    send(home.bill("60000001", dated_on="2020-03-31"))
    (line,) = csv_table(visit(home.owner).get("invoice-csv", home.customer))
    assert (line["With VAT, €"], line["Without VAT, €"], line["VAT, €"]) == ("125.50", "", "")
    assert "VAT at 25.5%, €" not in line
