"""One mail to exactly one receiver, in the receiver's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


def send_mail(to: str, language: str, template: str, context: Mapping[str, Any]) -> None:
    """Render `<template>_subject.txt` and `<template>_message.txt` and send them to one address.

    :raises ValueError: when `to` is not one address
    :raises OSError: when the mail server does not take it; the job tries again
    """
    if to.count("@") != 1 or any(mark in to for mark in ",;\r\n"):
        raise ValueError("a mail has exactly one receiver")
    given = {**context, "retailer": settings.ENV}
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", given).split())
        body = render_to_string(f"{template}_message.txt", given).strip() + "\n"
    EmailMessage(f"[{settings.ENV.site_name}] {subject}", body, to=[to]).send()


def link(path: str) -> str:
    """Return the full address of a page, for a mail."""
    return settings.ENV.base_url.rstrip("/") + path
