"""`manage.py registration_letters FOLDER`: the letters with a code that are to be printed and sent."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from kajo.core import times
from kajo.registration.letter_tasks import write_letters


class Command(BaseCommand):
    help = "Write the letters that wait, a PDF each, and settle what asked for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the PDFs go; nobody else should read it")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for letter in write_letters(folder, now=times.now()):
            self.stdout.write(str(letter))
