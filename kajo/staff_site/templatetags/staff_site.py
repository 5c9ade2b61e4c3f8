"""Names of areas, levels, grounds and of how somebody comes in: `{% load staff_site %}`."""

from __future__ import annotations

from django import template
from django.utils.translation import pgettext_lazy

from kajo.access.areas import AREA_NAMES, Area, Level
from kajo.access.words import LEVEL_NAMES, Ground

register = template.Library()

HOW = {
    "owner": pgettext_lazy("way in", "Owner"),
    "given": pgettext_lazy("way in", "Given by an owner"),
    "waiting": pgettext_lazy("way in", "Given, not opened yet"),
    "linked": pgettext_lazy("way in", "Linked by customer service"),
}


@register.filter
def area_name(area: Area) -> str:
    """`{{ area|area_name }}` → Invoices"""
    return str(AREA_NAMES[area])


@register.filter
def level_name(level: Level) -> str:
    """`{{ level|level_name }}` → Read-only"""
    return str(LEVEL_NAMES[level])


@register.filter
def how_name(how: str) -> str:
    """`{{ row.how|how_name }}` → Linked by customer service"""
    return str(HOW[how])


@register.filter
def ground_name(ground: str) -> str:
    """`{{ row.ground|ground_name }}` → Management contract; older ones are words already"""
    return str(Ground(ground).label) if ground in Ground.values else ground
