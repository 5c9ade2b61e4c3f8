"""A system check: the retailer's own table of article codes names kinds of rows that there are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from kajo.invoices.formats.finvoice.kinds import own_codes


@register
def article_codes_are_known(**_: Any) -> list[CheckMessage]:
    try:
        own_codes(settings.ENV.invoice_articles)
    except ValueError as error:
        return [Error(f"INVOICE_ARTICLES: {error}", id="kajo.E022")]
    return []
