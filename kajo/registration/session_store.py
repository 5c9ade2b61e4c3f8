"""Sessions in the database, with whose they are."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY as USER

from kajo.core.session_store import FastSessions
from kajo.registration.sessions import BEGAN, BROWSER, NETWORK, USED


class SessionStore(FastSessions):
    @classmethod
    def get_model_class(cls) -> Any:
        from kajo.registration.models import UserSession

        return UserSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Write whose the session is, and what its user knows it by, beside what it holds."""
        row: Any = super().create_model_instance(data)
        row.name = name_of(row.session_key)
        row.user_id = data.get(USER)
        row.browser, row.network = data.get(BROWSER, ""), data.get(NETWORK, "")
        row.began_at, row.used_at = _instant(data.get(BEGAN)), _instant(data.get(USED))
        return row


def name_of(session_key: str | None) -> str:
    """Return what pages call a session by: made of its key, and of no use for finding it."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:20]


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
