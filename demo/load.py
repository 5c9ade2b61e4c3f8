"""The cast into an empty database, through the same import as the retailer's own files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction

from demo import bulletins, joining, market_files, reading_files, register_files, weather, wishes
from demo.history import YEARS_OF_MONTHS, history_days
from demo.invoicing.amounts import Amounts
from demo.invoicing.planning import plan
from demo.invoicing.sending import send
from demo.people import let_in
from demo.shapes import Cast
from kajo.access.models import User
from kajo.core import times
from kajo.core.refusals import ImportRefused
from kajo.core.times import local_midnight
from kajo.import_api.loading import load, load_all
from kajo.metering.formats.options import Options
from kajo.metering.words import Flow

Tell = Callable[[str], object]


class NotEmpty(Exception):
    """The database has users already."""


def load_cast(cast: Cast, *, months: int = YEARS_OF_MONTHS, tell: Tell = lambda line: None) -> None:
    """Load everybody and everything, with readings of so many whole months and this one, or nothing at all.

    :param tell: told a line for each step
    :raises NotEmpty: when there are users already
    """
    if User.objects.exists():
        raise NotEmpty("There are users in this database: the demo is loaded into an empty one only.")
    with transaction.atomic(), TemporaryDirectory(prefix="kajo-demo-") as folder:
        _Loading(cast, Path(folder), months, tell).run()
    with connection.cursor() as cursor:
        cursor.execute("analyze")  # so that the first pages are planned by what is there


class _Loading:
    """One loading: its files, its clock and whom it tells."""

    def __init__(self, cast: Cast, folder: Path, months: int, tell: Tell) -> None:
        self.cast, self.folder, self.tell = cast, folder, tell
        self.calendar = history_days(cast.today, months)
        self.now = _now_on(cast.today)
        self.sent_at = local_midnight(cast.today)

    def run(self) -> None:
        first_day = self.calendar.starts_on
        # The exchange's day begins an hour after Finland's.
        spot_days = first_day - timedelta(days=1), self.cast.today + timedelta(days=1)
        with self.step("Customers, locations, contracts and prices"):
            self.take_in("register.jsonl", register_files.lines_of(self.cast))
        with self.step("Bulletins, VAT and made-up exchange prices"):
            self.take_in("bulletins.jsonl", bulletins.bulletin_lines(self.cast.today))
            self.take_in("vat.jsonl", market_files.vat_lines())
            self.take_in("prices.jsonl", market_files.spot_price_lines(*spot_days))
        with self.step("Made-up outdoor temperatures"):
            self.take_in("temperatures.csv", weather.temperature_lines(self.calendar))
        with self.step("Users, firms and rights"):
            let_in(self.cast)
        spot = market_files.spot_curve(*spot_days)
        amounts = Amounts(plan(self.cast, first_day), spot)
        self._readings(amounts)
        with self.step(f"{len(amounts.planned)} invoices and what became of them"):
            self._invoices(amounts)
        with self.step("What customers have asked for"):
            wishes.ask_for_changes(self.cast, now=self.now)
            joining.ask_to_be_joined(self.cast, now=self.now)

    def _readings(self, amounts: Amounts) -> None:
        with self.step(f"Readings from {self.calendar.starts_on} until yesterday, made up"):
            for file in reading_files.write_made_up(self.cast, self.calendar, self.folder, amounts):
                report = load(file.path, file.options, now=self.now)
                self.tell(f"    {report.counts.read} readings")
        with self.step("A home's real readings, from Datahub"):
            for location, file in reading_files.real_files(self.cast):
                load(file.path, file.options, now=self.now)
                if file.options.flow is Flow.CONSUMPTION:
                    amounts.take_real(location, file.path, file.options)

    def _invoices(self, amounts: Amounts) -> None:
        sent = send(amounts.billed(self.cast.today), self.cast, self.folder)
        for answer in load_all(sent, Options(sent=self.sent_at), now=self.now):
            if isinstance(answer, ImportRefused):
                raise answer

    def take_in(self, name: str, lines: Iterable[str]) -> None:
        path = self.folder / name
        path.write_text("\n".join(lines))
        load(path, Options(sent=self.sent_at), now=self.now)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        self.tell(f"  {what}…")
        yield
        self.tell(f"    {time.perf_counter() - began:.1f} s")


def _now_on(today: date) -> datetime:
    """Return this instant, or noon when the demo is to be in another day."""
    return times.now() if today == times.today() else local_midnight(today) + timedelta(hours=12)
