"""System checks of what the retailer set."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from kajo.contracts.words import ProductKind


@register()
def check_kinds_with_prices(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a kind of product that is none: a slip of the pen would hide prices without a word."""
    unknown = sorted(set(settings.CONTRACT_PRICES_KINDS) - set(ProductKind.values))
    hint = f"Known are {', '.join(ProductKind.values)}."
    return [Error(f"CONTRACT_PRICES_KINDS names {kind}.", hint=hint, id="contracts.E001") for kind in unknown]
