"""Sessions in the database; a cookie that cannot be a session's key is as good as none."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY as USER
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.db import connection
from django.utils import timezone

from kajo.registration.sessions import BEGAN, BROWSER, NETWORK, USED

SHORTEST_KEY = 8  # as Django's own
SELECT = "select session_data from registration_usersession where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
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

    def _validate_session_key(self, key: str | None) -> bool:
        # A quoted cookie can hold NUL, which PostgreSQL does not take: the page would fail.
        return key is not None and len(key) >= SHORTEST_KEY and set(key) <= set(VALID_KEY_CHARS)

    def load(self) -> dict[str, Any]:
        """Return what the session holds. In SQL: every page asks it, and the ORM takes five times as long."""
        with connection.cursor() as cursor:
            cursor.execute(SELECT, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(row[0])
        return found


def name_of(session_key: str | None) -> str:
    """Return what pages call a session by: made of its key, and of no use for finding it."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:20]


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
