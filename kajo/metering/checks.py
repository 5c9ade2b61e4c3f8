"""A system check: the setting that orders quality codes names codes that there are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from kajo.metering.words import CODES


@register
def quality_order_is_known(**_: Any) -> list[CheckMessage]:
    order = settings.ENV.quality_order
    unknown = [code for code in order if code not in CODES]
    if not unknown and len(set(order)) == len(order):
        return []
    problem = f"it names {', '.join(unknown)}" if unknown else "it names a code twice"
    return [Error(f"QUALITY_ORDER: {problem}", hint=f"The codes are {', '.join(CODES)}.", id="kajo.E020")]
