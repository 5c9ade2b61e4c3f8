"""The pages through granian, signed in by grants, so that every look is logged: the server's own time.

1,000 locations with a year of quarter-hours each; those that are looked at have this year until now as well.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.conf import settings
from django.test import Client

from bench.filling import YEAR, fill_store, store_days
from bench.filling_invoices import fill_invoices
from bench.measuring import HERE, Line, at_most
from kajo.access import models as access
from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.contracts.models import Contract, Location, Price, PriceComponent, Product
from kajo.core import times
from kajo.invoices.models import Invoice

LOOKED_AT = 40
ROUNDS = 10
INVOICES = 1_200
MEDIAN_MS, WORST_MS = 12, 30
INVOICE_MEDIAN_MS, INVOICE_WORST_MS = 15, 40


@dataclass(frozen=True)
class Home:
    customer: str
    location: str
    contract: str
    invoice: str


def measure() -> Iterator[Line]:
    homes = _homes()
    cookie = cookie_of(access.User.objects.get(username="bench-grantee"))
    yesterday = times.today() - timedelta(days=1)
    month, week = f"{yesterday:%Y-%m}", "{}-W{:02}".format(*yesterday.isocalendar()[:2])
    pages = {
        "a year's report": f"reporting/{{location}}/year/{yesterday.year}/",
        "a month's report": f"reporting/{{location}}/month/{month}/",
        "a week's report": f"reporting/{{location}}/week/{week}/",
        "a day's report, by quarter-hours": f"reporting/{{location}}/day/{yesterday}/",
        "the contracts": "contracts/",
        "a contract": "contracts/{contract}/",
        "the front page": "",
        f"the list of {INVOICES:,} invoices": "invoices/",
        "an invoice": "invoices/{invoice}/",
    }
    with server() as port:
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        for what, address in pages.items():
            taken = sorted(_times(connection, cookie, address, homes))
            middle, worst = statistics.median(taken), taken[int(len(taken) * 0.99) - 1]
            is_invoice = "invoice" in what
            most = INVOICE_MEDIAN_MS if is_invoice else MEDIAN_MS
            yield at_most(f"{what}: server time, median", middle, most, "ms", digits=1)
            most = INVOICE_WORST_MS if is_invoice else WORST_MS
            yield at_most(f"{what}: server time, 99th percentile", worst, most, "ms", digits=1)


def _times(
    connection: http.client.HTTPConnection, cookie: str, address: str, homes: list[Home]
) -> Iterator[float]:
    for round_ in range(ROUNDS + 1):
        for home in homes:
            path = f"/c/{home.customer}/" + address.format(**asdict(home))
            connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == 200 and b"</html>" in body, (path, answer.status)
            if round_:  # the first round warms up
                yield time_told(answer)


def time_told(answer: http.client.HTTPResponse) -> float:
    """Return how many milliseconds the server says that it took."""
    return float((answer.headers["Server-Timing"] or "").partition("=")[2])


def _homes() -> list[Home]:
    """Give the first locations an address, a contract with a price, this year's readings, and a grantee."""
    grantee = register.add_user("bench-grantee", email="grantee@bench.example")
    product = Product.objects.create(code="bench", change_number=1, kind="open_ended", name_fi="Bench")
    homes, points = [], []
    for holding in fill_store()[:LOOKED_AT]:
        customer = access.Customer.everything.get(pk=holding.customer_id)
        location = Location.everything.create(
            id=holding.location_id,
            owner=customer,
            point_id=holding.point_id,
            change_number=1,
            street=f"Mittaritie {holding.id}",
            postcode="33100",
            city="Tampere",
            municipality="Tampere",
        )
        contract = Contract.everything.create(
            owner=customer,
            number=f"bench-{holding.id}",
            change_number=1,
            location=location,
            product=product,
            starts_on=date(2024, 1, 1),
            notice_days=14,
        )
        component = PriceComponent.everything.create(
            owner=customer,
            contract=contract,
            code="energy",
            change_number=1,
            kind="energy",
            unit="c/kWh",
            name_fi="Energia",
        )
        Price.everything.create(
            owner=customer, component=component, starts_on=date(2024, 1, 1), price_without_vat=7
        )
        for area in (Area.REPORTING, Area.CONTRACTS, Area.INVOICES):
            register.add_grant(customer.number, area, Level.READ, user=grantee, starts_at=times.now())
        homes.append((customer, location.key, contract.key))
        points.append(holding.point_id)
    store_days(points, YEAR[1], times.today())
    fill_invoices([customer.pk for customer, *_ in homes], INVOICES)
    return [
        Home(
            customer.key, location, contract, Invoice.everything.filter(owner=customer).latest("dated_on").key
        )
        for customer, location, contract in homes
    ]


def cookie_of(user: access.User) -> str:
    """Sign a user in and return what the browser sends."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get("/accessibility/")  # like every browser, it has the cookie of forms from an earlier page
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


@contextmanager
def server() -> Iterator[int]:
    """Run granian as the demo does, with one worker of eight threads. Only the client keeps to one core."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "8", "--no-ws"]
    server = subprocess.Popen([*command, "bench.timed_wsgi:application"], cwd=HERE.parent, stdout=sys.stderr)
    os.sched_setaffinity(server.pid, range(os.cpu_count() or 1))  # it came into being on the client's core
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError("granian did not start")
