"""What jobs that send ask of the settings."""

from __future__ import annotations

from typing import Any

from kajo.notifications.models import MessageSetting
from kajo.notifications.words import MessageKind


def language_of(kind: MessageKind, otherwise: str, **whose: Any) -> str:
    """Return the language that a customer has chosen for a kind of message, else the reader's own.

    :param whose: `owner_id`, or `owner__key`
    """
    setting = MessageSetting.everything.filter(kind=kind, **whose).first()
    return (setting and setting.language) or otherwise
