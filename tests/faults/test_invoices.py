"""Imports of invoices that are killed on the way, and several at once: whole or not at all, and once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections

from kajo.access.models import Customer
from kajo.core.models import ImportRun
from kajo.core.refusals import ImportRefused
from kajo.import_api.loading import Report
from kajo.invoices import document_imports
from kajo.invoices.models import Invoice, InvoiceFile, InvoiceRow, InvoiceSite, InvoiceVat
from tests.faults.test_readings import elsewhere
from tests.invoices.finvoices import PDF, bill, put, take_all
from tests.wall.conftest import owner_address

pytestmark = pytest.mark.django_db

CUSTOMER = "faults-1"
BILLS = 40
PROJECT = Path(__file__).parents[2]
LOAD = """
import sys
import django
django.setup()
from pathlib import Path
from kajo.core.times import now
from kajo.import_api.loading import load_all
from kajo.metering.formats.options import Options
answers = load_all([Path(sys.argv[1])], Options(), now=now())
print("ready", flush=True)
list(answers)
"""


@pytest.fixture(scope="module")
def customer(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Customer]:
    """A customer that is committed, as it is to those who load from elsewhere."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined] # pytest-django's own
        yield Customer.everything.create(number=CUSTOMER, kind="person", name="A", sort_key="a")
        Customer.everything.filter(number=CUSTOMER).delete()


@pytest.fixture
def folder(customer: Customer, tmp_path: Path) -> Iterator[Path]:
    """A folder of bills, each with a PDF."""
    for number in range(BILLS):
        put(tmp_path, bill(f"F-{number}", SellersBuyerIdentifier=CUSTOMER), f"{number}.xml")
        put(tmp_path, PDF, f"{number}.pdf")
    elsewhere(_forget, customer)
    yield tmp_path
    elsewhere(_forget, customer)


def _forget(customer: Customer) -> None:
    for model in (InvoiceFile, InvoiceVat, InvoiceRow, InvoiceSite, Invoice):
        model.everything.filter(owner=customer).delete()  # type: ignore[attr-defined]
    ImportRun.objects.filter(kind="Finvoice").delete()


def _kept(customer: Customer) -> tuple[int, ...]:
    models = (Invoice, InvoiceSite, InvoiceRow, InvoiceVat, InvoiceFile)
    counts = (model.everything.filter(owner=customer).count() for model in models)  # type: ignore[attr-defined]
    return (*counts, ImportRun.objects.filter(kind="Finvoice").count())


NOTHING, ALL = (0,) * 6, (BILLS, BILLS, 2 * BILLS, BILLS, 2 * BILLS, BILLS)


def test_an_import_that_is_killed_leaves_nothing_and_can_be_done_again(
    customer: Customer, folder: Path
) -> None:
    environment = os.environ | {"DATABASE_URL": owner_address(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for delay in (0.02, 0.08, 0.2):
        importer = subprocess.Popen(
            [sys.executable, "-c", LOAD, str(folder)], env=environment, cwd=PROJECT, stdout=subprocess.PIPE
        )
        assert importer.stdout is not None and importer.stdout.readline() == b"ready\n"
        time.sleep(delay)
        importer.send_signal(signal.SIGKILL)
        importer.wait()
        assert _kept(customer) in (NOTHING, ALL)
    elsewhere(lambda: take_all(folder))
    assert _kept(customer) == ALL


def test_one_of_many_imports_of_the_same_folder_counts(customer: Customer, folder: Path) -> None:
    def load_it(_: int) -> list[Report | ImportRefused]:
        return elsewhere(lambda: take_all(folder))

    with ThreadPoolExecutor(4) as threads:
        answers = [answer for answered in threads.map(load_it, range(4)) for answer in answered]
    assert all(isinstance(answer, Report) for answer in answers)
    assert sum(isinstance(answer, Report) and not answer.repeated for answer in answers) == BILLS
    assert _kept(customer) == ALL


def test_a_lost_connection_leaves_nothing(
    customer: Customer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_it(numbers: object) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("select pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(document_imports, "add_up", lose_it)
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        elsewhere(lambda: take_all(folder))
    assert _kept(customer) == NOTHING
