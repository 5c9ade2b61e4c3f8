"""Each guard is shown a page that breaks its rule, and sees it."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.test.utils import isolate_apps
from django.urls import path

from kajo.access import checks, doors, wall
from kajo.access.areas import Level
from kajo.access.models import Holding
from kajo.access.owned import CustomerOwned
from tests.access.kept import faults_in, faults_in_kajo


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def site(*urlpatterns: object) -> str:
    module = ModuleType("tests.access.scratch_site")
    module.urlpatterns = list(urlpatterns)  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return module.__name__


def errors_of(*urlpatterns: object) -> list[str | None]:
    with override_settings(ROOT_URLCONF=site(*urlpatterns)):
        return [error.id for error in checks.every_url_has_a_door()]


def test_a_url_without_a_door_keeps_the_server_from_starting() -> None:
    assert errors_of(path("plain/", page)) == ["access.E001"]
    with override_settings(ROOT_URLCONF=site(path("plain/", page))), pytest.raises(SystemCheckError):
        call_command("check")


def test_a_customer_page_without_an_area_is_seen() -> None:
    assert errors_of(doors.customer_page("bare/", page, doors.all_of(), name="bare")) == ["access.E002"]


def test_a_vendors_url_that_is_new_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "UNNAMED", [])
    monkeypatch.setattr(checks, "UNNAMED", doors.UNNAMED)
    new = doors.vendor_pages(
        "accounts/", [path("old/", page, name="old"), path("new/", page, name="new")], {"old": False}
    )
    assert errors_of(new) == ["access.E003"]


def test_the_site_as_it_is_has_a_door_at_every_url() -> None:
    assert checks.every_url_has_a_door() == []
    assert checks.every_child_has_its_parents_owner() == []


def errors_of_model(base: type[models.Model], **fields: object) -> set[str | None]:
    """Return the errors of a scratch model, which is forgotten again."""
    with isolate_apps("kajo.access"):
        made = type("Scratch", (base,), {"__module__": "kajo.access.models", **fields})
        return {error.id for error in checks._ways_past_the_owner(made)}


def test_a_way_past_the_owner_of_a_row_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    key: dict[str, Any] = {"to": Holding, "on_delete": models.CASCADE}
    assert errors_of_model(CustomerOwned) == set()
    assert errors_of_model(CustomerOwned, mine=models.Manager()) == {"access.E006"}
    assert errors_of_model(CustomerOwned, parent=models.ForeignKey(**key)) == {"access.E007"}
    hidden = models.ForeignKey(**key, related_name="+")
    assert errors_of_model(models.Model, parent=hidden) == set()
    monkeypatch.setitem(wall.PAGE_RIGHTS, "access_scratch", "select")
    hidden = models.ForeignKey(**key, related_name="+")
    assert errors_of_model(models.Model, parent=hidden) == {"access.E008"}
    assert checks.every_owned_row_is_reached_by_its_access() == []


def test_kajo_reaches_rows_by_an_access_only() -> None:
    assert faults_in_kajo() == []


@pytest.mark.parametrize(
    "source",
    [
        "Invoice.everything.all()",
        "from kajo.invoices.models import Invoice as I\nI.everything.all()",
        "Invoice._default_manager.get(pk=1)",
        "Invoice._base_manager.all()",
        "Invoice._meta.default_manager.all()",
        "get_object_or_404(Invoice, pk=1)",
        "from django.shortcuts import get_object_or_404 as find",
        "getattr(Invoice, 'everything')",
        "vars(Invoice)['every' 'thing']",
        "from kajo.invoices.models import Invoice\ngetattr(Invoice, 'every' + 'thing')",
        "from kajo.invoices import models\ngetattr(models.Invoice, f'every{thing}')",
        "from operator import attrgetter as get",
        "QuerySet(Invoice).all()",
        "models.QuerySet(model=Invoice).all()",
        "manager = Manager()",
        "django.apps.apps.get_model('invoices.Invoice')",
        "apps.get_registered_model('invoices', 'Invoice')",
        "apps.all_models['invoices']['invoice']",
        "ContentType.objects.get(model='invoice').get_object_for_this_type(pk=1)",
        "from importlib import import_module as load",
        "eval('Invoice.every' + 'thing')",
        "with connection.cursor() as cursor: cursor.execute('select 1')",
        "from django.db import connection as c",
        "import django.db as d\nd.connections['default']",
        "from django.db import connections",
        "from django.db import transaction\ntransaction.get_connection()",
        "from django.db import close_old_connections as away",
        "from psycopg import connect as c",
        "import psycopg as p",
        "Invoice.of(access).raw('select * from invoices_invoice')",
        "Invoice.of(access).extra(where=['true'])",
        "Invoice.of(access).annotate(all=RawSQL('select 1', []))",
        "from django.db.models.expressions import RawSQL as Text",
        "import kajo.metering.store as s",
        "from kajo.metering import store as s",
        "from kajo import metering\nmetering.store.fetch('select 1')",
        "CustomerAccess(1, 2)",
        "policy.CustomerAccess(1, 2)",
        "from kajo.access.policy import CustomerAccess as A\nA(1, 2)",
        "Access = policy.CustomerAccess",
        "partial(CustomerAccess, customer_id=2)",
        "type(access)(1, 2)",
        "access.__class__(1, 2)",
        "object.__setattr__(access, 'customer_id', 2)",
        "replace(access, number='2')",
        "replace(mine, customer_id=2)",
        "replace(anything, levels=every)",
        "policy.open_customer(2, key, now=now)",
        "from kajo.access.wall import behind_the_wall as b",
        "holdings.Holding(1, 2)",
    ],
)
def test_a_way_round_the_access_is_seen(source: str) -> None:
    assert faults_in(source, "invoices/queries.py")


@pytest.mark.parametrize("path", ["invoices/imports.py", "invoices/line_imports.py", "invoices/tasks.py"])
def test_loaders_and_jobs_reach_rows_without_an_access(path: str) -> None:
    assert not faults_in("Invoice.everything.all()", path)


@pytest.mark.parametrize("path", ["invoices/reimports.py", "tasks/queries.py", "accessories/queries.py"])
def test_a_page_does_not_pass_for_a_loader_by_its_name(path: str) -> None:
    assert faults_in("Invoice.everything.all()", path)


def test_what_a_query_does_every_day_is_no_fault() -> None:
    source = """
