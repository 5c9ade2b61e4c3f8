"""Template filters of the reporting service."""

from __future__ import annotations

from django import template

from kajo.customer_site.reporting import words

register = template.Library()

register.filter("period_name", words.period_name)
register.filter("short_name", words.short_name)
register.filter("sum_state_words", words.sum_state_words)
