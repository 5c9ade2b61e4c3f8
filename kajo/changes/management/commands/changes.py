"""`manage.py changes …`: what customers asked to change, and the retailer's answers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kajo.changes import settling
from kajo.changes.rows import ChangeRow
from kajo.core import times


class Command(BaseCommand):
    help = "List what customers asked to change, and confirm or refuse it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        listing = deeds.add_parser("list", help="print a JSON object a line, the oldest first")
        listing.add_argument("--kind", default="", help="such as contract.withdraw")
        listing.add_argument("--all", action="store_true", help="those that were answered too")
        confirming = deeds.add_parser("confirm", help="the change has been made")
        confirming.add_argument("key")
        refusing = deeds.add_parser("refuse", help="the change is not made")
        refusing.add_argument("key")
        refusing.add_argument("reason", help="why not; the customer reads it")

    def handle(self, *args: Any, **options: Any) -> None:
        deed, now = options["deed"], times.now()
        if deed == "list":
            for customer, change in settling.list_changes(
                pending_only=not options["all"], kind=options["kind"]
            ):
                self.stdout.write(line_of(customer, change))
            return
        try:
            if deed == "confirm":
                change = settling.confirm(options["key"], now=now)
            else:
                change = settling.refuse(options["key"], options["reason"], now=now)
        except settling.CannotSettle as cannot:
            raise CommandError(str(cannot)) from cannot
        self.stdout.write(f"{change.kind} of {change.subject}: {change.state.value}.")


def line_of(customer: str, change: ChangeRow) -> str:
    """Return a change as one line of JSON."""
    settled = change.settled_at.astimezone(times.HELSINKI).isoformat() if change.settled_at else None
    shown = {
        "key": change.key,
        "customer": customer,
        "kind": change.kind,
        "subject": change.subject,
        "facts": change.facts,
        "asked_by": change.asked_by,
        "asked_at": change.asked_at.astimezone(times.HELSINKI).isoformat(),
        "state": change.state.value,
        "settled_at": settled,
        "reason": change.reason,
    }
    return json.dumps(shown, ensure_ascii=False)
