"""Template tags of customers' pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.template import Context

from kajo.customer_site.day_rows import day_rows
from kajo.ui import formats

register = template.Library()


@register.simple_tag(takes_context=True)
def customer_url(context: Context, name: str, **parts: Any) -> str:
    """Return the address of a page of the customer that is shown, in the same mount as this page."""
    url: str = context["request"].access.url(name, **parts)
    return url


@register.filter
def price(value: Decimal | None) -> str:
    """Write a price with two decimals, or with as many more as it has."""
    return formats.exact(value, 2, formats.page_language())


register.filter("fuse", formats.fuse)


@register.filter
def spaced(gsrn: str) -> str:
    """Write a metering point's number in groups: 643007 5700 0123 4567."""
    return f"{gsrn[:6]} {gsrn[6:10]} {gsrn[10:14]} {gsrn[14:]}"


@register.filter
def unbroken(number: str) -> str:
    """Write a phone number so that it stays on one line."""
    return number.replace(" ", formats.HARD_SPACE)


register.filter("day_rows", day_rows)
