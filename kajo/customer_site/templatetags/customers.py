"""Template tags of the lists of many customers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from kajo.customer_site.customers import table
from kajo.customer_site.customers.home import Attention
from kajo.reporting.gaps import GapRow

register = template.Library()


@register.simple_tag
def attention_rows(rows: Iterable[Attention], may_tick: object) -> SafeString:
    """`{% attention_rows rows may_tick %}`: the rows of the home of many customers"""
    return table.attention_rows(rows, may_tick=bool(may_tick))


@register.simple_tag
def gap_of(gaps: Mapping[int, GapRow], location_id: int) -> SafeString:
    """`{% gap_of gaps row.location.id %}`: what readings a location lacks"""
    found = gaps.get(location_id)
    return table.gap_status(found) if found else escape(pgettext("customer", "in order"))
