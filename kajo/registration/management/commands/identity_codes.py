"""`manage.py identity_codes`: by which key the hashes of identity codes were made."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from kajo.information.imports import count_identity_codes
from kajo.registration.models import Identification


class Command(BaseCommand):
    help = "Count the customers and users whose identity code is kept, by the key that hashed it."

    def handle(self, *args: Any, **options: Any) -> None:
        customers = dict(count_identity_codes())
        kept = Identification.objects.values_list("digest", flat=True)
        users = Counter(digest.partition(":")[0] for digest in kept)
        for key in sorted({*customers, *users}):
            self.stdout.write(f"{key}: {customers.get(key, 0)} customers, {users[key]} users")
        if not customers and not users:
            self.stdout.write("No identity code is kept.")
