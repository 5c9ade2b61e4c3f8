"""Names of areas and levels: `{% load rights %}`."""

from __future__ import annotations

from django import template

from kajo.access.areas import AREA_NAMES, WHAT_WRITE_ALLOWS, Area, Level
from kajo.access.words import LEVEL_NAMES

register = template.Library()


@register.filter
def area_name(area: Area) -> str:
    """`{{ area|area_name }}` → Invoices"""
    return str(AREA_NAMES[area])


@register.filter
def what_write_allows(area: Area) -> str:
    """`{{ area|what_write_allows }}` → the sentence that says it"""
    return str(WHAT_WRITE_ALLOWS[area])


@register.filter
def level_name(level: Level) -> str:
    """`{{ level|level_name }}` → Read-only"""
    return str(LEVEL_NAMES[level])
