"""Bills in one file: made with the access of who ordered it, and gone when that access ends."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from kajo.access import register
from kajo.access.areas import Area
from kajo.access.models import Customer, Grant, Ownership, User
from kajo.core import times
from kajo.files.words import ExportState
from kajo.invoices import exporting, tasks
from kajo.invoices.exporting import BillsZip, TooLarge
from kajo.invoices.models import Invoice, InvoiceExport
from tests.access import people
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World

Visit = Callable[..., Visitor]


def order(visitor: Visitor, home: Customer, **selection: Any) -> InvoiceExport:
    """Order a file as on the page and return the order."""
    address = f"/c/{home.key}/invoices/files/"
    answer = visitor.client.post(address, query_params=selection)
    assert answer.status_code == 302, answer
    return InvoiceExport.everything.get(key=answer["Location"].rstrip("/").rsplit("/", 1)[-1])


def make(export: InvoiceExport) -> InvoiceExport:
    tasks.make_zip(export=export.key, user_id=export.user_id)
    export.refresh_from_db()
    return export


def fetch(visitor: Visitor, export: InvoiceExport) -> Page:
    return visitor.open(f"/c/{export.owner.key}/invoices/files/{export.key}/bills.zip")


@pytest.fixture
def reader(world: World) -> User:
    return people.reader("exports-reader", world.electric_household.number, Area.INVOICES)


def test_a_reader_orders_the_bills_of_a_year_and_gets_them_in_one_file(
    world: World, visit: Visit, reader: User
) -> None:
    home = world.electric_household
    ordered = order(visit(reader), home, year="2026")
    there = Invoice.everything.filter(owner=home, dated_on__year=2026).count()
    assert ordered.state == ExportState.WAITING and ordered.total == there > 0
    progress = visit(reader).open(f"/c/{home.key}/invoices/files/{ordered.key}/")
    progress.says(f"Putting invoices in the file: 0 of {there}").has_link("See how far it is")
    made = make(ordered)
    assert (made.state, made.done) == (ExportState.READY, there)
    visit(reader).open(f"/c/{home.key}/invoices/files/{ordered.key}/").has_link("Download the file")
    answer = fetch(visit(reader), made).response
    assert answer["Content-Type"] == "application/zip" and answer["Cache-Control"] == "no-store"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert len({name.casefold() for name in names}) == there
    assert all(name.startswith("2026-") and name.endswith(".pdf") for name in names)


def test_nobody_else_fetches_the_file_not_even_an_owner(world: World, visit: Visit, reader: User) -> None:
    made = make(order(visit(reader), world.electric_household))
    fetch(visit(world.vaino), made).is_not_there()
    fetch(visit(world.bertta), made).is_not_there()
    fetch(visit(), made).asks_to_sign_in()


def take_away(reader: User) -> None:
    Grant.everything.filter(user=reader).delete()


def let_run_out(reader: User) -> None:
    Grant.everything.filter(user=reader).update(ends_at=times.now())


def leave_another_area(reader: User) -> None:
    Grant.everything.filter(user=reader).update(area=Area.REPORTING)


def close(reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(is_active=False)


@pytest.mark.parametrize("lose", [take_away, let_run_out, leave_another_area, close])
def test_an_order_whose_access_ended_before_it_ran_makes_nothing(
    world: World, visit: Visit, reader: User, lose: Callable[[User], None]
) -> None:
    ordered = order(visit(reader), world.electric_household)
    lose(reader)
    made = make(ordered)
    assert (made.state, made.reason, made.content, made.done) == (ExportState.FAILED, "access_ended", None, 0)
    if lose is not close:
        fetch(visit(reader), made).is_not_there()


@pytest.mark.parametrize("lose", [take_away, let_run_out, leave_another_area])
def test_a_link_to_a_ready_file_is_not_there_after_the_access_ended(
    world: World, visit: Visit, reader: User, lose: Callable[[User], None]
) -> None:
    made = make(order(visit(reader), world.electric_household))
    visitor = visit(reader)
    fetch(visitor, made).is_shown()
    lose(reader)
    fetch(visitor, made).is_not_there()


def test_an_access_that_ends_while_the_file_is_made_leaves_no_file(
    world: World, visit: Visit, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered = order(visit(reader), world.electric_household)
    close = BillsZip.close

    def close_and_lose_access(filling: BillsZip) -> bytes:
        Grant.everything.filter(user=reader).delete()
        return close(filling)

    monkeypatch.setattr(BillsZip, "close", close_and_lose_access)
    made = make(ordered)
    assert (made.state, made.reason, made.content) == (ExportState.FAILED, "access_ended", None)


def test_a_ready_file_is_gone_with_the_access(world: World, visit: Visit, reader: User) -> None:
    made = make(order(visit(reader), world.electric_household))
    Grant.everything.filter(user=reader).delete()
    fetch(visit(reader), made).is_not_there()
    tasks.clear_exports(timestamp=0)
    made.refresh_from_db()
    assert made.content is None and made.state == ExportState.FAILED


def test_a_file_lasts_for_a_day(world: World, visit: Visit, reader: User) -> None:
    made = make(order(visit(reader), world.electric_household))
    with time_machine.travel(times.now() + timedelta(hours=25)):
        fetch(visit(reader), made).is_not_there()
        tasks.clear_exports(timestamp=0)
    assert not InvoiceExport.everything.filter(pk=made.pk).exists()


def test_a_job_that_died_is_told_of(world: World, visit: Visit, reader: User) -> None:
    ordered = order(visit(reader), world.electric_household)
    with time_machine.travel(times.now() + timedelta(hours=3)):
        tasks.clear_exports(timestamp=0)
        ordered.refresh_from_db()
        page = visit(reader).open(f"/c/{world.electric_household.key}/invoices/files/{ordered.key}/")
        page.says("The file was not made in time. Order it again.")


def test_a_job_in_another_users_name_makes_nothing(world: World, visit: Visit, reader: User) -> None:
    ordered = order(visit(reader), world.electric_household)
    tasks.make_zip(export=ordered.key, user_id=world.vaino.pk)
    ordered.refresh_from_db()
    assert ordered.state == ExportState.WAITING


def test_too_many_files_at_once_and_too_many_invoices_are_refused(
    world: World, visit: Visit, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, home = visit(reader), world.electric_household
    for _ in range(exporting.MOST_AT_ONCE):
        order(visitor, home)
    visitor.client.post(f"/c/{home.key}/invoices/files/")
    visitor.open(f"/c/{home.key}/invoices/files/").says("You have other files on the way.")


def test_a_file_that_grows_too_large_is_given_up(
    world: World, visit: Visit, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_BYTES", 1000)
    made = make(order(visit(reader), world.electric_household))
    assert (made.state, made.reason) == (ExportState.FAILED, "too_large")
    page = visit(reader).open(f"/c/{world.electric_household.key}/invoices/files/{made.key}/")
    page.says("too large for one file together")


def test_names_in_the_file_are_clean_and_each_there_once() -> None:
    filling = BillsZip(times.now())
    for name in ("../lasku.pdf", "lasku.pdf", "LASKU.pdf"):
        filling.add(name, b"x")
    names = zipfile.ZipFile(io.BytesIO(filling.close())).namelist()
    assert names == ["lasku.pdf", "lasku (2).pdf", "LASKU (3).pdf"]
    with pytest.raises(TooLarge):
        BillsZip(times.now()).add("x.pdf", bytes(exporting.MOST_BYTES + 1))


def test_an_owner_who_left_loses_the_file_too(world: World, visit: Visit) -> None:
    made = make(order(visit(world.vaino), world.electric_household))
    Ownership.everything.filter(user=world.vaino).delete()
    fetch(visit(world.vaino), made).is_not_there()


def test_a_firms_member_who_leaves_loses_what_is_made_and_what_waits(world: World, visit: Visit) -> None:
    firm, member = people.firm_with("exports-member", world.electric_household.number)
    made = make(order(visit(member), world.electric_household))
    waiting = order(visit(member), world.electric_household)
    fetch(visit(member), made).is_shown()
    register.remove_member(firm, member)
    fetch(visit(member), made).is_not_there()
    assert (make(waiting).state, waiting.content) == (ExportState.FAILED, None)
