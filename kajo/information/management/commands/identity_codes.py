"""`manage.py identity_codes`: by which key the hashes of identity codes were made."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kajo.information.imports import count_identity_codes


class Command(BaseCommand):
    help = "Count the customers whose identity code is kept, by the key of IDENTITY_KEYS that hashed it."

    def handle(self, *args: Any, **options: Any) -> None:
        counted = count_identity_codes()
        for key, customers in counted:
            self.stdout.write(f"{key}: {customers} customers")
        if not counted:
            self.stdout.write("No identity code is kept.")
