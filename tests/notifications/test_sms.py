"""Text messages: one number, one gateway; what it does not take is no message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.test import override_settings

from demo.mail_sink import MailSink
from kajo.notifications.sms import can_send_sms, send_sms


@pytest.fixture
def gateway(mail_sink: MailSink) -> Iterator[MailSink]:
    """A gateway that keeps what it is sent, in the settings."""
    address = mail_sink.address.replace("localhost", "127.0.0.1")
    env = replace(settings.ENV, sms_url=f"{address}sms", sms_token="secret")
    with override_settings(ENV=env):
        yield mail_sink


def test_a_text_message_goes_to_one_number(gateway: MailSink) -> None:
    assert can_send_sms()
    send_sms("+358401234567", "Koodisi on 123456.")
    (message,) = gateway.mails("+358401234567")
    assert message.text.strip() == "Kajo: Koodisi on 123456."


@pytest.mark.parametrize(
    "number", ["0401234567", "+358401234567,+358407654321", "+35840", "", "+358 40 1234567"]
)
def test_what_is_not_one_number_gets_none(gateway: MailSink, number: str) -> None:
    with pytest.raises(ValueError, match="exactly one receiver"):
        send_sms(number, "x")
    assert gateway.mails() == []


def test_a_message_that_the_gateway_refuses_is_a_failure(gateway: MailSink) -> None:
    env = replace(settings.ENV, sms_url=settings.ENV.sms_url.replace("/sms", "/elsewhere"))
    with override_settings(ENV=env), pytest.raises(OSError, match="404"):
        send_sms("+358401234567", "x")


def test_without_a_gateway_nothing_is_sent() -> None:
    assert not can_send_sms()
    with pytest.raises(ValueError, match="SMS_URL"):
        send_sms("+358401234567", "x")


def test_a_form_of_another_site_puts_nothing_in_the_inbox(mail_sink: MailSink) -> None:
    form = Request(f"{mail_sink.address}sms", data=b"to=x&text=y", method="POST")
    with pytest.raises(HTTPError):
        urlopen(form)
    assert mail_sink.mails() == []
