"""`manage.py import PATH…`: takes files in, each whole or not at all."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kajo.core import times
from kajo.core.refusals import ImportRefused
from kajo.import_api.loading import load_all
from kajo.metering.formats.options import Options
from kajo.metering.words import Flow


class Command(BaseCommand):
    help = "Takes files in; docs/import-format.md describes them. A refused file leaves nothing behind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--point", type=_gsrn, metavar="GSRN", help="metering point, when a file of readings has none"
        )
        parser.add_argument(
            "--flow", type=_flow, metavar="FLOW", help="direction of the readings: consumption or production"
        )
        parser.add_argument(
            "--sent", type=_instant, metavar="TIME", help="when the file was sent, 2026-01-31T12:00+02:00"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        said = Options(point=options["point"], flow=options["flow"], sent=options["sent"])
        refused = files = 0
        for report in load_all(options["paths"], said, now=times.now()):
            files += 1
            if isinstance(report, ImportRefused):
                refused += 1
                self.stderr.write(str(report))
                continue
            self.stdout.write(str(report))
            for warning in report.warnings:
                self.stdout.write(f"  note: {warning}")
        if refused:
            raise CommandError(f"{refused} of {files} files refused; nothing of them was kept.")


def _gsrn(text: str) -> str:
    if not re.fullmatch("[0-9]{18}", text):
        raise ArgumentTypeError(f"{text!r} is not 18 digits")
    return text


def _flow(text: str) -> Flow:
    if text not in (flow.word for flow in Flow):
        raise ArgumentTypeError(f"{text!r} is neither consumption nor production")
    return Flow[text.upper()]


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a time such as 2026-01-31T12:00+02:00") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=times.HELSINKI)
