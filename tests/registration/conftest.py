"""What tests of registering share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import override_settings

from kajo.notifications import sms


@pytest.fixture
def texts(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """The text messages that went out."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(sms.HttpSender, "send", lambda self, to, text: sent.append((to, text)))
    with override_settings(ENV=replace(settings.ENV, sms_url="https://sms.example/")):
        yield sent
