"""How a code comes to whoever says which customer he is."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ClaimWay(TextChoices):
    CONTACT = "contact", pgettext_lazy("code", "By e-mail or text message")
    LETTER = "letter", pgettext_lazy("code", "By letter")
