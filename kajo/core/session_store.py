"""Sessions in the database; a cookie that cannot be a session's key is as good as none."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS

SHORTEST_KEY = 8  # as Django's own


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        # A quoted cookie can hold NUL, which PostgreSQL does not take: the page would fail.
        return key is not None and len(key) >= SHORTEST_KEY and set(key) <= set(VALID_KEY_CHARS)
