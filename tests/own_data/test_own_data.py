"""Download all my data: everything of one's own, nothing of others', and gone with the access."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django.models import ProcrastinateJob

from demo.cast import PASSWORD
from kajo.access import register
from kajo.access.areas import Area, Level
from kajo.access.models import Customer, User
from kajo.access.policy import open_customer
from kajo.access.proofs import Proof, digest_of
from kajo.access.wall import behind_the_wall
from kajo.changes import settling
from kajo.changes.models import Change
from kajo.contracts.models import Location
from kajo.core import times
from kajo.files.words import ExportState
from kajo.invoices.models import Invoice
from kajo.own_data import tasks
from kajo.own_data.actions import order_data
from kajo.own_data.models import DataExport
from tests.access import people
from tests.conftest import Visit
from tests.pages import Page
from tests.registration.test_own_sessions import FIREFOX, signed_in_with
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> None:
    cache.clear()
    DataExport.everything.all().delete()
    ProcrastinateJob.objects.filter(task_name="order.own-data").delete()


def make_all() -> None:
    """Run the jobs that make files, as the worker does."""
    waiting = ProcrastinateJob.objects.filter(task_name="order.own-data", status="todo").order_by("id")
    for job in list(waiting):
        tasks.make_data(**job.args)
    waiting.delete()


def order(page: Visitor, home: Customer) -> Page:
    return page.post("my-data", home, password=PASSWORD).leads_on()


def unpack(page: Page) -> zipfile.ZipFile:
    answer = page.follow("Download the file").response
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_sanna_gets_all_of_her_own_in_one_file(world: World, visit: Visit) -> None:
    home = world.spot_household
    signed_in_with(FIREFOX)
    ordered = order(visit(world.sanna), home)
    ordered.says("Putting your data in the file: 0 of")
    make_all()
    file = unpack(visit(world.sanna).open(ordered.url).says("The file is ready:"))
    assert file.testzip() is None
    names = set(file.namelist())
    assert {
        "information.json",
        "access-rights.json",
        "who-looked.json",
        "requests.json",
        "user.json",
    } <= names
    invoices = Invoice.everything.filter(owner=home)
    assert len([name for name in names if name.endswith(".pdf")]) == invoices.count()
    assert file.read(next(name for name in sorted(names) if name.endswith(".pdf"))).startswith(b"%PDF")
    known = json.loads(file.read("information.json"))
    assert (known["name"], known["number"]) == ("Sanna Saarinen", home.number)
    assert "sanna.saarinen@example.org" in {contact["value"] for contact in known["contacts"]}
    own = json.loads(file.read("user.json"))
    assert (own["user_id"], own["second_steps"]["passkeys"]) == ("sanna.saarinen", [])
    (here,) = [one for one in own["signed_in"] if one["network"] == "88.112.45.…"]
    assert here["browser"] == "Firefox, Linux"
    gsrn = Location.everything.select_related("point").get(owner=home).point.gsrn
    rows = list(csv.DictReader(io.StringIO(file.read(f"readings/{gsrn}.csv").decode())))
    assert len(rows) > 30_000
    assert {row["minutes"] for row in rows} <= {"15", "60"}
    assert rows[0]["starts_at"].endswith(("+02:00", "+03:00"))
    assert float(rows[0]["energy_kwh"]) >= 0


def test_who_finds_an_open_browser_gets_no_file(world: World, visit: Visit) -> None:
    """It takes the password, or a proof that was made for this; wrong ones are counted."""
    home, found = world.spot_household, visit(world.sanna)
    found.post("my-data", home, password="").says("Write your password.")
    for _ in range(5):
        found.post("my-data", home, password="not the right one").says("This is not your password.")
    found.post("my-data", home, password=PASSWORD).says("Too many tries.")
    assert not DataExport.everything.filter(owner=home).exists()
    with behind_the_wall(world.sanna.pk, read_only=False):
        access = open_customer(world.sanna.pk, home.key, now=times.now())
        assert access is not None
        with pytest.raises(PermissionDenied):
            order_data(
                access, Proof(world.sanna.pk, digest_of("another deed")), name="x.zip", now=times.now()
            )


def test_nothing_of_anybody_else_is_in_it(world: World, visit: Visit) -> None:
    ordered = order(visit(world.sanna), world.spot_household)
    make_all()
    file = unpack(visit(world.sanna).open(ordered.url))
    others = Customer.everything.exclude(pk=world.spot_household.pk).values_list("number", flat=True)
    said = b"".join(file.read(name) for name in file.namelist() if name.endswith(".json")).decode()
    assert [number for number in others if f'"{number}"' in said] == []
    assert "password" not in said


def test_the_file_is_of_who_ordered_it_and_of_owners_alone(world: World, visit: Visit) -> None:
    home = world.spot_household
    register.add_grant(
        home.number, Area.INFORMATION, Level.WRITE, user=world.venla, starts_at=people.yesterday()
    )
    register.add_owner(home.number, world.kalle)
    ordered = order(visit(world.sanna), home)
    make_all()
    key = ordered.url.rstrip("/").split("/")[-1]
    for other in (world.venla, world.kalle, world.maija):
        visit(other).open(ordered.url).is_not_there()
        visit(other).get("my-data-file", home, key=key).is_not_there()
    visit(world.venla).post("my-data", home, password=PASSWORD).is_not_there()
    visit(world.kalle).get("my-data", home).has_no(".zip")


def test_the_file_dies_with_the_access(world: World, visit: Visit) -> None:
    home = world.spot_household
    register.add_owner(home.number, world.kalle)
    ordered = order(visit(world.kalle), home)
    make_all()
    register.remove_owner(home.number, world.kalle, now=times.now())
    visit(world.kalle).open(ordered.url).is_not_there()
    tasks.clear_exports(0)
    (export,) = DataExport.everything.filter(user=world.kalle)
    assert (export.state, export.content, export.reason) == (ExportState.FAILED, None, "access_ended")


def test_a_file_whose_owner_left_before_it_was_made_is_not_made(world: World, visit: Visit) -> None:
    home = world.spot_household
    register.add_owner(home.number, world.kalle)
    order(visit(world.kalle), home)
    register.remove_owner(home.number, world.kalle, now=times.now())
    make_all()
    (export,) = DataExport.everything.filter(user=world.kalle)
    assert (export.state, export.content) == (ExportState.FAILED, None)


def test_one_at_a_time_and_gone_after_a_day(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    ordered = order(page, home)
    order(page, home).says("A file is on its way, or enough were made today.")
    make_all()
    with time_machine.travel(times.now() + timedelta(hours=25)):
        visit(world.sanna).open(ordered.url).is_not_there()
        tasks.clear_exports(0)
        assert not DataExport.everything.filter(owner=home).exists()


def test_too_much_for_one_file_is_said(world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST_BYTES", 1000)
    ordered = order(visit(world.sanna), world.spot_household)
    make_all()
    visit(world.sanna).open(ordered.url).says("There is so much data that it does not go in one file.")


def test_erasure_is_asked_for_once_and_the_page_says_what_is_kept(world: World, visit: Visit) -> None:
    page, home = visit(world.sanna), world.spot_household
    shown = page.get("information", home).follow("Ask for erasure of my data")
    shown.says("What must be kept, and why", "the law on bookkeeping", "You have a contract that is in force")
    for wrong, said in (("", "Write your password."), ("not mine at all", "This is not your password.")):
        page.post("erasure", home, password=wrong).says(said)
    assert not Change.everything.filter(owner=home, kind="customer.erase").exists()
    asked = page.post("erasure", home, password=PASSWORD).leads_on()
    asked.says("Erasure of your data", "It waits for our confirmation.").has_no_button("Ask for erasure")
    page.post("erasure", home, password=PASSWORD).leads_on().says("You have asked for this already.")
    change = Change.everything.get(owner=home, kind="customer.erase")
    settling.refuse(change.key, "The contract is in force.", now=times.now())
    page.get("erasure", home).says("It was not made. The contract is in force.").has_button("Ask for erasure")


def test_nobody_but_an_owner_asks_for_erasure(world: World, visit: Visit) -> None:
    home = world.spot_household
    for area in Area:
        register.add_grant(home.number, area, Level.WRITE, user=world.venla, starts_at=people.yesterday())
    visit(world.venla).get("erasure", home).is_not_there()
    visit(world.venla).post("erasure", home, password=PASSWORD).is_not_there()
    visit(world.venla).get("information", home).has_no_link("Download all my data")
    assert User.objects.filter(pk=world.venla.pk).exists()
    assert not Change.everything.filter(owner=home, kind="customer.erase").exists()
