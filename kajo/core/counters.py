"""What is counted, such as wrong tries, in a table that all processes share: the place of Django's cache.

Django's own forgets what still holds when there is much of it, counts all rows at each write, and keeps
pickles, which whoever writes to the table could have run. This keeps JSON, until its time is over.
"""

from __future__ import annotations

import json
import math
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections

# Each write clears some of what is over, so that the table is as large as what still holds.
WRITE = """
with over as (
    delete from core_cache where cache_key in (
        select cache_key from core_cache where expires <= to_timestamp(%(now)s) and cache_key <> %(key)s
        order by expires limit 10 for update skip locked)
)
insert into core_cache (cache_key, value, expires)
values (%(key)s, %(value)s::jsonb, to_timestamp(%(until)s))
on conflict (cache_key) do update set value = excluded.value, expires = excluded.expires
"""
ADD = WRITE + "where core_cache.expires <= to_timestamp(%(now)s)"
READ = "select value::text from core_cache where cache_key = %(key)s and expires > to_timestamp(%(now)s)"
DELETE = "delete from core_cache where cache_key = %(key)s"


class Counters(BaseCache):
    """Keeps entries in `core_cache`, over the connection that LOCATION names."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.connection = location

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = self._run(READ, key, version).fetchone()
        return json.loads(found[0]) if found else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._run(WRITE, key, version, value=json.dumps(value), until=self._until(timeout))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        written = self._run(ADD, key, version, value=json.dumps(value), until=self._until(timeout))
        return bool(written.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._run(DELETE, key, version).rowcount)

    def clear(self) -> None:
        connections[self.connection].cursor().execute("delete from core_cache")

    def _run(self, sql: str, key: str, version: int | None, **values: Any) -> Any:
        cursor = connections[self.connection].cursor()
        cursor.execute(sql, {"key": self.make_and_validate_key(key, version), "now": time.time(), **values})
        return cursor

    def _until(self, timeout: Any) -> float:
        until: float | None = self.get_backend_timeout(timeout)
        return math.inf if until is None else until
