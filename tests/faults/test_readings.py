"""Imports of readings that are killed on the way, and several at once: whole or not at all, and once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connections

from kajo.core.models import ImportRun
from kajo.metering import writing
from kajo.metering.imports import ImportReport
from kajo.metering.models import MeteringDay, MeteringDayHistory, MeteringMonth, MeteringPoint
from tests.metering.loading import DATAHUB, NOW, load
from tests.wall.conftest import owner_address

pytestmark = pytest.mark.django_db

T = TypeVar("T")

GSRN = "643007888888888888"
YEAR = DATAHUB / "liukuri_consumption-test.csv"
PROJECT = Path(__file__).parents[2]
LOAD = f"""
import django
django.setup()
from kajo.core.times import now
from kajo.metering.formats.options import Options
from kajo.metering.imports import load_readings
from kajo.metering.words import Flow
from pathlib import Path
from typing import TypeVar
print("ready", flush=True)
load_readings(Path({str(YEAR)!r}), Options(point={GSRN!r}, flow=Flow.CONSUMPTION), now=now())
"""


@pytest.fixture(scope="module")
def point(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[MeteringPoint]:
    """A metering point that is committed, as it is to those who load from elsewhere."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined] # pytest-django's own
        yield MeteringPoint.objects.create(gsrn=GSRN)
        MeteringPoint.objects.filter(gsrn=GSRN).delete()


@pytest.fixture(autouse=True)
def nothing_is_kept(point: MeteringPoint) -> Iterator[None]:
    elsewhere(_forget, point)
    yield
    elsewhere(_forget, point)


def elsewhere(action: Callable[..., T], *values: object) -> T:
    """Do something in a thread with a connection of its own, outside the test's transaction."""

    def act() -> T:
        try:
            return action(*values)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).result()


def _forget(point: MeteringPoint) -> None:
    for model in (MeteringDay, MeteringDayHistory, MeteringMonth):
        model.objects.filter(point_id=point.pk).delete()
    ImportRun.objects.filter(kind="datahub-csv").delete()


def _kept(point: MeteringPoint) -> tuple[int, int, int]:
    models = (MeteringDay, MeteringDayHistory, MeteringMonth)
    days, history, months = (model.objects.filter(point_id=point.pk).count() for model in models)
    return days, history, months


def test_an_import_that_is_killed_leaves_nothing_and_can_be_done_again(point: MeteringPoint) -> None:
    environment = os.environ | {
        "DATABASE_URL": owner_address(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for delay in (0.002, 0.015, 0.03):
        importer = subprocess.Popen(
            [sys.executable, "-c", LOAD], env=environment, cwd=PROJECT, stdout=subprocess.PIPE
        )
        assert importer.stdout is not None and importer.stdout.readline() == b"ready\n"
        time.sleep(delay)
        importer.send_signal(signal.SIGKILL)
        importer.wait()
        runs = ImportRun.objects.filter(kind="datahub-csv").count()
        assert (runs, _kept(point)) in ((0, (0, 0, 0)), (1, (273, 0, 9)))
    elsewhere(lambda: load(YEAR, point=GSRN))
    assert _kept(point) == (273, 0, 9)


def test_one_of_many_imports_of_the_same_file_counts(point: MeteringPoint) -> None:
    def load_it(number: int) -> ImportReport:
        return elsewhere(lambda: load(YEAR, point=GSRN, now=NOW + timedelta(seconds=number)))

    with ThreadPoolExecutor(6) as threads:
        reports = list(threads.map(load_it, range(6)))
    assert sorted(report.seen_before for report in reports) == [False, *[True] * 5]
    assert _kept(point) == (273, 0, 9)


def test_a_lost_connection_leaves_nothing(point: MeteringPoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_UPSERT_DAYS", "select pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Exception, match="terminat"):
        elsewhere(lambda: load(YEAR, point=GSRN))
    assert _kept(point) == (0, 0, 0)
    monkeypatch.undo()
    elsewhere(lambda: load(YEAR, point=GSRN))
    assert _kept(point) == (273, 0, 9)