from dataclasses import replace
from kajo.access.policy import CustomerAccess
from kajo.invoices.models import Invoice
from django.db.models import QuerySet

def list_invoices(access: CustomerAccess, row: Row) -> QuerySet[Invoice]:
    isinstance(access, CustomerAccess)
    replace(row, name="x")
    getattr(row, "name", "")
    return Invoice.of(access).select_related("location").order_by("-id")
"""
    assert faults_in(source, "invoices/queries.py") == []


def test_an_action_that_does_not_ask_is_seen() -> None:
    asks = "def postpone(access):\n    'Move it.'\n    access.require(Area.INVOICES, Level.WRITE)\n    move()"
    forgets = (
        "def postpone(access):\n    'Move it.'\n    move()\n    access.require(Area.INVOICES, Level.WRITE)"
    )
    assert not faults_in(asks, "invoices/actions.py")
    assert not faults_in("def erase(access):\n    access.require_owner()\n    go()", "invoices/actions.py")
    assert faults_in(forgets, "invoices/actions.py")


def test_the_pages_where_reading_is_enough_for_a_post(capsys: pytest.CaptureFixture[str]) -> None:
    listed = {
        pattern.callback.name
        for _, pattern in checks.walk()
        if isinstance(pattern.callback, doors.CustomerDoor) and pattern.callback.post is Level.READ
    }
    print("POST with read access:", ", ".join(sorted(listed)) or "none")
    assert listed == {"invoice-exports"}
