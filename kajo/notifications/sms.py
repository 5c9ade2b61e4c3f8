"""One text message to one phone, through whatever gateway the retailer has.

A gateway is a `SmsSender`: one method. The one there is posts JSON over HTTP; another is written beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Protocol
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from kajo.access.policy import CustomerAccess

NUMBER = re.compile(r"\+[1-9][0-9]{5,14}")
SECONDS = 15


class SmsSender(Protocol):
    """What sends a text message."""

    def send(self, to: str, text: str) -> None:
        """Send the text to one number, written as +358401234567.

        :raises OSError: when it is not taken; the job tries again
        """


class HttpSender:
    """Posts `{"to": …, "text": …}` to the gateway, with its token; any answer but 2xx is a failure."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    def send(self, to: str, text: str) -> None:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps({"to": to, "text": text}).encode()
        asked = Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310 - checked at start
        with build_opener(_NoRedirects).open(asked, timeout=SECONDS):
            pass


class _NoRedirects(HTTPRedirectHandler):
    """The message and the token go where the setting says, and nowhere else."""

    def redirect_request(self, *args: object) -> None:
        return None


PhoneOf = Callable[[CustomerAccess], str]
_finders: list[PhoneOf] = []


def finds_phones(function: PhoneOf) -> PhoneOf:
    """Register the function that knows the number at which a customer takes text messages; empty for none."""
    _finders[:] = [function]
    return function


def find_phone(access: CustomerAccess) -> str:
    """Return the number at which the customer takes text messages; empty when there is none."""
    return _finders[0](access) if _finders else ""


def can_send_sms() -> bool:
    """Tell whether the retailer has a gateway; without one, nothing offers text messages."""
    return bool(settings.ENV.sms_url)


def send_sms(to: str, text: str) -> None:
    """Send a text message to one number.

    :raises ValueError: when `to` is not one number, or there is no gateway
    :raises OSError: when it is not taken; the job tries again
    """
    if not NUMBER.fullmatch(to):
        raise ValueError("a text message has exactly one receiver")
    if not can_send_sms():
        raise ValueError("SMS_URL is not set")
    sender: SmsSender = HttpSender(settings.ENV.sms_url, settings.ENV.sms_token)
    sender.send(to, f"{settings.ENV.site_name}: {text}")
