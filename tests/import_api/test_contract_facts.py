"""Contracts' further facts and documents: what is taken in, and what is refused with a reason."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from kajo.contracts.models import Contract, ContractDocument, Product
from kajo.core.refusals import ImportRefused
from tests.import_api import files
from tests.import_api.files import take_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%a confirmation\n%%EOF"


def document(content: bytes = PDF, **facts: Any) -> files.Record:
    said = {
        "contract": "S-1",
        "code": "C",
        "kind": "confirmation",
        "name": "Vahvistus",
        "dated_on": "2024-01-01",
    }
    return {"record": "contract_document", "content": b64encode(content).decode(), **said, **facts}


def refusal_of(folder: Path, *records: files.Record) -> str:
    with pytest.raises(ImportRefused) as refused:
        take_in(folder, [*files.home()[:3], *records])
    return str(refused.value)


def test_a_contract_brings_its_payer_partners_invoicing_and_withdrawal(tmp_path: Path) -> None:
    invoicing = {
        "method": "e_invoice",
        "invoices_a_year": 6,
        "address": "Aino\nKatu 1",
        "e_invoice_bank": "Nordea",
    }
    take_in(
        tmp_path,
        [
            *files.home()[:3],
            files.contract(
                payer="Aapo",
                partners=["Eero", "Helmi"],
                fixed_last_day="2025-12-31",
                renewal="continues",
                made_at_distance=True,
                withdraw_last_day="2024-01-14",
                invoicing=invoicing,
            ),
        ],
    )
    kept = Contract.everything.get()
    assert (kept.payer, kept.partners, kept.renewal) == ("Aapo", ["Eero", "Helmi"], "continues")
    assert (kept.invoicing_method, kept.invoices_a_year, kept.e_invoice_bank) == ("e_invoice", 6, "Nordea")
    assert (kept.is_made_at_distance, str(kept.withdraw_until_on)) == (True, "2024-01-15")


def test_a_later_record_without_invoicing_takes_it_away(tmp_path: Path) -> None:
    paper = {"method": "paper", "invoices_a_year": 4}
    take_in(tmp_path, [*files.home()[:3], files.contract(invoicing=paper)])
    take_in(tmp_path, [files.contract(change_number=2)])
    kept = Contract.everything.get()
    assert (kept.invoicing_method, kept.invoices_a_year) == ("", None)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"renewal": "continues"}, "give fixed_last_day too"),
        ({"notice_given_on": "2026-11-01"}, "give last_day too"),
        ({"made_at_distance": True}, "give withdraw_last_day"),
        ({"withdraw_last_day": "2026-12-01"}, "give withdraw_last_day"),
    ],
)
def test_what_hangs_on_another_fact_comes_with_it(
    tmp_path: Path, facts: dict[str, Any], problem: str
) -> None:
    assert problem in refusal_of(tmp_path, files.contract(**facts))


def test_origins_make_a_hundred_per_cent(tmp_path: Path) -> None:
    origin = {"renewable": "50", "nuclear": "30.5", "fossil": "19.5", "year": 2025}
    take_in(tmp_path, [files.product(origin=origin)])
    assert Product.objects.get().origin_nuclear is not None
    wrong = files.product("X", origin={**origin, "fossil": "20"})
    assert "together are not 100" in refusal_of(tmp_path, wrong)


def test_a_document_is_kept_as_it_was_sent_and_replaced_by_a_newer_one(tmp_path: Path) -> None:
    take_in(tmp_path, [*files.home()[:4], document()])
    first = ContractDocument.everything.get()
    assert (bytes(first.content), first.name, first.media_type) == (PDF, "Vahvistus.pdf", "application/pdf")
    assert first.size == len(PDF)
    take_in(tmp_path, [document(PDF + b"2", change_number=2, name="../../new.pdf")])
    again = ContractDocument.everything.get()
    assert (again.key, again.name, again.size) == (first.key, "new.pdf", len(PDF) + 1)
    take_in(tmp_path, [document(PDF, change_number=1)])
    assert ContractDocument.everything.get().size == len(PDF) + 1


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"content": b64encode(b"<html>").decode()}, "line 5, content: is not a PDF"),
        ({"content": "%%%"}, "line 5, content: is not base64"),
        ({"contract": "S-9"}, "there is no contract S-9"),
    ],
)
def test_a_document_that_is_none_is_refused_by_its_line(
    tmp_path: Path, facts: dict[str, Any], problem: str
) -> None:
    assert problem in refusal_of(tmp_path, files.contract(), {**document(), **facts})
    assert not Contract.everything.exists()
