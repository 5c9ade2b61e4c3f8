"""`manage.py demo_people`: whom to sign in as."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from demo.cast import cast_of
from demo.people import introductions
from kajo.core import times


class Command(BaseCommand):
    help = "Print whom to sign in as in the demo: user ID, password, and who it is."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in introductions(cast_of(times.today())):
            self.stdout.write(line)
