"""`manage.py load_demo`: the cast and three years of its readings, into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.cast import cast_of
from demo.load import NotEmpty, load_cast
from kajo.core import times


class Command(BaseCommand):
    help = "Load the demo's people, homes and companies, and years of readings that end yesterday."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, default=times.today(), help="the day to be in, YYYY-MM-DD"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_cast(cast_of(options["today"]), tell=self.stdout.write)
        except NotEmpty as refused:
            raise CommandError(str(refused)) from refused
