"""A system check: the setting of distributors' own times can be read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from kajo.pricing.registers import read_times


@register
def register_times_can_be_read(**_: Any) -> list[CheckMessage]:
    try:
        read_times(settings.ENV.register_times)
    except ValueError as error:
        return [Error(f"REGISTER_TIMES: {error}", id="kajo.E021")]
    return []
