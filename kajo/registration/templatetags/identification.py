"""Whether pages offer to identify oneself with a bank."""

from __future__ import annotations

from django import template

from kajo.registration import protocol

register = template.Library()


@register.simple_tag
def can_identify() -> bool:
    return protocol.can_identify()
