"""What tests of registering share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kajo.notifications import sms


@pytest.fixture
def texts(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The text messages that went out."""
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(sms.HttpSender, "send", lambda self, to, text: sent.append((to, text)))
    settings.ENV = replace(settings.ENV, sms_url="https://sms.example/")
    return sent
