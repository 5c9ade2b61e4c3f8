"""Files of a manager's lists: what is in them, and that they go with the right to see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from kajo.access import register
from kajo.access.areas import Area
from kajo.access.models import AccessLogEntry, Customer, FirmMember, Grant
from kajo.core import times
from kajo.files.words import ExportState
from kajo.invoices.models import Invoice
from kajo.listings import contents, tasks
from kajo.listings.models import ListExport
from tests.access import people
from tests.access.giving import remove
from tests.conftest import Visit
from tests.pages import Page
from tests.visiting import Visitor
from tests.world import World

pytestmark = pytest.mark.django_db

LISTS = {"invoice": "invoices", "contract": "contracts", "location": "locations"}


def order(visitor: Visitor, what: str = "invoice", **filters: Any) -> ListExport:
    """Order a file as below the list; return what was ordered."""
    visitor.open(f"/customers/{LISTS[what]}/").has_button("Make a CSV file of the list")
    answer = visitor.client.post(f"/customers/{LISTS[what]}/files/", query_params=filters)
    assert answer.status_code == 302, answer
    return ListExport.objects.get(key=answer["Location"].rstrip("/").rsplit("/", 1)[-1])


def make(export: ListExport) -> ListExport:
    (job,) = ProcrastinateJob.objects.filter(task_name="order.list-file", args__export=export.key)
    tasks.make_list(**job.args)
    export.refresh_from_db()
    return export


def page(visitor: Visitor, export: ListExport, what: str = "invoice", file: str = "") -> Page:
    return visitor.open(f"/customers/{LISTS[what]}/files/{export.key}/{file}")


def rows_of(visitor: Visitor, export: ListExport, what: str = "invoice") -> list[dict[str, str]]:
    """Fetch the file and return its rows by the heads of the columns."""
    answer = page(visitor, export, what, "list.csv").response
    assert answer["Content-Type"].startswith("text/csv") and answer["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def lose(customer: Customer, area: Area = Area.INVOICES) -> None:
    Grant.everything.filter(owner=customer, area=area).delete()


@pytest.fixture
def paivi(world: World, visit: Visit) -> Visitor:
    world.paivi.language = "en"
    world.paivi.save(update_fields=["language"])
    return visit(world.paivi)


def test_all_invoices_are_in_one_file_with_whose_they_are_and_their_vat(
    world: World, paivi: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "A_PAGE", 7)
    ordered = order(paivi)
    page(paivi, ordered).says("The file is being made. 0 rows are in it.")
    made = make(ordered)
    page(paivi, made).says("The file is ready").has_link("Download the file")
    rows = rows_of(paivi, made)
    of_them = Invoice.everything.filter(owner__in=world.housing_companies)
    assert [row["Invoice"] for row in rows] == list(
        of_them.order_by("-dated_on", "-id").values_list("number", flat=True)
    )
    invoice = of_them.filter(dated_on__gte=settings.INVOICE_DETAILS_FROM).latest("dated_on", "id")
    row = next(row for row in rows if row["Invoice"] == invoice.number)
    assert (row["Customer"], row["Customer number"]) == (invoice.owner.name, invoice.owner.number)
    assert (row["With VAT, €"], row["VAT, €"]) == (f"{invoice.total_with_vat}", f"{invoice.total_vat}")
    assert row["VAT at 25.5%, €"] and row["Location of use"]


def test_what_an_invoice_of_one_customer_hides_is_hidden_among_many(
    world: World, paivi: Visitor, settings: Any
) -> None:
    settings.INVOICE_DETAILS_FROM = times.today() + timedelta(days=1)
    rows = rows_of(paivi, make(order(paivi)))
    assert rows and {(row["Without VAT, €"], row["VAT, €"]) for row in rows} == {("", "")}
    assert all(row["With VAT, €"] for row in rows)


def test_the_file_holds_what_the_list_was_narrowed_to(world: World, paivi: Visitor) -> None:
    rows = rows_of(paivi, make(order(paivi, q="koivukuja", year="2026")))
    wanted = Invoice.everything.filter(owner=world.housing_company_1, dated_on__year=2026)
    assert {row["Invoice"] for row in rows} == set(wanted.values_list("number", flat=True)) != set()
    late = rows_of(paivi, make(order(paivi, state="unpaid", q="koivukuja")))
    assert all(row["To pay, €"] not in ("", "0.00") for row in late)
    assert rows_of(paivi, make(order(paivi, q="nothing like it"))) == []


def test_contracts_and_locations_come_in_files_too(world: World, paivi: Visitor) -> None:
    contracts = rows_of(paivi, make(order(paivi, "contract")), "contract")
    assert len(contracts) == 12 and {row["State"] for row in contracts} == {"Valid"}
    assert "As Oy Koivukuja 3" in {row["Customer"] for row in contracts}
    locations = rows_of(paivi, make(order(paivi, "location", q="aallonharja")), "location")
    assert [row["Customer"] for row in locations] == ["As Oy Aallonharja"]
    assert locations[0]["Days without readings, of the last 31"] == "0"


def test_who_is_left_out_for_lack_of_the_area_is_counted_in_the_file(world: World, paivi: Visitor) -> None:
    lose(world.housing_company_1)
    rows = rows_of(paivi, make(order(paivi)))
    assert "As Oy Koivukuja 3" not in {row["Customer"] for row in rows}
    assert rows[-1]["Customer"] == "1 more is left out: you have no right to this area there."


def test_the_file_is_gone_as_soon_as_one_who_is_in_it_is_taken_away(world: World, paivi: Visitor) -> None:
    made = make(order(paivi))
    lose(world.housing_company_2)
    page(paivi, made, file="list.csv").is_not_there()
    tasks.clear_exports(0)
    made.refresh_from_db()
    assert (made.state, made.content) == (ExportState.FAILED, None)
    page(paivi, made).says("You may not see everybody any more whose rows were in the file.")


def test_the_file_stays_when_somebody_goes_who_is_not_in_it(world: World, paivi: Visitor) -> None:
    made = make(order(paivi, q="koivukuja"))
    lose(world.housing_company_2)
    tasks.clear_exports(0)
    assert {row["Customer"] for row in rows_of(paivi, made)} == {"As Oy Koivukuja 3"}


def leave_the_firm(world: World) -> None:
    register.remove_member(world.housing_managers, world.emma)


def have_no_days_left(world: World) -> None:
    FirmMember.objects.filter(user=world.emma).update(ends_at=times.now())


def lose_a_customer_of_the_firm(world: World) -> None:
    key = Grant.everything.filter(owner=world.housing_company_1, firm=world.housing_managers)[0].key
    remove(world.aarne, world.housing_company_1, key)


def lose_all_that_the_firm_has(world: World) -> None:
    Grant.everything.filter(firm=world.housing_managers).update(ends_at=times.now())


LOSSES = [leave_the_firm, have_no_days_left, lose_a_customer_of_the_firm, lose_all_that_the_firm_has]


@pytest.mark.parametrize("lose_right", LOSSES)
def test_a_firms_member_fetches_no_file_once_the_membership_or_the_right_has_ended(
    lose_right: Callable[[World], None], world: World, visit: Visit
) -> None:
    emma = visit(world.emma)
    ready, waiting = make(order(emma, q="koivukuja")), order(emma, q="koivukuja")
    page(emma, ready, file="list.csv").is_shown()
    lose_right(world)
    page(emma, ready, file="list.csv").is_not_there()
    made = make(waiting)
    assert b"Koivukuja" not in bytes(made.content or b"")
    assert made.state == ExportState.READY or made.reason == "access_ended"
    tasks.clear_exports(0)
    ready.refresh_from_db()
    assert (ready.state, ready.content) == (ExportState.FAILED, None)


def test_who_is_taken_away_while_the_file_is_made_is_in_no_file(
    world: World, paivi: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "A_PAGE", 7)
    ordered, read = order(paivi), tasks._read
    count = iter(range(1000))

    def reads(*args: Any) -> Any:
        if next(count) == 3:
            lose(world.housing_company_1)
        return read(*args)

    monkeypatch.setattr(tasks, "_read", reads)
    made = make(ordered)
    assert (made.state, made.reason, made.content) == (ExportState.FAILED, "access_ended", None)


def test_nobody_else_opens_the_file_and_it_is_kept_for_a_day(
    world: World, paivi: Visitor, visit: Visit
) -> None:
    made = make(order(paivi))
    colleague = people.user("files-colleague")
    register.add_member(world.housing_managers, colleague)
    visit(colleague).open("/customers/invoices/").is_shown()
    for other in (colleague, world.aarne):
        page(visit(other), made, file="list.csv").is_not_there()
        page(visit(other), made).is_not_there()
    page(visit(), made).asks_to_sign_in()
    page(paivi, made, "contract").is_not_there()
    with time_machine.travel(times.now() + timedelta(hours=25)):
        page(visit(world.paivi), made).is_not_there()
        tasks.clear_exports(0)
    assert not ListExport.objects.filter(pk=made.pk).exists()


def test_ordering_and_fetching_are_one_row_each_in_the_log(world: World, paivi: Visitor) -> None:
    before = AccessLogEntry.everything.count()
    paivi.client.post("/customers/invoices/files/")
    made = make(ListExport.objects.latest("pk"))
    page(paivi, made, file="list.csv").is_shown()
    noted = list(AccessLogEntry.everything.order_by("id")[before:])
    assert [(entry.page, entry.method) for entry in noted] == [
        ("invoice-all-files", "POST"),
        ("invoice-all-csv", "GET"),
    ]
    assert all(set(entry.customers) == {one.pk for one in world.housing_companies} for entry in noted)


def test_a_list_that_is_too_long_for_a_file_is_said_to_be(
    world: World, paivi: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MOST_ROWS", 10)
    page(paivi, make(order(paivi))).says("The list is too long for one file.")


def test_three_files_are_made_at_once_and_no_more(world: World, paivi: Visitor) -> None:
    for _ in range(3):
        order(paivi)
    paivi.client.post("/customers/invoices/files/")
    assert ListExport.objects.count() == 3
    paivi.open("/customers/invoices/files/").says("You have other files on the way.", "Waiting")


def test_who_holds_nothing_of_an_area_orders_nothing(world: World, paivi: Visitor) -> None:
    for customer in world.housing_companies:
        register.end_grants(customer.number, firm=world.housing_managers, now=times.now())
    assert paivi.client.post("/customers/invoices/files/").status_code == 404
